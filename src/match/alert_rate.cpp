#include "portolan/match/alert_rate.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::match {

double threshold_at_alert_rate(std::span<const double> best_scores_db, double rate) {
  if (!(rate >= 0.0 && rate <= 1.0)) {
    throw invalid_argument("rate: expected a share between 0 and 1, got {}", rate);
  }
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<double> scores(best_scores_db.begin(), best_scores_db.end());
  std::sort(scores.begin(), scores.end(), std::greater<>());
  const auto most = static_cast<std::size_t>(rate * static_cast<double>(scores.size()));
  if (most >= scores.size()) {
    return -kInfinity;
  }
  // Above the first score that may give no alert, and above its equals.
  return std::nextafter(scores[most], kInfinity);
}

}  // namespace portolan::match
