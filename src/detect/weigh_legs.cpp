// The legs against their own past, against the hub's other goods, the product elsewhere, the hub's
// other customers, in kilograms and by heading.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "weighing.hpp"

namespace portolan::detect {
namespace {

using enum Explanation;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kLeastControls = 30;
/// Log change of the weight from which more goods moved: a tenth.
constexpr double kMoreWeight = 0.1;
constexpr double kLeastPlaceboScale = 0.05;
/// 95 % quantile of Student's t with 2 degrees of freedom.
constexpr double kT2Quantile95 = 2.919985580353726;

/// Location and scale of a null that other series set: `changes` of theirs, shrunk towards the
/// cell's own spread.
NullScale null_of_controls(const std::vector<double>& changes, const NullScale& own) {
  const double center = median(changes).value_or(0.0);
  const double spread = std::max(0.15, robust_spread(changes, center));
  return {
      .location = center,
      .scale = std::sqrt((4.0 * spread * spread + own.scale * own.scale) / 5.0),
      .cells = changes.size()};
}

/// How far the blocks of a series before the date lie from their median, as a share of it; 1 where
/// that is 0 or too little is known.
double usual_spread(const Values& usd, const IndexWindow& window) {
  std::vector<double> blocks;
  for (std::size_t end = window.treated; end >= window.begin + window.block; end -= window.block) {
    double sum = 0.0;
    for (std::size_t i = end - window.block; i < std::min(end, usd.size()); ++i) {
      sum += usd[i];
    }
    blocks.push_back(sum);
  }
  const auto middle = median(blocks);
  return blocks.size() >= 3 && middle && *middle > 0.0 ? robust_spread(blocks, *middle) / *middle
                                                       : 1.0;
}

double kilograms_per_usd(const LegTotal& leg, const IndexWindow& window) {
  double kilograms = 0.0;
  double usd = 0.0;
  for (std::size_t i = window.begin; i < window.end; ++i) {
    if (leg.kg[i] > 0.0 && leg.usd_with_kg[i] > 0.0) {
      kilograms += leg.kg[i];
      usd += leg.usd_with_kg[i];
    }
  }
  return usd > 0.0 ? kilograms / usd : 0.0;
}

}  // namespace

EvidenceItem
Weighing::item_of(const char* measure, const char* group, double value, const char* unit) const {
  EvidenceItem item;
  item.measure = measure;
  item.group = group;
  item.value = value;
  item.unit = unit;
  item.expected = kUnknown;
  item.low = kUnknown;
  item.high = kUnknown;
  item.direction = "none";
  return item;
}

EvidenceItem Weighing::change_item(
    const char* measure,
    const char* group,
    double change,
    const NullScale& null
) const {
  EvidenceItem item = item_of(measure, group, change, "log_change");
  item.expected = null.location;
  item.low = null.location - kT2Quantile * null.scale;
  item.high = null.location + kT2Quantile * null.scale;
  item.direction = change > null.location ? "up" : "down";
  return item;
}

RowQuery Weighing::rows_between(
    std::vector<std::string> exporters,
    std::vector<std::string> importers,
    bool reads_exports,
    bool reads_imports,
    std::int64_t count
) const {
  RowQuery rows;
  rows.frequency = cell.frequency();
  rows.level = cell.level;
  rows.families = {cell.family};
  rows.exporters = std::move(exporters);
  rows.importers = std::move(importers);
  rows.from = seen.periods.from;
  rows.until = seen.periods.until;
  rows.reads_exports = reads_exports;
  rows.reads_imports = reads_imports;
  rows.count = count;
  return rows;
}

std::int64_t Weighing::known(const Values& values) const {
  std::int64_t count = 0;
  for (std::size_t i = seen.window.begin; i < std::min(seen.window.end, values.size()); ++i) {
    count += std::isnan(values[i]) ? 0 : 1;
  }
  return count;
}

std::size_t Weighing::add(EvidenceItem item) {
  file.items.push_back(std::move(item));
  return file.items.size() - 1;
}

void Weighing::against(Explanation explanation, std::size_t item, Decibans weight) {
  file.of(explanation).weights.emplace_back(item, weight);
}

void Weighing::test(Explanation explanation, std::size_t item, Decibans weight) {
  against(explanation, item, weight);
  file.of(explanation).is_tested = true;
}

void Weighing::test_by_weaker(
    Explanation explanation,
    EvidenceItem in,
    Decibans in_weight,
    std::optional<EvidenceItem> out,
    Decibans out_weight
) {
  const std::size_t in_index = add(std::move(in));
  if (!out) {
    test(explanation, in_index, in_weight);
    return;
  }
  const std::size_t out_index = add(std::move(*out));
  const bool is_out_weaker = out_weight < in_weight;
  test(explanation, is_out_weaker ? out_index : in_index, std::min(in_weight, out_weight));
}

std::pair<EvidenceItem, Decibans> Weighing::rise_item(
    const char* measure,
    const char* group,
    double change,
    const NullScale& null,
    const std::optional<NullVerdict>& placebos
) const {
  if (!placebos) {
    return {change_item(measure, group, change, null), weight_of_rise(change, null)};
  }
  // The density of the placebos is taken for a t as well: its median and 95 % point are theirs.
  const NullScale told = {
      .location = placebos->placebo_median,
      .scale = std::max(
          kLeastPlaceboScale, (placebos->placebo_high - placebos->placebo_median) / kT2Quantile95
      ),
      .cells = placebos->placebo_cells};
  EvidenceItem item = change_item(measure, group, placebos->value, told);
  item.placebos = placebos;
  return {std::move(item), weight_of_rise(placebos->value, told)};
}

void Weighing::weigh_legs() {
  auto [in, in_weight] =
      rise_item("inflow_excess", "inflow", seen.in.change, seen.in_null, seen.in_placebos);
  in.detail = seen.in_placebos && !seen.in_placebos->is_in_time
                  ? fmt::format(
                        "median of {} blocks over what was to be expected; {} origins",
                        seen.in.blocks,
                        seen.inflow.origins.size()
                    )
                  : fmt::format(
                        "median of {} blocks against the same months before; {} origins; spread "
                        "from {} past cells",
                        seen.in.blocks,
                        seen.inflow.origins.size(),
                        seen.in_placebos ? seen.in_placebos->placebo_cells : seen.in_null.cells
                    );
  in.rows = inflow_rows(cell, seen);
  in_leg = WeighedItem{.item = add(std::move(in)), .weight = in_weight};
  test(kNothingHappened, in_leg->item, in_weight);
  test(kOneOff, in_leg->item, in_weight);
  if (seen.out || seen.is_by_gap) {
    test(kOwnIndustry, in_leg->item, in_weight);
  }
  if (seen.out) {
    auto [out, weight] =
        rise_item("outflow_excess", "outflow", seen.out->change, seen.out_null, seen.out_placebos);
    out.detail = fmt::format(
        "by the report of {}", seen.outflow->is_outflow_by_hub ? cell.hub : cell.destination
    );
    if (!seen.out_placebos) {
      out.detail += fmt::format("; spread from {} past cells", seen.out_null.cells);
    }
    out.rows = outflow_rows(cell, seen);
    out_leg = WeighedItem{.item = add(std::move(out)), .weight = weight};
    for (const Explanation explanation : {kNothingHappened, kDemandAtHome, kOneOff}) {
      test(explanation, out_leg->item, weight);
    }
  }
  weigh_gap();
}

void Weighing::weigh_gap() {
  if (!seen.gap) {
    return;
  }
  const double change = seen.gap->after - seen.gap->before;
  auto [gap, weight] = rise_item("ghost_gap", "gap", change, seen.gap_null, seen.gap_placebos);
  gap.detail = fmt::format(
      "ln(sent / arrived) {:.2f} before, {:.2f} after, over {} origins that both sides report",
      seen.gap->before,
      seen.gap->after,
      seen.gap->origins
  );
  gap.rows = inflow_rows(cell, seen);
  gap.rows.reads_exports = true;
  gap.rows.reads_imports = true;
  const std::size_t index = add(std::move(gap));
  if (seen.is_by_gap) {
    for (const Explanation explanation : {kNothingHappened, kDemandAtHome, kOneOff}) {
      test(explanation, index, weight);
    }
  }
}

void Weighing::test_by_weaker_leg(Explanation explanation) {
  const bool is_out_weaker = out_leg && out_leg->weight < in_leg->weight;
  const WeighedItem& weaker = is_out_weaker ? *out_leg : *in_leg;
  test(explanation, weaker.item, weaker.weight);
}

void Weighing::weigh_against_hub() {
  if (seen.in_placebos && !seen.in_placebos->is_in_time) {
    test_by_weaker_leg(kHubTradeGrew);
    return;
  }
  const auto& in_controls = references.hub_inflow_changes;
  const auto& out_controls = references.hub_outflow_changes;
  if (in_controls.size() < kLeastControls) {
    return;
  }
  const NullScale in_null = null_of_controls(in_controls, seen.in_null);
  EvidenceItem in = change_item("inflow_vs_hub", "legs_vs_hub", seen.in.change, in_null);
  in.detail = "against " + references.hub_inflow_label;
  in.rows = inflow_rows(cell, seen);
  std::optional<EvidenceItem> out;
  Decibans out_weight = 0;
  if (seen.out && out_controls.size() >= kLeastControls) {
    const NullScale out_null = null_of_controls(out_controls, seen.out_null);
    out = change_item("outflow_vs_hub", "legs_vs_hub", seen.out->change, out_null);
    out->detail = "against " + references.hub_outflow_label;
    out->rows = outflow_rows(cell, seen);
    out_weight = weight_of_rise(seen.out->change, out_null);
  }
  const Decibans in_weight = weight_of_rise(seen.in.change, in_null);
  test_by_weaker(kHubTradeGrew, std::move(in), in_weight, std::move(out), out_weight);
}

void Weighing::weigh_against_product() {
  const auto product = leg_change(cell.product_elsewhere_usd, seen.window);
  if (!product || !(product->before_usd + product->after_usd > 0.0)) {
    return;
  }
  if (seen.in_placebos && !seen.in_placebos->is_in_time) {
    test_by_weaker_leg(kProductGrewEverywhere);
    return;
  }
  const auto item = [&](const char* measure, double change, NullScale null, RowQuery rows) {
    null.location = product->change;
    EvidenceItem made = change_item(measure, "legs_vs_product", change, null);
    made.detail = "against the same goods into countries that are not suspected";
    made.rows = std::move(rows);
    return std::pair(made, weight_of_rise(change, null));
  };
  auto in = item("inflow_vs_product", seen.in.change, seen.in_null, inflow_rows(cell, seen));
  if (!seen.out) {
    test_by_weaker(kProductGrewEverywhere, std::move(in.first), in.second, std::nullopt, 0);
    return;
  }
  auto out = item("outflow_vs_product", seen.out->change, seen.out_null, outflow_rows(cell, seen));
  test_by_weaker(
      kProductGrewEverywhere, std::move(in.first), in.second, std::move(out.first), out.second
  );
}

void Weighing::weigh_against_others() {
  if (!seen.out || !seen.elsewhere) {
    return;
  }
  // What is small beside the leg in question says nothing, however much it grew: both changes have
  // the same floor.
  const double larger = std::max(
      {seen.out->before_usd,
       seen.out->after_usd,
       seen.elsewhere->before_usd,
       seen.elsewhere->after_usd}
  );
  const double periods = static_cast<double>(seen.window.end - seen.window.treated);
  const double floor = kFloorShare * larger + seen.window.floor_usd * periods;
  const auto log_change = [&](const LegChange& leg) {
    return std::log((leg.after_usd + floor) / (leg.before_usd + floor));
  };
  NullScale null = seen.out_null;
  null.location = log_change(*seen.elsewhere);
  const double change = log_change(*seen.out);
  auto [item, change_weight] =
      rise_item("outflow_vs_others", "outflow_vs_others", change, null, seen.others_placebos);
  item.detail = fmt::format(
      "the hub's exports to everyone else: {:.4g} USD before, {:.4g} after",
      seen.elsewhere->before_usd,
      seen.elsewhere->after_usd
  );
  item.rows = rows_between({cell.hub}, {}, true, false, known(cell.outflow_elsewhere_usd));
  // Of a hub that is large already the exports elsewhere grow little in logs and much in dollars.
  const double risen = seen.out->after_usd - seen.out->before_usd;
  const double risen_elsewhere =
      std::max(0.0, seen.elsewhere->after_usd - seen.elsewhere->before_usd);
  std::optional<EvidenceItem> share_item;
  Decibans share_weight = 0;
  if (risen > 0.0) {
    const double share = risen / (risen + risen_elsewhere);
    share_item = item_of("destination_share_of_rise", "outflow_vs_others", share, "share");
    share_item->direction = share > 0.5 ? "up" : "down";
    share_item->detail = "of what the hub's exports of the goods rose by, to the destination";
    share_item->rows = item.rows;
    share_weight = weight_of_destination_share(share);
  }
  test_by_weaker(
      kHonestReexportHub, std::move(item), change_weight, std::move(share_item), share_weight
  );
}

void Weighing::weigh_kilograms() {
  const auto change_of = [&](const LegTotal& leg) {
    const auto kilograms = complete_kilograms(leg, seen.window);
    // The floor in kilograms is what the floor in USD bought over the whole window.
    IndexWindow window = seen.window;
    window.floor_usd *= kilograms ? kilograms_per_usd(leg, seen.window) : 0.0;
    return kilograms ? leg_change(*kilograms, window) : std::nullopt;
  };
  const auto in = change_of(seen.inflow);
  if (!in) {
    return;
  }
  // If goods moved and prices did not, the weight changed as the value did.
  std::optional<WeighedItem> weaker;
  const auto weigh = [&](EvidenceItem item, Decibans weight, double value, double kilograms) {
    const bool is_mix = is_other_mix(value, kilograms);
    if (is_mix) {
      item.detail = fmt::format(
          "{:.2g} times the value a kilogram and {:.2g} times the weight: other goods of the "
          "family, no price; not weighed",
          std::exp(value - kilograms),
          std::exp(kilograms)
      );
      file.of(kPriceShock).detail = "dearer goods of the family took the place of others";
    }
    const WeighedItem weighed{.item = add(std::move(item)), .weight = weight};
    if (!is_mix && (!weaker || weighed.weight < weaker->weight)) {
      weaker = weighed;
    }
  };
  const auto item = [&](const char* measure, double change, double value, RowQuery rows) {
    EvidenceItem made = change_item(measure, "legs_kg", change, {.location = value, .scale = 0.3});
    made.rows = std::move(rows);
    return made;
  };
  weigh(
      item("inflow_kg", in->change, seen.in.change, inflow_rows(cell, seen)),
      against_price_shock(seen.inflow, seen.in, *in, seen.in_null),
      seen.in.change,
      in->change
  );
  const auto out = seen.outflow ? change_of(*seen.outflow) : std::nullopt;
  if (out) {
    weigh(
        item("outflow_kg", out->change, seen.out->change, outflow_rows(cell, seen)),
        against_price_shock(*seen.outflow, *seen.out, *out, seen.out_null),
        seen.out->change,
        out->change
    );
  }
  if (weaker) {
    test(kPriceShock, weaker->item, weaker->weight);
  }
}

/// A price shock says that value rose without weight. Where more kilograms moved, it also says that
/// the goods got dearer elsewhere, and whichever of the two is contradicted more counts: a price
/// that rose on this route alone is no shock but a premium.
Decibans Weighing::against_price_shock(
    const LegTotal& leg,
    const LegChange& value,
    const LegChange& kilograms,
    NullScale null
) const {
  const Decibans by_weight = weight_of_volume(value.change, kilograms.change);
  const auto price = unit_value_change(leg, cell, seen.window);
  if (kilograms.change < kMoreWeight || !price || std::isnan(price->elsewhere_change)) {
    return by_weight;
  }
  null.location = std::max(0.0, price->elsewhere_change);
  return std::max(by_weight, weight_of_rise(value.change, null));
}

void Weighing::weigh_heading() {
  struct Offset {
    double share = 0.0;
    double spread = 0.0;
  };
  const auto offset_of = [&](const LegChange& family, const Values& siblings) {
    const auto change = leg_change(siblings, seen.window);
    const double gained = family.after_usd - family.before_usd;
    std::optional<Offset> offset;
    if (change && gained > 0.0) {
      offset = Offset{
          .share = (change->before_usd - change->after_usd) / gained,
          .spread = change->before_usd * usual_spread(siblings, seen.window) / gained};
    }
    return offset;
  };
  const auto in = offset_of(seen.in, cell.siblings_inflow_usd);
  if (!in) {
    return;
  }
  const auto item = [&](const char* measure, double offset, RowQuery rows) {
    EvidenceItem made = item_of(measure, "siblings", offset, "share");
    made.expected = 0.0;
    made.direction = offset > 0.0 ? "down" : "up";
    made.detail = "what the heading's other families lost, as a share of what the family gained";
    made.rows = std::move(rows);
    return made;
  };
  std::optional<EvidenceItem> out_item;
  Decibans out_weight = 0;
  if (seen.out) {
    if (const auto out = offset_of(*seen.out, cell.siblings_outflow_usd)) {
      out_item = item("siblings_lost_out", out->share, outflow_rows(cell, seen));
      out_weight = weight_of_offset(out->share, out->spread);
    }
  }
  test_by_weaker(
      kReclassification,
      item("siblings_lost_in", in->share, inflow_rows(cell, seen)),
      weight_of_offset(in->share, in->spread),
      std::move(out_item),
      out_weight
  );
}

}  // namespace portolan::detect
