#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/detect/measures.hpp"
#include "portolan/engine/panel_reader.hpp"

namespace portolan::engine {
namespace {

// Points of the two legs belong together if frequency, level, basis and period agree. The sum over
// a window, whose period is empty, sorts behind the periods.
using Key = std::tuple<std::string, int, std::string, bool, std::string>;

Key key_of(const PanelSeries& series, const PanelPoint& point) {
  return {series.freq, -series.level, series.basis, point.period.empty(), point.period};
}

void collect(const ShowPanelResult& leg, bool is_inflow, std::map<Key, CorridorPoint>& points) {
  for (const auto& series : leg.series) {
    const auto add = [&](const PanelPoint& point) {
      CorridorPoint& joined = points[key_of(series, point)];
      joined.period = point.period;
      joined.freq = series.freq;
      joined.level = series.level;
      joined.basis = series.basis;
      (is_inflow ? joined.inflow : joined.outflow) = point;
    };
    for (const auto& point : series.points) {
      add(point);
    }
    add(series.total);
  }
}

// What the hub states that it bought from the world, by point. A sum over the partners at hand
// would take a partner that nobody downloaded for one that sold nothing.
std::map<Key, Decimal3> all_imports(const ShowPanelResult& everyone) {
  std::map<Key, Decimal3> imports;
  for (const auto& series : everyone.series) {
    if (series.basis != "stated") {
      continue;
    }
    const auto add = [&](const PanelPoint& point) {
      if (point.imported.usd) {
        imports.emplace(key_of(series, point), *point.imported.usd);
      }
    };
    for (const auto& point : series.points) {
      add(point);
    }
    add(series.total);
  }
  return imports;
}

std::optional<Decimal3> first_known(std::optional<Decimal3> a, std::optional<Decimal3> b) {
  return a ? a : b;
}

// `all_imports_usd` is the hub's own figure for all partners: what else it bought can cover part of
// what it sold on, and only the rest is certain to be of this origin.
void weigh(CorridorPoint& point, std::optional<Decimal3> all_imports_usd) {
  if (point.inflow) {
    point.inflow_usd = first_known(point.inflow->imported.usd, point.inflow->exported.usd);
  }
  if (point.outflow) {
    point.outflow_usd = first_known(point.outflow->exported.usd, point.outflow->imported.usd);
  }
  if (!point.inflow_usd || !point.outflow_usd) {
    return;
  }
  const double inflow = point.inflow_usd->to_double();
  const double outflow = point.outflow_usd->to_double();
  std::optional<double> other_supply;
  if (all_imports_usd && point.inflow && point.inflow->imported.usd) {
    other_supply = std::max(0.0, all_imports_usd->to_double() - inflow);
  }
  if (const auto bounds = detect::logical_share(inflow, outflow, other_supply)) {
    point.went_on_share = outflow / inflow;
    point.logical_low = bounds->logical_low;
    point.logical_high = bounds->logical_high;
  }
}

std::vector<std::string_view> ends_of(const CorridorRequest& request) {
  auto ends = split(request.corridor, ':');
  if (ends.size() != 3) {
    throw invalid_argument(
        "corridor: expected ORIGIN:HUB:DESTINATION, got \"{}\"", request.corridor
    );
  }
  return ends;
}

}  // namespace

CorridorResult corridor(const CorridorRequest& request) {
  (void)ends_of(request);  // A question that cannot be asked is told before a panel is missed.
  return PanelReader(request.workspace).corridor(request);
}

CorridorResult PanelReader::corridor(const CorridorRequest& request) const {
  const auto ends = ends_of(request);
  const auto leg = [&](std::string_view from, std::string_view to) {
    ShowPanelRequest request_of_leg;
    request_of_leg.corridor = std::string(from) + ":" + std::string(to);
    request_of_leg.goods = request.goods;
    request_of_leg.from = request.from;
    request_of_leg.until = request.until;
    return show(request_of_leg);
  };
  const ShowPanelResult inflow = leg(ends[0], ends[1]);
  const ShowPanelResult outflow = leg(ends[1], ends[2]);
  const std::map<Key, Decimal3> everyone = all_imports(leg("WLD", ends[1]));
  std::map<Key, CorridorPoint> points;
  collect(inflow, true, points);
  collect(outflow, false, points);
  CorridorResult result;
  result.origin = inflow.exporters;
  result.hub = inflow.importers;
  result.destination = outflow.importers;
  result.notices = inflow.notices;
  for (auto& [key, point] : points) {
    Key stated = key;
    std::get<2>(stated) = "stated";
    const auto all = everyone.find(stated);
    weigh(point, all == everyone.end() ? std::nullopt : std::optional(all->second));
    result.points.push_back(std::move(point));
  }
  result.notices.emplace_back(
      "the least share takes what the hub bought elsewhere into account where it reports it; "
      "stocks "
      "and production of its own would lower it"
  );
  return result;
}

}  // namespace portolan::engine
