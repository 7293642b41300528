// Symbols of Hyyrö (2003): VP and VN are `up` and `down`, the vertical differences +1 and -1 of a
// column; HP and HN are `right_up` and `right_down`, the horizontal ones; D0 is `equal`, where the
// diagonal does not grow.
#include "portolan/match/edit_distance.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace portolan::match {
namespace {

constexpr std::uint64_t kAll = ~std::uint64_t{0};

std::size_t long_alignment_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

/// One block of 64 rows of the matrix of distances, moved by one column; `carry` is the horizontal
/// difference at its upper edge and becomes that at its lower.
class Block {
 public:
  void advance(std::uint64_t places, int& carry, std::uint64_t last_row) {
    const std::uint64_t is_falling = carry < 0 ? 1U : 0U;
    const std::uint64_t vertical = places | down_;
    places |= is_falling;
    const std::uint64_t equal = (((places & up_) + up_) ^ up_) | places;
    std::uint64_t right_up = down_ | ~(equal | up_);
    std::uint64_t right_down = up_ & equal;
    const int lower = ((right_up & last_row) != 0 ? 1 : 0) - ((right_down & last_row) != 0 ? 1 : 0);
    right_up = (right_up << 1U) | (carry > 0 ? 1U : 0U);
    right_down = (right_down << 1U) | is_falling;
    up_ = right_down | ~(vertical | right_up);
    down_ = right_up & vertical;
    carry = lower;
  }

 private:
  std::uint64_t up_ = kAll;
  std::uint64_t down_ = 0;
};

struct Agreement {
  std::size_t agreeing = 0;
  std::size_t out_of_order = 0;
};

/// The bytes of `b` that agree with one of `a`, each with the first free one within reach.
Agreement agreement(const Pattern& a, std::string_view b, std::size_t reach) {
  std::uint64_t taken_a = 0;
  std::uint64_t taken_b = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const std::size_t low = j > reach ? j - reach : 0;
    const std::size_t high = j + reach;
    std::uint64_t window = low < 64 ? kAll << low : 0;
    window &= high < 63 ? (std::uint64_t{2} << high) - 1 : kAll;
    const std::uint64_t free = a.places(b[j]) & window & ~taken_a;
    if (free != 0) {
      taken_a |= free & (~free + 1);
      taken_b |= std::uint64_t{1} << j;
    }
  }
  Agreement result{.agreeing = static_cast<std::size_t>(std::popcount(taken_a))};
  while (taken_b != 0) {
    const auto j = static_cast<std::size_t>(std::countr_zero(taken_b));
    const std::uint64_t first = taken_a & (~taken_a + 1);
    result.out_of_order += (a.places(b[j]) & first) == 0 ? 1U : 0U;
    taken_a ^= first;
    taken_b &= taken_b - 1;
  }
  return result;
}

Agreement long_agreement(std::string_view a, std::string_view b, std::size_t reach) {
  std::vector<bool> taken(a.size());
  std::vector<char> of_b;
  for (std::size_t j = 0; j < b.size(); ++j) {
    const std::size_t high = std::min(a.size(), j + reach + 1);
    for (std::size_t i = j > reach ? j - reach : 0; i < high; ++i) {
      if (!taken[i] && a[i] == b[j]) {
        taken[i] = true;
        of_b.push_back(b[j]);
        break;
      }
    }
  }
  Agreement result{.agreeing = of_b.size()};
  std::size_t k = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (taken[i]) {
      result.out_of_order += a[i] != of_b[k++] ? 1U : 0U;
    }
  }
  return result;
}

}  // namespace

Pattern::Pattern(std::string_view text) : size_(std::min(text.size(), kMaxBytes)) {
  for (std::size_t i = 0; i < size_; ++i) {
    places_[static_cast<unsigned char>(text[i])] |= std::uint64_t{1} << i;
  }
}

std::size_t alignment_distance(const Pattern& a, std::string_view b) {
  if (a.size() == 0) {
    return b.size();
  }
  const std::uint64_t last_row = std::uint64_t{1} << (a.size() - 1);
  std::uint64_t up = kAll;
  std::uint64_t down = 0;
  std::uint64_t equal = 0;
  std::uint64_t places_before = 0;
  std::size_t distance = a.size();
  for (const char byte : b) {
    const std::uint64_t places = a.places(byte);
    const std::uint64_t swapped = ((~equal & places) << 1U) & places_before;
    equal = (((places & up) + up) ^ up) | places | down | swapped;
    std::uint64_t right_up = down | ~(equal | up);
    std::uint64_t right_down = equal & up;
    distance += (right_up & last_row) != 0 ? 1U : 0U;
    distance -= (right_down & last_row) != 0 ? 1U : 0U;
    right_up = (right_up << 1U) | 1U;
    right_down <<= 1U;
    up = right_down | ~(equal | right_up);
    down = right_up & equal;
    places_before = places;
  }
  return distance;
}

std::size_t alignment_distance(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) {
    std::swap(a, b);
  }
  if (a.size() > Pattern::kMaxBytes) {
    return long_alignment_distance(a, b);
  }
  return alignment_distance(Pattern(a), b);
}

std::size_t levenshtein_distance(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) {
    std::swap(a, b);
  }
  if (a.empty()) {
    return b.size();
  }
  std::vector<Pattern> patterns;
  for (std::size_t begin = 0; begin < a.size(); begin += Pattern::kMaxBytes) {
    patterns.emplace_back(a.substr(begin));
  }
  std::vector<Block> blocks(patterns.size());
  std::size_t distance = a.size();
  for (const char byte : b) {
    int carry = 1;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const std::uint64_t last_row = std::uint64_t{1} << (patterns[i].size() - 1);
      blocks[i].advance(patterns[i].places(byte), carry, last_row);
    }
    distance = carry >= 0 ? distance + static_cast<std::size_t>(carry) : distance - 1;
  }
  return distance;
}

double jaro_winkler_similarity(std::string_view a, std::string_view b) {
  if (a.empty() && b.empty()) {
    return 1.0;
  }
  if (a.empty() || b.empty()) {
    return 0.0;
  }
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t reach = longer >= 4 ? longer / 2 - 1 : 0;
  const Agreement found =
      longer <= Pattern::kMaxBytes ? agreement(Pattern(a), b, reach) : long_agreement(a, b, reach);
  if (found.agreeing == 0) {
    return 0.0;
  }
  const auto agreeing = static_cast<double>(found.agreeing);
  const double swaps = static_cast<double>(found.out_of_order) / 2.0;
  const double jaro = (agreeing / static_cast<double>(a.size()) +
                       agreeing / static_cast<double>(b.size()) + (agreeing - swaps) / agreeing) /
                      3.0;
  std::size_t common = 0;
  while (common < std::min({a.size(), b.size(), std::size_t{4}}) && a[common] == b[common]) {
    ++common;
  }
  return jaro + 0.1 * static_cast<double>(common) * (1.0 - jaro);
}

}  // namespace portolan::match
