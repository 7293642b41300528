#pragma once

#include <algorithm>
#include <functional>
#include <span>

namespace portolan {

/// Returns the elements of ascending `sorted` whose projection equals `value`: borrowed, empty
/// where there are none. O(log n). Stands in for `std::ranges::equal_range`, which clang 14 cannot
/// compile with the library of g++ 12.
template <typename T, typename Value, typename Projection = std::identity>
[[nodiscard]] std::span<T>
equal_span(std::span<T> sorted, const Value& value, Projection projection = {}) {
  const auto begin = std::ranges::lower_bound(sorted, value, {}, projection);
  const auto end = std::ranges::upper_bound(sorted, value, {}, projection);
  return std::span<T>(begin, end);
}

}  // namespace portolan
