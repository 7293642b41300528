// The hub's own market: did it make the goods, and how much of them would it use? Shown beside the
// score, not weighed: what a hub sells on already counts as its exports.
#include <fmt/format.h>

#include "portolan/detect/home_market.hpp"
#include "weighing.hpp"

namespace portolan::detect {

void Weighing::show_home_market() {
  if (!references.home) {
    return;
  }
  const HomeMarket& home = *references.home;
  if (home.advantage) {
    EvidenceItem item = item_of("revealed_advantage", "industry", *home.advantage, "ratio");
    item.expected = 1.0;
    item.direction = *home.advantage < 1.0 ? "down" : "up";
    item.detail = fmt::format(
        "the goods' share of the hub's exports over that of {} countries, before the date; the hub "
        "exported {:.4g} USD; not weighed",
        home.exporters,
        home.exports_usd
    );
    item.rows = rows_between({}, {}, true, true, home.values_read);
    item.rows.not_exporters = {"EU27", "WLD", "XXX"};
    item.rows.not_importers = item.rows.not_exporters;
    item.rows.until = seen.periods.since.plus(-1);
    add(std::move(item));
  }
  if (home.use && home.use->high_usd > 0.0) {
    const double years = static_cast<double>(seen.window.end - seen.window.treated) /
                         static_cast<double>(seen.window.season);
    EvidenceItem item = item_of(
        "purchases_over_use", "use", seen.in.after_usd / years / home.use->high_usd, "ratio"
    );
    item.expected = seen.in.before_usd / years / home.use->high_usd;
    item.direction = item.value > 1.0 ? "up" : "down";
    item.detail = fmt::format(
        "purchases of a year, after and before the date, over {:.4g} USD, which nine of ten of {} "
        "countries with a fifth to five times the hub's output of {} would not buy at its size "
        "(half of them: {:.4g}); not weighed",
        home.use->high_usd,
        home.use->peers,
        home.gdp_year,
        home.use->typical_usd
    );
    item.rows = rows_between({}, {}, true, true, home.values_read);
    item.rows.not_importers = {"EU27", "WLD", "XXX"};
    add(std::move(item));
  }
}

}  // namespace portolan::detect
