#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::bench {

/// A pair of names with what people said of it.
struct LabelledPair {
  std::string schema = {};
  std::string name1 = {};
  std::string name2 = {};
  bool is_match = false;
  /// What kind of case it is, as the file says.
  std::string source = {};
  std::string category = {};
  std::string notes = {};
  /// Number of the group: pairs that share a name, directly or over others, are one.
  std::size_t group = 0;
  /// A number by the group's first name, the same in every run and for every order of the file.
  std::uint64_t group_hash = 0;
};

/// Rows of a CSV file with a header, as texts of the columns named.
[[nodiscard]] std::vector<std::vector<std::string>>
read_csv_columns(const std::filesystem::path& path, const std::vector<std::string_view>& columns);

/// Reads pairs in the layout of name_pairs.csv.
[[nodiscard]] std::vector<LabelledPair> read_labelled_pairs(const std::filesystem::path& path);

/// Three of ten groups, by hash, are kept back: nothing is chosen on them.
[[nodiscard]] bool is_kept_back(const LabelledPair& pair);

/// The fold of ten in which the pair is scored by weights fitted on the others.
[[nodiscard]] std::size_t fold_of(const LabelledPair& pair);

inline constexpr std::size_t kNumFolds = 10;

/// A hash of bytes that is the same everywhere: FNV-1a, mixed once more.
[[nodiscard]] std::uint64_t stable_hash(std::string_view text);

}  // namespace portolan::bench
