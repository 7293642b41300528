#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/store/journal.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::store {

/// What the journal says of a run of the detection, which stands in `runs/<id>.json`.
struct RunFile {
  std::string id;
  /// When it was last asked for, as given.
  std::string asked_at;
  /// Of the file.
  std::string sha256;
};

/// Keeps `text` as the run `id`: the file first, then a line "leads.run" of the journal with its
/// hash. A run that is there and whole stays as it is; the line alone makes it the latest. Throws
/// `Error` (kUnavailable) where it cannot be written.
void keep_run_file(
    const Workspace& workspace,
    const std::string& id,
    std::string_view text,
    std::string_view at
);

/// Removes a run and writes "leads.forget" with the reason into the journal: the line first, so
/// that no run is ever missing without its reason.
void remove_run_file(
    const Workspace& workspace,
    const std::string& id,
    std::string_view reason,
    std::string_view at
);

/// Returns the runs that the journal's lines leave, the one that was asked for last at the end.
[[nodiscard]] std::vector<RunFile> run_files_of(const std::vector<JournalEntry>& journal);
[[nodiscard]] std::vector<RunFile> list_run_files(const Workspace& workspace);

/// Returns the text of a run. Throws `Error` (kUnavailable) where the file is not there.
[[nodiscard]] std::string read_run_file(const Workspace& workspace, const std::string& id);

}  // namespace portolan::store
