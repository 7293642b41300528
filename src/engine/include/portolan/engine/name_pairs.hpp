#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::engine {

/// Pairs of names in a file.
struct NamePairsRequest {
  /// CSV with a header (also gzip) and the columns schema, name1, name2, beside others; "-":
  /// standard input.
  std::filesystem::path file = {};
};

/// A part of a pair's score; docs/methods/names.md says what each counts.
struct NamePart {
  std::string part = {};
  double amount = 0.0;
  double score_db = 0.0;
  /// The words it is about; empty where it is about the whole name.
  std::string words = {};
};

struct ScoredNamePair {
  /// Of the file, in the order of its columns.
  std::vector<std::string> cells = {};
  /// Missing where the row cannot be read.
  std::optional<double> score_db = {};
  std::optional<double> probability = {};
  std::vector<NamePart> parts = {};
  /// Why the row cannot be read; else empty.
  std::string problem = {};
};

struct NamePairsResult {
  std::vector<std::string> columns;
  /// One a row of the file, in its order.
  std::vector<ScoredNamePair> pairs;
  std::int64_t num_unread = 0;
};

/// Scores each pair. No workspace is needed. All rows are held in memory.
///
/// Throws `Error`: kBadData where a column is missing (the hint names the nearest) or the file is
/// no CSV; kInvalidArgument or kUnavailable where it cannot be read.
[[nodiscard]] NamePairsResult score_name_pairs(const NamePairsRequest& request, Progress& progress);

}  // namespace portolan::engine
