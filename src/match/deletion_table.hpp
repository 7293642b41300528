#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::match {

/// Returns hashes of `text` and of all texts that up to `most` deletions leave of it, sorted,
/// without repetition. Two texts within that alignment distance have one in common.
///
/// Source: Mor and Fraenkel (1982), A hash code method for detecting and correcting spelling
/// errors, Commun. ACM 25(12), 935-938, doi:10.1145/358728.358752.
[[nodiscard]] std::vector<std::uint32_t> deletion_hashes(std::string_view text, std::size_t most);

/// Numbers by hash: those of a hash are found, and few others.
class DeletionTable {
 public:
  /// Longer words are not in it: a table of their deletions would be long.
  static constexpr std::size_t kLongestWord = 20;

  void add(std::string_view text, std::size_t most_deletions, std::uint32_t number);
  /// Arranges what was added; before any `find`.
  void close();

  /// Calls `use` with each number that was added with one of these hashes, or one near; a number
  /// may come more than once.
  template <typename Use>
  void find(std::span<const std::uint32_t> hashes, const Use& use) const {
    if (items_.empty()) {
      return;
    }
    for (const std::uint32_t hash : hashes) {
      const std::size_t bucket = hash >> shift_;
      for (std::uint32_t i = begins_[bucket]; i < begins_[bucket + 1]; ++i) {
        if (items_[i].hash == hash) {
          use(items_[i].number);
        }
      }
    }
  }

 private:
  struct Item {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;
  };

  std::vector<Item> items_;
  std::vector<std::uint32_t> begins_;
  unsigned shift_ = 31;
};

}  // namespace portolan::match
