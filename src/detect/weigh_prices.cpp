// What a leg costs: shown beside the score, not weighed.
#include <cmath>

#include <fmt/format.h>

#include "portolan/detect/price_premium.hpp"
#include "weighing.hpp"

namespace portolan::detect {
namespace {

constexpr std::size_t kMostNamedOrigins = 60;

std::string counts_of(const PricePremium& premium) {
  return fmt::format(
      "{} exporter-periods compared, {:.2f} of the value; {} without weight, {} with less than {} "
      "other buyers",
      premium.under_invoiced.trials,
      premium.compared_share,
      premium.without_weight,
      premium.without_others,
      kLeastBuyers
  );
}

/// Origins that report what they sent; none where they are too many to be named.
std::vector<std::string> named_origins(const CellSeries& cell) {
  std::vector<std::string> origins;
  for (const OriginFlow& flow : cell.inflow) {
    if (!flow.is_stated_sum && !flow.by_origin.usd.empty()) {
      origins.push_back(flow.origin);
    }
  }
  return origins.size() > kMostNamedOrigins ? std::vector<std::string>() : origins;
}

}  // namespace

void Weighing::show_price_of(
    const char* premium_measure,
    const char* under_invoicing_measure,
    const PricePremium& premium,
    std::vector<std::string> exporters
) {
  RowQuery rows = rows_between(std::move(exporters), {}, true, false, premium.values_read);
  rows.not_importers = {"EU27", "WLD"};
  EvidenceItem item = item_of(premium_measure, "price", premium.after, "log_ratio");
  item.expected = premium.before;
  item.direction = premium.after > 0.0 ? "up" : "down";
  item.detail = fmt::format(
      "over the same exporters' other buyers, {:.1f} of their spreads; {}; not weighed",
      premium.z,
      counts_of(premium)
  );
  item.rows = rows;
  add(std::move(item));
  item = item_of(under_invoicing_measure, "price", premium.under_invoiced_share, "share_of_value");
  item.direction = premium.under_invoiced.hits > 0 ? "down" : "none";
  item.detail = fmt::format(
      "{} of {} exporter-periods at no more than a fifth of what other buyers paid; not weighed",
      premium.under_invoiced.hits,
      premium.under_invoiced.trials
  );
  item.rows = std::move(rows);
  add(std::move(item));
}

void Weighing::show_prices() {
  if (const auto in = price_premium(priced_inflows(cell), seen.window)) {
    show_price_of("price_premium_in", "under_invoicing_in", *in, named_origins(cell));
  }
  if (seen.is_by_gap) {
    return;  // the onward leg is not looked at
  }
  if (const auto out = price_premium(priced_outflow(cell), seen.window)) {
    show_price_of("price_premium_out", "under_invoicing_out", *out, {cell.hub});
  }
}

}  // namespace portolan::detect
