#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace portolan::match {

/// A text of at most 64 bytes, made ready to be compared with many others: for each byte, where it
/// occurs.
class Pattern {
 public:
  static constexpr std::size_t kMaxBytes = 64;

  /// Takes the first `kMaxBytes` bytes of `text`.
  explicit Pattern(std::string_view text);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Bit i is set where byte i of the text is `byte`.
  [[nodiscard]] std::uint64_t places(char byte) const {
    return places_[static_cast<unsigned char>(byte)];
  }

 private:
  std::array<std::uint64_t, 256> places_{};
  std::size_t size_ = 0;
};

/// Returns the least number of insertions, deletions, replacements and swaps of neighbours that
/// turn `a` into `b`, no byte being touched twice (optimal string alignment). One step a byte of
/// `b`, by bits; texts over 64 bytes take O(|a| |b|).
///
/// Source: Hyyrö (2003), A bit-vector algorithm for computing Levenshtein and Damerau edit
/// distances, Nordic J. Comput. 10(1), 29-39.
[[nodiscard]] std::size_t alignment_distance(std::string_view a, std::string_view b);
[[nodiscard]] std::size_t alignment_distance(const Pattern& a, std::string_view b);

/// Returns the least number of insertions, deletions and replacements, O(|a| |b| / 64).
///
/// Source: Myers (1999), A fast bit-vector algorithm for approximate string matching based on
/// dynamic programming, J. ACM 46(3), 395-415, doi:10.1145/316542.316550, with the blocks of Hyyrö
/// (2003).
[[nodiscard]] std::size_t levenshtein_distance(std::string_view a, std::string_view b);

/// Returns the similarity of Jaro and Winkler between 0 and 1: bytes that agree within half the
/// longer text, less half of those out of order; a common beginning of up to four bytes takes away
/// a tenth each of what is missing to 1. 1 for two empty texts. By bits up to 64 bytes.
///
/// Source: Winkler (1990), String comparator metrics and enhanced decision rules in the
/// Fellegi-Sunter model of record linkage, Proc. Survey Research Methods Section, ASA, 354-359.
[[nodiscard]] double jaro_winkler_similarity(std::string_view a, std::string_view b);

}  // namespace portolan::match
