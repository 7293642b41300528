#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "code_pairs.hpp"
#include "family_context.hpp"

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kTolerableUnknownShare = 0.05;

std::size_t num_known(const Values& values) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [](double value) {
    return !std::isnan(value);
  }));
}

/// Series of many pairs, gathered and then added up.
struct Gathered {
  std::vector<const Values*> usd;
  std::vector<const Values*> kg;
  std::vector<const Values*> usd_with_kg;

  void take(const Report& report) {
    if (!report.usd.empty()) {
      usd.push_back(&report.usd);
      kg.push_back(&report.kg);
      usd_with_kg.push_back(&report.usd_with_kg);
    }
  }
};

/// Adds what is known of `part` to `sum`, NaN standing for nothing yet; returns the mean of what is
/// known, 0 if nothing is.
double add_known(Values& sum, const Values& part) {
  double total = 0.0;
  std::size_t known = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const double value = part[i];
    if (!std::isnan(value)) {
      sum[i] = std::isnan(sum[i]) ? value : sum[i] + value;
      total += value;
      ++known;
    }
  }
  return known > 0 ? total / static_cast<double>(known) : 0.0;
}

/// Weights are summed as far as they are known: their cover is judged by the value they go with.
Values sum_of_known(const std::vector<const Values*>& parts) {
  Values sum(parts.empty() ? 0 : parts.front()->size(), kUnknown);
  for (const Values* part : parts) {
    (void)add_known(sum, *part);
  }
  return sum;
}

void add_siblings(
    CellSeries& cell,
    std::span<const FamilyTrade* const> siblings,
    std::uint16_t hub,
    const Roles& roles,
    const PanelFrame& frame
) {
  Gathered inflow;
  Gathered outflow;
  for (const FamilyTrade* sibling : siblings) {
    for (const PairTrade& pair : sibling->pairs) {
      if (frame.panel().is_stated_sum(pair.exporter) ||
          frame.panel().is_stated_sum(pair.importer)) {
        continue;
      }
      if (pair.importer == hub && pair.exporter != roles.destination) {
        inflow.take(better_report(pair));
      }
      if (pair.exporter == hub && pair.importer == roles.destination) {
        outflow.take(better_report(pair));
      }
    }
  }
  cell.siblings_inflow_usd = sum_of_series(inflow.usd);
  cell.siblings_outflow_usd = sum_of_series(outflow.usd);
}

}  // namespace

Values sum_of_series(const std::vector<const Values*>& parts) {
  if (parts.empty()) {
    return {};
  }
  Values sum(parts.front()->size(), kUnknown);
  Values unknown(sum.size(), 0.0);
  double usual = 0.0;
  for (const Values* part : parts) {
    const double mean = add_known(sum, *part);
    usual += mean;
    for (std::size_t i = 0; mean != 0.0 && i < sum.size(); ++i) {
      unknown[i] += std::isnan((*part)[i]) ? mean : 0.0;
    }
  }
  for (std::size_t i = 0; i < sum.size(); ++i) {
    if (unknown[i] > kTolerableUnknownShare * usual) {
      sum[i] = kUnknown;
    }
  }
  return sum;
}

const Report& better_report(const PairTrade& pair) {
  return num_known(pair.by_importer.usd) > num_known(pair.by_exporter.usd) ? pair.by_importer
                                                                           : pair.by_exporter;
}

FamilySums sums_of_family(const PanelFrame& frame, const FamilyTrade& trade, const Roles& roles) {
  Gathered direct;
  Gathered elsewhere;
  for (const PairTrade& pair : trade.pairs) {
    if (frame.panel().is_stated_sum(pair.exporter) || frame.panel().is_stated_sum(pair.importer) ||
        pair.exporter == roles.destination) {
      continue;
    }
    if (pair.importer == roles.destination) {
      if (roles.is_controlling[pair.exporter]) {
        direct.take(better_report(pair));
      }
    } else if (roles.is_controlling[pair.importer] && roles.is_controlling[pair.exporter]) {
      elsewhere.take(better_report(pair));
    }
  }
  return {
      .direct_usd = sum_of_series(direct.usd),
      .elsewhere_usd = sum_of_series(elsewhere.usd),
      .elsewhere_kg = sum_of_known(elsewhere.kg),
      .elsewhere_usd_with_kg = sum_of_known(elsewhere.usd_with_kg)};
}

namespace {

/// The hub's exports to the world as it states them, less those to the destination; all of them
/// where no report tells the destination apart.
Values stated_exports_elsewhere(const Values& to_world, const Values& to_destination) {
  if (to_destination.empty()) {
    return to_world;
  }
  Values rest = to_world;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const double direct = i < to_destination.size() ? to_destination[i] : kUnknown;
    rest[i] = std::max(0.0, rest[i] - direct);
    if (std::isnan(direct) || std::isnan(to_world[i])) {
      rest[i] = kUnknown;
    }
  }
  return rest;
}

/// What one hub sends to everyone. Borrows the series.
class OnwardReports {
 public:
  void take(const panel::CodedPanel& panel, const PairTrade& pair, const Roles& roles) {
    if (pair.importer == roles.destination) {
      to_destination_ = &pair.by_exporter.usd;
    } else if (!panel.is_stated_sum(pair.importer)) {
      const Report& report = pair.by_exporter.usd.empty() ? pair.by_importer : pair.by_exporter;
      if (!report.usd.empty()) {
        onward_.push_back(&report.usd);
      }
    } else if (panel.places()[pair.importer] == "WLD") {
      to_world_ = &pair.by_exporter.usd;
    }
  }

  /// The hub tells what it sells elsewhere as a sum without partners only.
  [[nodiscard]] bool is_sum_only() const {
    return onward_.empty() && to_world_ != nullptr && !to_world_->empty();
  }

  /// The sum of exports to everyone but the destination; empty where nothing tells it.
  [[nodiscard]] Values elsewhere(bool reports_many_partners) const {
    if (!onward_.empty()) {
      return sum_of_series(onward_);
    }
    const Values none;
    const Values& direct = to_destination_ == nullptr ? none : *to_destination_;
    if (is_sum_only()) {
      return stated_exports_elsewhere(*to_world_, direct);
    }
    Values zeros;
    if (reports_many_partners) {
      // The hub reports the family to the destination and to nobody else.
      for (const double value : direct) {
        zeros.push_back(std::isnan(value) ? kUnknown : 0.0);
      }
    }
    return zeros;
  }

 private:
  std::vector<const Values*> onward_;
  const Values* to_world_ = nullptr;
  const Values* to_destination_ = nullptr;
};

}  // namespace

std::vector<CellSeries> make_legs(
    const PanelFrame& frame,
    FamilyTrade trade,
    std::span<const std::uint16_t> hubs,
    const Roles& roles
) {
  const panel::CodedPanel& panel = frame.panel();
  constexpr std::size_t kNoHub = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> position(panel.places().size(), kNoHub);
  std::vector<CellSeries> cells(hubs.size());
  std::vector<OnwardReports> onward(hubs.size());
  for (std::size_t h = 0; h < hubs.size(); ++h) {
    position[hubs[h]] = h;
    cells[h].hub = panel.places()[hubs[h]];
    cells[h].destination = roles.destination_name;
    cells[h].family = panel.families()[trade.family];
    cells[h].level = frame.level();
    cells[h].first = frame.first();
    cells[h].is_in_union_with_destination = roles.is_in_union[hubs[h]];
  }
  for (const PairTrade& pair : trade.pairs) {
    if (const std::size_t h = position[pair.exporter];
        h != kNoHub && pair.exporter != pair.importer) {
      onward[h].take(panel, pair, roles);
    }
  }
  for (std::size_t h = 0; h < hubs.size(); ++h) {
    cells[h].outflow_elsewhere_usd = onward[h].elsewhere(frame.reports_many_partners(hubs[h]));
    cells[h].is_elsewhere_to_unknown = onward[h].is_sum_only();
  }
  // Each pair is the inflow of one hub, or the outflow of one: nothing needs to be copied.
  for (PairTrade& pair : trade.pairs) {
    if (const std::size_t h = position[pair.importer];
        h != kNoHub && pair.exporter != roles.destination) {
      OriginFlow& flow = cells[h].inflow.emplace_back();
      flow.origin = panel.places()[pair.exporter];
      flow.is_stated_sum = panel.is_stated_sum(pair.exporter);
      flow.by_origin = std::move(pair.by_exporter);
      flow.by_hub = std::move(pair.by_importer);
    } else if (const std::size_t from = position[pair.exporter];
               from != kNoHub && pair.importer == roles.destination) {
      cells[from].outflow_by_hub = std::move(pair.by_exporter);
      cells[from].outflow_by_destination = std::move(pair.by_importer);
    }
  }
  return cells;
}

CellSeries make_cell(
    CellSeries legs,
    const PanelFrame& frame,
    const FamilyContext& context,
    std::uint16_t hub,
    const Roles& roles
) {
  for (OriginFlow& flow : legs.inflow) {
    if (!flow.is_stated_sum) {
      const auto origin = frame.panel().find_place(flow.origin);
      flow.others = context.prices.others(*origin, hub, flow.by_origin);
    }
  }
  legs.outflow_others = context.prices.others(hub, roles.destination, legs.outflow_by_hub);
  const FamilySums& sums = context.sums;
  legs.direct_usd = sums.direct_usd;
  legs.product_elsewhere_usd = sums.elsewhere_usd;
  legs.product_elsewhere_kg = sums.elsewhere_kg;
  legs.product_elsewhere_usd_with_kg = sums.elsewhere_usd_with_kg;
  add_siblings(legs, context.siblings, hub, roles, frame);
  for (const FamilyTrade* const sibling : context.uncontrolled) {
    legs.uncontrolled_siblings.push_back(frame.panel().families()[sibling->family]);
  }
  const auto pairs_with = [&](std::uint16_t importer, const auto& is_exporter) {
    return code_pairs(frame, *context.trade, context.uncontrolled, importer, is_exporter);
  };
  legs.inflow_codes =
      pairs_with(hub, [&](std::uint16_t exporter) { return exporter != roles.destination; });
  legs.outflow_codes =
      pairs_with(roles.destination, [&](std::uint16_t exporter) { return exporter == hub; });
  legs.direct_codes = context.direct_codes;
  return legs;
}

}  // namespace portolan::detect
