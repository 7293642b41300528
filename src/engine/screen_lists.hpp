#pragma once

#include <functional>
#include <string>
#include <vector>

#include "portolan/engine/screening.hpp"
#include "portolan/parties/party_lists.hpp"
#include "portolan/parties/screener.hpp"

namespace portolan::engine {

/// Returns the versions to be screened against: for "un-sc" the newest, for "un-sc@2026-02-27" that
/// one; the newest of every list but registers where none is named. Throws `Error` (kNotFound)
/// where one is not there, or none is.
[[nodiscard]] std::vector<parties::ListVersion>
chosen_versions(const store::Workspace& workspace, const std::vector<std::string>& lists);

/// Returns the versions for messages, the journal and the answer.
[[nodiscard]] std::vector<ScreenedListVersion> shown_versions(
    const std::vector<parties::ListVersion>& versions
);

/// Loads all entries of the versions; an entry's `list` is its place in `versions`.
[[nodiscard]] parties::Screener load_screener(
    const store::Workspace& workspace,
    const std::vector<parties::ListVersion>& versions,
    Progress& progress
);

}  // namespace portolan::engine
