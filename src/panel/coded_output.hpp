#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "lake_codes.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/store/database.hpp"

namespace portolan::panel {

/// Writes the coded arrays into `folder` from the panel's Parquet `parts`, which are in order;
/// returns the number of rows.
std::int64_t write_coded_arrays(
    store::Database& database,
    const std::vector<std::filesystem::path>& parts,
    const std::filesystem::path& folder,
    const CodedNames& names,
    Progress& progress
);

}  // namespace portolan::panel
