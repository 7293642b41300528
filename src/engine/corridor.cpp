#include "portolan/engine/corridor.hpp"

#include <map>
#include <tuple>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/detect/measures.hpp"

namespace portolan::engine {
namespace {

// Points of the two legs belong together if frequency, level, basis and period agree. The sum over
// a window, whose period is empty, sorts behind the periods.
using Key = std::tuple<std::string, int, std::string, bool, std::string>;

void collect(const ShowPanelResult& leg, bool is_inflow, std::map<Key, CorridorPoint>& points) {
  for (const auto& series : leg.series) {
    const auto add = [&](const PanelPoint& point) {
      CorridorPoint& joined =
          points[Key(series.freq, -series.level, series.basis, point.period.empty(), point.period)];
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

std::optional<Decimal3> first_known(std::optional<Decimal3> a, std::optional<Decimal3> b) {
  return a ? a : b;
}

void weigh(CorridorPoint& point) {
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
  if (const auto bounds = detect::logical_share(inflow, outflow)) {
    point.went_on_share = outflow / inflow;
    point.logical_low = bounds->logical_low;
    point.logical_high = bounds->logical_high;
  }
}

}  // namespace

CorridorResult corridor(const CorridorRequest& request) {
  const auto ends = split(request.corridor, ':');
  if (ends.size() != 3) {
    throw invalid_argument(
        "corridor: expected ORIGIN:HUB:DESTINATION, got \"{}\"", request.corridor
    );
  }
  const auto leg = [&](std::string_view from, std::string_view to) {
    ShowPanelRequest show;
    show.workspace = request.workspace;
    show.corridor = std::string(from) + ":" + std::string(to);
    show.goods = request.goods;
    show.from = request.from;
    show.until = request.until;
    return show_panel(show);
  };
  const ShowPanelResult inflow = leg(ends[0], ends[1]);
  const ShowPanelResult outflow = leg(ends[1], ends[2]);
  std::map<Key, CorridorPoint> points;
  collect(inflow, true, points);
  collect(outflow, false, points);
  CorridorResult result;
  result.origin = inflow.exporters;
  result.hub = inflow.importers;
  result.destination = outflow.importers;
  result.notices = inflow.notices;
  for (auto& [key, point] : points) {
    weigh(point);
    result.points.push_back(std::move(point));
  }
  return result;
}

}  // namespace portolan::engine
