#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <vector>

#include "accounts.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::ingest {

/// Sets the plane `total` in staged parts: rows of plane main whose code is a total over longer
/// codes of the same reporter, flow and period, which is known only once all rows are there.
/// Rewrites the parts concerned and corrects the books.
void mark_code_totals(
    const std::vector<std::filesystem::path>& parts,
    const store::Workspace& workspace,
    Accounts& accounts,
    Progress& progress
);

}  // namespace portolan::ingest
