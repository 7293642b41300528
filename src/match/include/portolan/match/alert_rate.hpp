#pragma once

#include <span>

namespace portolan::match {

/// Returns the lowest threshold at which at most `rate` of the names give an alert: the share of
/// `best_scores_db` (the highest score of each name on the list; -infinity where none was found) at
/// or above it. Just above the highest score where even that is too much; -infinity for no names.
///
/// Take names of one's own that are not expected to be listed: the rate is theirs, no one else's.
/// O(n log n). Throws `Error` (kInvalidArgument) unless `rate` is between 0 and 1.
[[nodiscard]] double threshold_at_alert_rate(std::span<const double> best_scores_db, double rate);

}  // namespace portolan::match
