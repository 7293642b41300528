#pragma once

#include <optional>
#include <vector>

namespace portolan::reference {

/// A linear programme: the largest `objective` x with `rows` x = `right` and x at least 0.
struct LinearProgramme {
  std::vector<std::vector<double>> rows;
  std::vector<double> right;
  std::vector<double> objective;
};

/// Returns the largest value by the two-phase simplex method on a full tableau, entering the column
/// of the largest gain and, after many steps, the first of any gain (Bland), which cannot go round
/// in circles. Nothing where no x fits. The value must be bounded.
[[nodiscard]] std::optional<double> largest_value(const LinearProgramme& programme);

}  // namespace portolan::reference
