// The family beside its uncontrolled siblings: shown beside the score, not weighed.
#include <fmt/format.h>

#include "portolan/detect/code_migration.hpp"
#include "weighing.hpp"

namespace portolan::detect {

void Weighing::show_code_migration() {
  const auto show = [&](const char* measure, const std::vector<PairOfCodes>& pairs, RowQuery rows) {
    const auto moved = code_migration(pairs, seen.window);
    if (!moved) {
      return;
    }
    EvidenceItem item = item_of(measure, "codes", moved->share, "share");
    item.expected = 0.0;
    item.direction = moved->share > 0.0 ? "down" : moved->share < 0.0 ? "up" : "none";
    item.detail = fmt::format(
        "{:.4g} USD moved from the family to unlisted siblings of its heading and {:.4g} back, "
        "matched over {} exporters; not weighed",
        moved->moved_out_usd,
        moved->moved_in_usd,
        moved->pairs
    );
    rows.families.insert(
        rows.families.end(), cell.uncontrolled_siblings.begin(), cell.uncontrolled_siblings.end()
    );
    for (const PairOfCodes& pair : pairs) {
      rows.count += known(pair.family_usd) + known(pair.siblings_usd);
    }
    item.rows = std::move(rows);
    add(std::move(item));
  };
  const auto rows_of = [&](std::vector<std::string> exporters, const std::string& importer) {
    return rows_between(std::move(exporters), {importer}, true, true, 0);
  };
  show("code_migration", cell.inflow_codes, rows_of({}, cell.hub));
  if (seen.out) {
    show("code_migration_out", cell.outflow_codes, rows_of({cell.hub}, cell.destination));
  }
  show("code_migration_direct", cell.direct_codes, rows_of({}, cell.destination));
}

}  // namespace portolan::detect
