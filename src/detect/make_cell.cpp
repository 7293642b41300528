#include <algorithm>
#include <cmath>
#include <limits>

#include "panel_frame.hpp"

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kTolerableUnknownShare = 0.05;

std::size_t num_known(const Values& values) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [](double value) {
    return !std::isnan(value);
  }));
}

double mean_known(const Values& values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += std::isnan(value) ? 0.0 : value;
  }
  const std::size_t known = num_known(values);
  return known > 0 ? sum / static_cast<double>(known) : 0.0;
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

/// Weights are summed as far as they are known: their cover is judged by the value they go with.
Values sum_of_known(const std::vector<const Values*>& parts) {
  Values sum(parts.empty() ? 0 : parts.front()->size(), kUnknown);
  for (const Values* part : parts) {
    for (std::size_t i = 0; i < sum.size(); ++i) {
      if (!std::isnan((*part)[i])) {
        sum[i] = std::isnan(sum[i]) ? (*part)[i] : sum[i] + (*part)[i];
      }
    }
  }
  return sum;
}

/// The hub's exports to the world as it states them, less those to the destination; all of them
/// where no report tells the destination apart.
Values stated_exports_elsewhere(const Report& to_world, const Report& to_destination) {
  if (to_destination.usd.empty()) {
    return to_world.usd;
  }
  Values rest = to_world.usd;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const double direct = i < to_destination.usd.size() ? to_destination.usd[i] : kUnknown;
    rest[i] = std::max(0.0, rest[i] - direct);
    if (std::isnan(direct) || std::isnan(to_world.usd[i])) {
      rest[i] = kUnknown;
    }
  }
  return rest;
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
  Values sum = sum_of_known(parts);
  Values unknown(sum.size(), 0.0);
  double usual = 0.0;
  for (const Values* part : parts) {
    const double mean = mean_known(*part);
    usual += mean;
    for (std::size_t i = 0; i < sum.size(); ++i) {
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

CellSeries make_legs(
    const PanelFrame& frame,
    const FamilyTrade& trade,
    std::uint16_t hub,
    const Roles& roles
) {
  const panel::CodedPanel& panel = frame.panel();
  CellSeries cell;
  cell.hub = panel.places()[hub];
  cell.destination = roles.destination_name;
  cell.family = panel.families()[trade.family];
  cell.level = frame.level();
  cell.first = frame.first();
  cell.is_in_union_with_destination = roles.is_in_union[hub];
  Gathered onward;
  Report to_world;
  for (const PairTrade& pair : trade.pairs) {
    if (pair.importer == hub && pair.exporter != roles.destination) {
      OriginFlow flow;
      flow.origin = panel.places()[pair.exporter];
      flow.is_stated_sum = panel.is_stated_sum(pair.exporter);
      flow.by_origin = pair.by_exporter;
      flow.by_hub = pair.by_importer;
      cell.inflow.push_back(std::move(flow));
    } else if (pair.exporter != hub) {
      continue;
    } else if (pair.importer == roles.destination) {
      cell.outflow_by_hub = pair.by_exporter;
      cell.outflow_by_destination = pair.by_importer;
    } else if (!panel.is_stated_sum(pair.importer)) {
      onward.take(pair.by_exporter.usd.empty() ? pair.by_importer : pair.by_exporter);
    } else if (panel.places()[pair.importer] == "WLD") {
      to_world = pair.by_exporter;
    }
  }
  std::sort(cell.inflow.begin(), cell.inflow.end(), [](const OriginFlow& a, const OriginFlow& b) {
    return a.origin < b.origin;
  });
  if (!onward.usd.empty()) {
    cell.outflow_elsewhere_usd = sum_of_series(onward.usd);
  } else if (!to_world.usd.empty()) {
    cell.outflow_elsewhere_usd = stated_exports_elsewhere(to_world, cell.outflow_by_hub);
  } else if (frame.reports_many_partners(hub)) {
    // The hub reports the family to the destination and to nobody else.
    for (const double value : cell.outflow_by_hub.usd) {
      cell.outflow_elsewhere_usd.push_back(std::isnan(value) ? kUnknown : 0.0);
    }
  }
  return cell;
}

CellSeries make_cell(
    const PanelFrame& frame,
    const FamilyTrade& trade,
    const FamilySums& sums,
    std::span<const FamilyTrade* const> siblings,
    std::uint16_t hub,
    const Roles& roles
) {
  CellSeries cell = make_legs(frame, trade, hub, roles);
  cell.direct_usd = sums.direct_usd;
  cell.product_elsewhere_usd = sums.elsewhere_usd;
  cell.product_elsewhere_kg = sums.elsewhere_kg;
  cell.product_elsewhere_usd_with_kg = sums.elsewhere_usd_with_kg;
  add_siblings(cell, siblings, hub, roles, frame);
  return cell;
}

}  // namespace portolan::detect
