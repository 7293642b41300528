#pragma once

#include <string_view>

namespace portolan::store {

/// Names in the lake beside the tables and in an import's folder.
inline constexpr std::string_view kStagingName = ".staging";
inline constexpr std::string_view kTrashName = ".trash";
inline constexpr std::string_view kManifestName = "import.json";
inline constexpr std::string_view kRejectsName = "rejects.parquet";

/// Behind the name of a staging folder: the file that its writer holds locked.
inline constexpr std::string_view kLockSuffix = ".lock";

}  // namespace portolan::store
