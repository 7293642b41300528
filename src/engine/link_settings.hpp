#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/linkage/blocking.hpp"
#include "portolan/linkage/comparison.hpp"

namespace portolan::engine {

/// How records are to be linked, read from a TOML file. Columns are indices into `columns`.
struct LinkSettings {
  /// The columns that are read; the id is none of them.
  std::vector<std::string> columns;
  /// Empty: rows are counted from 1.
  std::string id;
  std::vector<linkage::BlockingRule> blocking;
  std::vector<linkage::Comparison> comparisons;
  double threshold = 0.9;
  std::int64_t max_pairs = 20'000'000;
  std::int64_t random_pairs = 1'000'000;
};

/// Returns the settings in a file. Throws `Error` (kBadData), with file, line and key, for a key
/// that is not known or a value that is none of those expected.
[[nodiscard]] LinkSettings read_link_settings(const std::filesystem::path& file);

}  // namespace portolan::engine
