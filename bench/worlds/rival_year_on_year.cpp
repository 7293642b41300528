// What newspapers do: the first year after the date against the year before, more than so many
// percent on both legs.
#include <algorithm>
#include <limits>

#include "detector.hpp"

namespace portolan::bench {
namespace {

constexpr double kLeastGrowth = 0.64;
constexpr std::size_t kYear = 12;

double growth(const Months& leg, const Split& split) {
  const double before = known_sum(leg, split.treated - kYear, split.treated).mean();
  const double after =
      known_sum(leg, split.treated, std::min(split.end, split.treated + kYear)).mean();
  return before > 0.0 ? after / before - 1.0 : std::numeric_limits<double>::infinity();
}

}  // namespace

Verdicts year_on_year(const TestedWorld& world) {
  Verdicts verdicts;
  for (const CellMonths& cell : world.series->cells) {
    if (!cell.is_listed || !cell.sees_inflow || !cell.sees_outflow || cell.split.treated < kYear) {
      continue;
    }
    const double least =
        std::min(growth(cell.inflow, cell.split), growth(cell.outflow, cell.split));
    verdicts.leads.push_back(
        {.cell = cell.name, .suspicion = least, .q_value = least >= kLeastGrowth ? 0.0 : 1.0}
    );
  }
  return verdicts;
}

}  // namespace portolan::bench
