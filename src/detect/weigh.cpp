// Which measure speaks against which explanation, and why: the table in docs/methods/evidence.md.
#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "case_file.hpp"
#include "weighing.hpp"

namespace portolan::detect {
namespace {

using enum Explanation;

/// Explanations that move goods without a motive: none of them says why the direct trade fell.
constexpr std::array<Explanation, 7> kMotiveless = {
    kNothingHappened,
    kDemandAtHome,
    kOwnIndustry,
    kHonestReexportHub,
    kHubTradeGrew,
    kProductGrewEverywhere,
    kOneOff};

/// A rise may begin this long before the date: goods are bought ahead of controls that are coming.
constexpr std::size_t kEarlyMonths = 2;

void describe_tests(CaseFile& file) {
  file.of(kNothingHappened).test =
      "both parts of the pattern against the spread of earlier years and of the hub's other cells";
  file.of(kDemandAtHome).test = "did what came in stay: the onward leg, or the ghost gap";
  file.of(kNewPlant).test =
      "did what came in stay, did machines for such goods stay, and did exports of other goods to "
      "everyone begin";
  file.of(kOwnIndustry).test = "did the inflow rise too, and did the hub export the goods before";
  file.of(kHonestReexportHub).test = "onward to the destination against onward to everyone else";
  file.of(kHubTradeGrew).test = "against the hub's uncontrolled goods";
  file.of(kProductGrewEverywhere).test = "against the same goods into countries not suspected";
  file.of(kOneOff).test = "medians of blocks, number of periods and of origins that rose";
  file.of(kPriceShock).test = "the same legs in kilograms";
  file.of(kReportingChange).test = "who reported before, and how many kinds of goods";
  file.of(kReclassification).test = "did the heading's other families lose what this one gained";
}

}  // namespace

void Weighing::weigh_displacement() {
  const auto lost = direct_loss(cell.direct_usd, seen.window);
  if (!lost) {
    return;
  }
  const bool has_fallen = lost->change <= std::log(2.0 / 3.0);
  EvidenceItem item = item_of("displacement", "direct", lost->change, "log_change");
  item.direction = lost->change < 0.0 ? "down" : "up";
  item.rows = rows_between({}, {cell.destination}, true, true, known(cell.direct_usd));
  const std::size_t index = add(std::move(item));
  for (const Explanation explanation : kMotiveless) {
    against(explanation, index, weight_of_fact(has_fallen, 0.95, 0.7));
  }
}

std::size_t Weighing::add_break(const char* measure, const stats::BreakDate& found, RowQuery rows) {
  const auto after_date = [&](std::size_t position) {
    return static_cast<double>(position) - static_cast<double>(seen.window.treated);
  };
  const auto name = [&](std::size_t position) {
    return cell.first.plus(static_cast<int>(position)).to_string();
  };
  EvidenceItem item = item_of(measure, "timing", after_date(found.position), "periods_after_date");
  item.expected = 0.0;
  item.low = after_date(found.low);
  item.high = after_date(found.high);
  item.direction = found.is_rise ? "up" : "down";
  item.detail = fmt::format(
      "the level changed in {} ({} to {}) to {:.3g} times what it was; p {:.2g} of no change at "
      "any date; the goods are controlled since {}",
      name(found.position),
      name(found.low),
      name(found.high),
      found.ratio_after / found.ratio_before,
      found.p_value,
      seen.periods.since.to_string()
  );
  item.rows = std::move(rows);
  return add(std::move(item));
}

void Weighing::weigh_timing() {
  std::optional<std::size_t> index;
  if (seen.in_break) {
    index = add_break("break_date_in", *seen.in_break, inflow_rows(cell, seen));
  }
  if (seen.out_break) {
    index = add_break("break_date_out", *seen.out_break, outflow_rows(cell, seen));
  }
  if (!index) {
    return;
  }
  // The legs of one flow begin together: one of them counts.
  const auto& found = dating_break(seen);
  const std::size_t early = seen.window.season == 1 ? 0 : kEarlyMonths;
  const bool is_in_time =
      found && is_told(*found, seen.window) && found->position + early >= seen.window.treated;
  for (const Explanation explanation : kMotiveless) {
    against(explanation, *index, weight_of_fact(is_in_time, 0.95, 0.7));
  }
}

void Weighing::weigh_share() {
  const auto share = seen.out ? went_on_share(seen.in, *seen.out) : std::nullopt;
  if (!share || std::isnan(share->value)) {
    return;
  }
  EvidenceItem item = item_of("went_on_share", "coupling", share->value, "share");
  item.low = share->logical_low;
  item.high = share->logical_high;
  item.detail =
      "rise of the onward leg over rise of the inflow; low and high are what the totals allow";
  if (seen.coupling) {
    const stats::Coupling& found = seen.coupling->found;
    item.value = found.share;
    item.low = found.low;
    item.high = found.high;
    item.detail = fmt::format(
        "of the inflow of up to {} months before, in {}, over {} months; rise over rise of the "
        "totals {:.3g}",
        found.weights.size() - 1,
        seen.coupling->is_by_weight ? "kilograms" : "USD",
        found.periods,
        share->value
    );
  }
  item.direction = item.value > 0.0 ? "up" : "down";
  item.rows = outflow_rows(cell, seen);
  const double value = item.value;
  const std::size_t index = add(std::move(item));
  against(kDemandAtHome, index, weight_of_share(value));
  against(kOwnIndustry, index, weight_of_fact(share->value <= 1.2, 0.95, 0.4));
}

void Weighing::weigh_industry() {
  if (!seen.out || !seen.elsewhere) {
    return;
  }
  const double exports = seen.out->before_usd + seen.elsewhere->before_usd;
  const double total = exports + seen.in.before_usd;
  if (!(total > 0.0)) {
    return;
  }
  const bool has_none = exports < 0.2 * seen.in.before_usd;
  EvidenceItem item = item_of(
      "no_industry",
      "industry",
      seen.in.before_usd > 0.0 ? exports / seen.in.before_usd
                               : std::numeric_limits<double>::infinity(),
      "exports_per_import"
  );
  if (!std::isfinite(item.value)) {
    item.value = exports / total;
    item.unit = "share_of_trade";
  }
  item.direction = has_none ? "down" : "up";
  item.detail = "exports to everyone over imports, before the date";
  item.rows = rows_between({cell.hub}, {}, true, false, known(cell.outflow_elsewhere_usd));
  against(kOwnIndustry, add(std::move(item)), weight_of_fact(has_none, 0.8, 0.3));
}

void Weighing::weigh_breadth() {
  if (const auto rose = origins_that_rose(cell, seen.inflow, seen.window)) {
    EvidenceItem item = item_of(
        "breadth",
        "breadth",
        static_cast<double>(rose->hits) / static_cast<double>(rose->trials),
        "share_of_origins"
    );
    item.expected = 0.6;
    item.detail = fmt::format("{} of {} origins sent more than before", rose->hits, rose->trials);
    item.rows = inflow_rows(cell, seen);
    const std::size_t index = add(std::move(item));
    const Decibans weight = weight_of_counts(*rose, 0.8, 0.6);
    against(kNothingHappened, index, weight);
    against(kOneOff, index, weight);
  }
}

void Weighing::weigh_persistence() {
  auto counts = periods_above_past(seen.inflow.usd, seen.window);
  auto largest = largest_period_share(seen.inflow.usd, seen.window);
  RowQuery rows = inflow_rows(cell, seen);
  if (seen.outflow) {
    const auto onward = periods_above_past(seen.outflow->usd, seen.window);
    if (onward && counts && onward->hits * counts->trials < counts->hits * onward->trials) {
      counts = onward;
      largest = largest_period_share(seen.outflow->usd, seen.window);
      rows = outflow_rows(cell, seen);
    }
  }
  if (!counts || counts->trials == 0) {
    return;
  }
  EvidenceItem item = item_of(
      "persistence",
      "persistence",
      static_cast<double>(counts->hits) / static_cast<double>(counts->trials),
      "share_of_periods"
  );
  item.expected = 0.25;
  item.detail = fmt::format(
      "{} of {} periods above the upper quartile of the past; the largest period holds {:.2f} of "
      "the value",
      counts->hits,
      counts->trials,
      largest.value_or(0.0)
  );
  item.rows = std::move(rows);
  against(kOneOff, add(std::move(item)), weight_of_counts(*counts, 0.8, 0.25));
}

void Weighing::weigh_shown_only() {
  const auto shown = [&](const char* measure, const char* group, bool is_new, RowQuery rows) {
    EvidenceItem item = item_of(measure, group, is_new ? 1.0 : 0.0, "yes_or_no");
    item.direction = is_new ? "up" : "none";
    item.detail = "counted with the change of the same leg";
    item.rows = std::move(rows);
    add(std::move(item));
  };
  shown("new_route_in", "inflow", seen.in.is_new, inflow_rows(cell, seen));
  if (seen.out) {
    shown("new_route_out", "outflow", seen.out->is_new, outflow_rows(cell, seen));
  }
  const auto show_price = [&](const char* measure, const LegTotal& leg, RowQuery rows) {
    if (const auto price = unit_value_change(leg, cell, seen.window)) {
      EvidenceItem item =
          item_of(measure, "price", std::log(price->after / price->before), "log_change");
      item.expected = price->elsewhere_change;
      item.direction = item.value > 0.0 ? "up" : "down";
      item.detail = fmt::format(
          "{:.4g} USD/kg before, {:.4g} after; {} periods without weight; not weighed",
          price->before,
          price->after,
          price->periods_without_weight
      );
      item.rows = std::move(rows);
      add(std::move(item));
    }
  };
  show_price("unit_value_in", seen.inflow, inflow_rows(cell, seen));
  if (seen.outflow) {
    show_price("unit_value_out", *seen.outflow, outflow_rows(cell, seen));
  }
  if (references.totals_gap) {
    EvidenceItem item = *references.totals_gap;
    item.weight = 0;
    add(std::move(item));
  }
}

void Weighing::note_untestable() {
  const auto note = [&](Explanation explanation, const char* missing) {
    ExplanationCase& entry = file.of(explanation);
    if (!entry.is_tested && entry.detail.empty()) {
      entry.detail = missing;
    }
  };
  const char* const onward = "nobody reports what left the hub for the destination";
  note(kDemandAtHome, onward);
  note(kNewPlant, "the data do not tell what else the hub exports nor which machines it keeps");
  note(kOwnIndustry, onward);
  note(kHonestReexportHub, seen.out ? "the hub's exports to others are not in the data" : onward);
  note(kHubTradeGrew, "the data hold less than 30 uncontrolled families of 5 chapters of this hub");
  note(kProductGrewEverywhere, "the data hold no trade of the goods into unsuspected countries");
  note(kPriceShock, "weights are missing for more than a fifth of the value");
  note(kReclassification, "the data hold no other family of the heading");
}

CaseFile weigh(const CellSeries& cell, const References& references, const Seen& seen) {
  Weighing weighing{
      .cell = cell,
      .references = references,
      .seen = seen,
      .file = {},
      .in_leg = std::nullopt,
      .out_leg = std::nullopt};
  describe_tests(weighing.file);
  weighing.weigh_legs();
  weighing.weigh_share();
  weighing.weigh_industry();
  weighing.weigh_against_hub();
  weighing.weigh_against_product();
  weighing.weigh_against_others();
  weighing.weigh_breadth();
  weighing.weigh_persistence();
  weighing.weigh_kilograms();
  weighing.weigh_reporting();
  weighing.weigh_heading();
  weighing.weigh_displacement();
  weighing.weigh_timing();
  weighing.weigh_plant();
  weighing.weigh_shown_only();
  weighing.show_home_market();
  weighing.show_concentration();
  weighing.show_prices();
  weighing.show_code_migration();
  weighing.note_untestable();
  // Displacement and breadth alone test nothing: an explanation counts as tested only through a
  // measure of its own, which `weigh_*` has marked.
  return std::move(weighing.file);
}

}  // namespace portolan::detect
