#include "family_network.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/graph/time_expansion.hpp"

namespace portolan::trace {
namespace {

using graph::NodeIndex;
using graph::Range;

/// The trade of a family by numbers, before its end is made.
struct Numbered {
  std::vector<std::string> places;
  std::vector<double> margin_shares;  // by place
  std::uint32_t num_periods = 1;

  [[nodiscard]] NodeIndex index_of(std::string_view place) const {
    const auto found = std::lower_bound(places.begin(), places.end(), place);
    return static_cast<NodeIndex>(found - places.begin());
  }
  [[nodiscard]] bool has(std::string_view place) const {
    return std::binary_search(places.begin(), places.end(), place);
  }
  [[nodiscard]] bool has_margins() const {
    return std::ranges::any_of(margin_shares, [](double share) { return share > 0.0; });
  }
};

Numbered numbered(const FamilyTrade& trade, const OriginsQuestion& question) {
  Numbered result{.places = places_of({&trade, 1}), .margin_shares = {}};
  result.margin_shares.assign(result.places.size(), 0.0);
  for (const MarginRow& row : trade.margins) {
    if (!(row.share >= 0.0 && row.share < 1.0)) {
      throw invalid_argument(
          "margin of {}: expected a share from 0 to below 1, got {}", row.place, row.share
      );
    }
    if (result.has(row.place)) {
      result.margin_shares[result.index_of(row.place)] = row.share;
    }
  }
  for (const TradeRow& row : trade.rows) {
    if (row.low.thousandths() < 0 || row.low > row.value || row.value > row.high) {
      throw invalid_argument(
          "{} to {}: expected 0 <= low <= value <= high, got low {}, value {}, high {}",
          row.exporter,
          row.importer,
          row.low.to_string(),
          row.value.to_string(),
          row.high.to_string()
      );
    }
    if (question.max_wait) {
      result.num_periods = std::max(result.num_periods, row.period + 1);
    }
  }
  return result;
}

/// The parts of a network, and the two nodes behind its places: where the end's goods stay, and for
/// a question about a leg where they enter again.
struct Parts {
  std::vector<graph::RangedFlow> flows;
  std::vector<std::int64_t> margin;  // by node
  NodeIndex end = 0;
  NodeIndex returned = 0;
  Range leg;  // what returns
  std::int64_t waited = 0;

  /// Goods that pass the leg asked about, of which `margin_part` are none.
  void add_leg(const graph::RangedFlow& flow, const graph::RangedFlow& goods) {
    flows.push_back({{goods.flow.exporter, end, goods.flow.value}, goods.range});
    flows.push_back({{returned, flow.flow.importer, flow.flow.value}, flow.range});
    margin[end] += flow.flow.value - goods.flow.value;
    leg = {leg.low + flow.range.low, leg.high + flow.range.high};
  }
};

/// What is left of a value without its margin.
std::int64_t goods_part(std::int64_t value, double share) {
  const auto taken = static_cast<std::int64_t>(std::floor(share * static_cast<double>(value)));
  return value == 0 ? 0 : std::max<std::int64_t>(1, value - taken);
}

Parts parts_in_one_period(
    const FamilyTrade& trade,
    const Numbered& names,
    const OriginsQuestion& question
) {
  const auto num_places = static_cast<NodeIndex>(names.places.size());
  const bool is_leg = !question.hub.empty();
  Parts parts;
  parts.end = is_leg ? num_places : names.index_of(question.destination);
  parts.returned = num_places + 1;
  parts.margin.assign(num_places + (is_leg ? 2 : 0), 0);
  for (const TradeRow& row : trade.rows) {
    const graph::RangedFlow flow{
        {names.index_of(row.exporter), names.index_of(row.importer), row.value.thousandths()},
        {row.low.thousandths(), row.high.thousandths()}};
    const double share = names.margin_shares[flow.flow.exporter];
    graph::RangedFlow goods = flow;
    goods.flow.value = goods_part(flow.flow.value, share);
    goods.range = {
        std::min(goods_part(flow.range.low, share), goods.flow.value),
        std::max(goods_part(flow.range.high, share), goods.flow.value)};
    if (is_leg && row.exporter == question.hub && row.importer == question.destination) {
      parts.add_leg(flow, goods);
    } else {
      parts.flows.push_back(goods);
      parts.margin[flow.flow.importer] += flow.flow.value - goods.flow.value;
    }
  }
  return parts;
}

graph::RangedFlow certain(NodeIndex exporter, NodeIndex importer, std::int64_t value) {
  return {{exporter, importer, value}, {value, value}};
}

/// The part of an output that falls to a period.
std::int64_t part_of(std::int64_t output, std::uint32_t period, std::uint32_t num_periods) {
  return output / num_periods + (period < output % num_periods ? 1 : 0);
}

Parts parts_over_time(
    const FamilyTrade& trade,
    const Numbered& names,
    const OriginsQuestion& question
) {
  const graph::TimeGrid grid{static_cast<NodeIndex>(names.places.size()), names.num_periods};
  std::vector<graph::PeriodFlow> flows;
  for (const TradeRow& row : trade.rows) {
    flows.push_back(
        {row.period,
         {names.index_of(row.exporter), names.index_of(row.importer), row.value.thousandths()}}
    );
  }
  std::vector<graph::PeriodProducer> producers;
  for (const ProducerRow& row : trade.producers) {
    for (std::uint32_t period = 0; names.has(row.place) && period < grid.num_periods; ++period) {
      const std::int64_t output = row.output ? row.output->thousandths() : 0;
      producers.push_back(
          {period, {names.index_of(row.place), part_of(output, period, grid.num_periods)}}
      );
    }
  }
  const auto [network, stocks] = graph::expand_over_time(
      grid, flows, producers, {.max_wait = *question.max_wait, .margin_shares = names.margin_shares}
  );
  const NodeIndex end = grid.num_nodes * grid.num_periods;
  Parts parts;
  parts.end = end;
  parts.returned = end + 1;
  parts.margin.assign(network.margin().begin(), network.margin().end());
  parts.margin.resize(end + 2, 0);
  for (const graph::LegIndex stock : stocks) {
    parts.waited += network.goods().legs()[stock].value;
  }
  const NodeIndex destination = names.index_of(question.destination);
  for (const auto& [exporter, importer, value] : network.goods().legs()) {
    const bool is_asked = !question.hub.empty() && importer % grid.num_nodes == destination &&
                          exporter % grid.num_nodes == names.index_of(question.hub);
    if (!is_asked) {
      parts.flows.push_back(certain(exporter, importer, value));
      continue;
    }
    // The margin that came by the leg goes to its end.
    std::int64_t whole = 0;
    for (const graph::PeriodFlow& flow : flows) {
      whole += grid.at(flow.flow.exporter, flow.period) == exporter &&
                       grid.at(flow.flow.importer, flow.period) == importer
                   ? flow.flow.value
                   : 0;
    }
    parts.margin[importer] -= whole - value;
    parts.add_leg(certain(exporter, importer, whole), certain(exporter, importer, value));
  }
  for (std::uint32_t period = 0; question.hub.empty() && period < grid.num_periods; ++period) {
    const NodeIndex node = grid.at(destination, period);
    if (network.absorption()[node] > 0) {
      parts.flows.push_back(certain(node, end, network.absorption()[node]));
    }
  }
  return parts;
}

}  // namespace

std::optional<FamilyNetwork>
FamilyNetwork::make(const FamilyTrade& trade, const OriginsQuestion& question) {
  Numbered names = numbered(trade, question);
  const bool is_leg = !question.hub.empty();
  if (!names.has(question.destination) || (is_leg && !names.has(question.hub))) {
    return std::nullopt;
  }
  Parts parts = question.max_wait ? parts_over_time(trade, names, question)
                                  : parts_in_one_period(trade, names, question);
  if (is_leg && parts.leg.high == 0) {
    return std::nullopt;
  }
  const auto num_places = static_cast<NodeIndex>(names.places.size());
  const NodeIndex num_place_nodes = num_places * names.num_periods;
  std::vector<bool> is_producer(num_place_nodes + 2, false);
  std::vector<graph::RangedProducer> producers;
  for (const ProducerRow& row : trade.producers) {
    // A place that makes the goods may trade none.
    for (std::uint32_t period = 0; names.has(row.place) && period < names.num_periods; ++period) {
      const NodeIndex node = period * num_places + names.index_of(row.place);
      const std::int64_t output =
          row.output ? part_of(row.output->thousandths(), period, names.num_periods) : 0;
      producers.push_back({node, {output, row.output ? output : graph::kLargestTotal}});
      is_producer[node] = true;
    }
  }
  if (is_leg) {
    producers.push_back({parts.returned, parts.leg});
  }
  const auto num_nodes = static_cast<NodeIndex>(parts.margin.size());
  FamilyNetwork result(
      trade.family,
      graph::RangedNetwork(
          num_nodes,
          parts.flows,
          producers,
          names.has_margins() ? std::move(parts.margin) : std::vector<std::int64_t>()
      )
  );
  result.num_place_nodes_ = num_place_nodes;
  result.waited_ = parts.waited;
  result.is_producer_ = std::move(is_producer);
  result.end_ = parts.end;
  if (is_leg) {
    result.returned_ = parts.returned;
  }
  for (std::uint32_t period = 0; period < names.num_periods; ++period) {
    result.names_.insert(result.names_.end(), names.places.begin(), names.places.end());
  }
  result.places_ = std::move(names.places);
  result.names_.push_back(question.destination);
  result.names_.push_back(question.hub + ":" + question.destination);
  return result;
}

std::vector<NodeIndex> FamilyNetwork::nodes_of(std::string_view place) const {
  std::vector<NodeIndex> nodes;
  const auto found = std::lower_bound(places_.begin(), places_.end(), place);
  if (found != places_.end() && *found == place) {
    for (auto node = static_cast<NodeIndex>(found - places_.begin()); node < num_place_nodes_;
         node += static_cast<NodeIndex>(places_.size())) {
      nodes.push_back(node);
    }
  }
  return nodes;
}

graph::OriginSet FamilyNetwork::origins_of(const PlaceSet& set) const {
  graph::OriginSet origins{.producers = {}, .unknown = set.has_unknown, .margins = set.has_margins};
  for (const std::string& place : set.places) {
    const auto nodes = nodes_of(place);
    origins.producers.insert(origins.producers.end(), nodes.begin(), nodes.end());
  }
  return origins;
}

}  // namespace portolan::trace
