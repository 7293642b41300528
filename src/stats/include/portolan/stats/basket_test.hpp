#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "portolan/base/random.hpp"

namespace portolan::stats {

/// How a basket came to be chosen among all things that could have been.
struct BasketSelection {
  /// A group for each value: values of one group move together (goods of one chapter). Empty: each
  /// is a group of its own.
  std::vector<std::size_t> groups;
  /// For each value, whether it was looked at when the basket was picked on the outcome, the
  /// largest values first; all of the basket were. Empty: the basket was fixed before anything was
  /// seen.
  std::vector<bool> candidates;
};

/// What random baskets say about one basket.
struct BasketTest {
  double mean = 0.0;         ///< Of the basket's values.
  double random_mean = 0.0;  ///< Mean over the draws of the same.
  double random_median = 0.0;
  double random_high = 0.0;  ///< 95 % of the draws lie below.
  double p_value = 1.0;      ///< (1 + #{draw >= own}) / (1 + draws).
  std::size_t basket = 0;
  std::size_t universe = 0;
  std::size_t draws = 0;
};

/// Tests whether the values of a basket lie higher than those of a basket of the same size that was
/// chosen in the same way among all values. A draw takes as many groups at random as the basket has
/// and from each as many values as the basket has of one of its own, so that a random basket is
/// spread over groups as the basket is; a group with too few values gives them more than once,
/// which makes draws differ more, not less. If the basket was picked on the outcome, it is the
/// candidates that are drawn in this way, and of these the largest values are the random basket:
/// whoever picks what grew most finds growth in any set of candidates, and a test that does not
/// repeat the picking calls it remarkable nearly always.
///
/// If the groups, and the values within each, are exchangeable and large enough, and the basket was
/// chosen as stated, the p-value is uniform up to its steps of 1 / (1 + draws) and to ties, which
/// make it larger. Values that are not finite are no part of it. Nothing if the basket is empty or
/// everything. Takes O(draws x candidates log candidates) time. The same random state gives the
/// same answer.
///
/// Throws `Error` (kInvalidArgument) if the lengths differ, or a value of the basket is no
/// candidate.
///
/// Source: randomisation must repeat the assignment that was used, Fisher (1935), The Design of
/// Experiments; the observed basket counts as a draw, Phipson and Smyth (2010),
/// doi:10.2202/1544-6115.1585.
[[nodiscard]] std::optional<BasketTest> test_basket(
    std::span<const double> values,
    const std::vector<bool>& is_in_basket,
    const BasketSelection& selection,
    std::size_t draws,
    Random& random
);

}  // namespace portolan::stats
