// Where the hub's surge sits: a fact about the hub, shown beside the score of each of its leads and
// not weighed, since it would count once for every lead.
#include <limits>

#include <fmt/format.h>

#include "portolan/detect/concentration.hpp"
#include "weighing.hpp"

namespace portolan::detect {

void Weighing::show_concentration() {
  const auto show = [&](const char* measure, const Concentration& found, RowQuery rows) {
    const stats::BasketTest& test = found.test;
    EvidenceItem item = item_of(measure, "concentration", test.mean, "log_change");
    item.expected = test.random_mean;
    item.high = test.random_high;
    item.direction = test.mean > test.random_mean ? "up" : "down";
    item.placebos = NullVerdict{
        .p_value = test.p_value,
        .placebo_cells = test.draws,
        .value = test.mean,
        .placebo_median = test.random_median,
        .placebo_high = test.random_high};
    item.detail = fmt::format(
        "mean change of {} families of the question against random baskets out of {}; they hold "
        "{:.2f} of what the hub's families gained and held {:.2f} of their trade; not weighed",
        test.basket,
        test.universe,
        found.share_of_rise,
        found.share_before
    );
    rows.families.clear();
    rows.count = static_cast<std::int64_t>(test.universe);
    item.rows = std::move(rows);
    add(std::move(item));
  };
  if (references.inflow_concentration) {
    show(
        "concentration_in",
        *references.inflow_concentration,
        rows_between({}, {cell.hub}, true, true, 0)
    );
  }
  if (references.outflow_concentration && seen.out) {
    show(
        "concentration_out",
        *references.outflow_concentration,
        rows_between({cell.hub}, {cell.destination}, true, true, 0)
    );
  }
}

}  // namespace portolan::detect
