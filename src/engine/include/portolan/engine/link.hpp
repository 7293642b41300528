#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::engine {

/// A question about which records of one table, or of two, are of one bearer.
struct LinkRequest {
  /// CSV with a header (also gzip).
  std::filesystem::path file = {};
  /// Records of `file` are looked for in this; empty: among those of `file` itself.
  std::filesystem::path second_file = {};
  /// docs/methods/linkage.md describes it.
  std::filesystem::path settings = {};
  /// Least probability of a pair that is kept, in place of that of the settings.
  std::optional<double> threshold = {};
  /// Of the random pairs.
  std::uint64_t seed = 1;
};

/// What one comparison adds to a pair's weight.
struct LinkPart {
  std::string comparison;
  /// "exact", "jaro_winkler 0.92", "else", "missing".
  std::string outcome;
  double weight = 0.0;
  /// Beyond that, for agreement on a rare value (above 0) or a common one.
  double frequency_weight = 0.0;
};

struct LinkedPair {
  std::string left;
  std::string right;
  /// log2 of the odds of a match: the prior weight and all parts.
  double weight = 0.0;
  double probability = 0.0;
  std::vector<LinkPart> parts;
};

/// A record in a cluster of at least two.
struct ClusteredRecord {
  /// The id of its first record.
  std::string cluster;
  std::int64_t size = 0;
  std::string id;
  /// The file it is from.
  std::string file;
};

/// One outcome of one comparison in the fitted model.
struct OutcomeRow {
  std::string comparison;
  std::string outcome;
  double share_of_matches = 0.0;
  double share_of_others = 0.0;
  double weight = 0.0;
  /// Whether the shares among matches are an assumption, since every rule fixes the column.
  bool is_assumed = false;
};

struct LinkResult {
  /// Those of at least the threshold; by weight, largest first, then by ids.
  std::vector<LinkedPair> pairs;
  /// By cluster in the order of its first record, then in the order of the files.
  std::vector<ClusteredRecord> records;
  std::vector<OutcomeRow> model;
  double prior_weight = 0.0;
  double threshold = 0.0;
  std::vector<std::string> notices;
};

/// Fits a model of matches to the records and returns the pairs and clusters at a threshold. No
/// workspace is needed. All records are held in memory.
///
/// Throws `Error`: kBadData for settings or files that cannot be read, a column that is not there
/// or an id that is not unique; kInvalidArgument for a threshold outside 0 to 1 and rules that
/// bring too many pairs together, or none.
[[nodiscard]] LinkResult link_records(const LinkRequest& request, Progress& progress);

}  // namespace portolan::engine
