#include "portolan/graph/ranges.hpp"

#include <algorithm>
#include <limits>

#include "flow_to_destination.hpp"
#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

std::int64_t limited_sum(std::int64_t a, std::int64_t b) {
  return std::min(kLargestTotal, a + b);
}

std::vector<Flow>
flows_at(std::span<const RangedFlow> flows, std::int64_t (*value)(const RangedFlow&)) {
  std::vector<Flow> result;
  result.reserve(flows.size());
  for (const RangedFlow& ranged : flows) {
    const auto& [exporter, importer, guess] = ranged.flow;
    if (ranged.range.low < 0 || guess < ranged.range.low || guess > ranged.range.high) {
      throw invalid_argument(
          "flows: expected ranges from 0 that hold their value, got {} in {} to {}",
          guess,
          ranged.range.low,
          ranged.range.high
      );
    }
    result.push_back({exporter, importer, value(ranged)});
  }
  return result;
}

std::vector<Producer> least_outputs(std::span<const RangedProducer> producers) {
  std::vector<Producer> result;
  for (const RangedProducer& producer : producers) {
    if (producer.output.high < producer.output.low) {
      throw invalid_argument(
          "producers: expected a most output of at least {}, got {}",
          producer.output.low,
          producer.output.high
      );
    }
    result.push_back({producer.node, producer.output.low});
  }
  return result;
}

}  // namespace

RangedNetwork::RangedNetwork(
    NodeIndex num_nodes,
    std::span<const RangedFlow> flows,
    std::span<const RangedProducer> producers,
    std::vector<std::int64_t> margin
)
    : point_(
          FlowMatrix(num_nodes, flows_at(flows, [](const auto& f) { return f.flow.value; })),
          least_outputs(producers),
          std::move(margin)
      ),
      high_(num_nodes, flows_at(flows, [](const auto& f) { return f.range.high; })),
      is_producer_(num_nodes, false),
      output_(num_nodes),
      receipts_(num_nodes),
      sent_(num_nodes) {
  const FlowMatrix low(num_nodes, flows_at(flows, [](const auto& f) { return f.range.low; }));
  for (const Flow& leg : high_.legs()) {
    const auto found = low.find(leg.exporter, leg.importer);
    low_.push_back(found ? low.legs()[*found].value : 0);
    receipts_[leg.importer].low += low_.back();
    receipts_[leg.importer].high += leg.value;
    sent_[leg.exporter].low += low_.back();
    sent_[leg.exporter].high += leg.value;
  }
  for (const RangedProducer& producer : producers) {
    is_producer_[producer.node] = true;
    Range& output = output_[producer.node];
    output.low += producer.output.low;
    output.high = limited_sum(output.high, std::min(producer.output.high, kLargestTotal));
  }
}

std::vector<std::int64_t> RangedNetwork::sent_at_most(const OriginSet& origins) const {
  std::vector<bool> is_asked(high_.num_nodes(), false);
  for (const NodeIndex node : origins.producers) {
    require_node("origins", node, high_.num_nodes());
    is_asked[node] = true;
  }
  std::vector<std::int64_t> result(high_.num_nodes(), 0);
  for (NodeIndex node = 0; node < result.size(); ++node) {
    const std::int64_t margin = point_.margin()[node];
    const std::int64_t lacking = sent_[node].high - receipts_[node].low - margin;
    if (is_producer_[node] && (origins.all_producers || is_asked[node])) {
      result[node] = std::max(output_[node].high, lacking);
    } else if (!is_producer_[node] && origins.unknown) {
      result[node] = std::max<std::int64_t>(0, lacking);
    }
    result[node] = std::min(result[node] + (origins.margins ? margin : 0), sent_[node].high);
  }
  return result;
}

Range RangedNetwork::own(const OriginSet& origins, NodeIndex node) const {
  Range result;
  if (origins.all_producers || std::ranges::count(origins.producers, node) > 0) {
    result = output_[node];
  }
  if (origins.margins) {
    result.low += point_.margin()[node];
    result.high = limited_sum(result.high, point_.margin()[node]);
  }
  return result;
}

std::int64_t RangedNetwork::least_remainder(NodeIndex node) const {
  return own(every_source(), node).low + receipts_[node].low - sent_[node].high;
}

Range RangedNetwork::absorption(NodeIndex node) const {
  const std::int64_t most =
      limited_sum(own(every_source(), node).high, receipts_[node].high) - sent_[node].low;
  return {
      .low = std::max<std::int64_t>(0, least_remainder(node)),
      .high = std::max<std::int64_t>(0, most)};
}

namespace {

/// A kind of goods and all others, as largest flows into a destination: sources, and legs that are
/// closed to them.
struct Kind {
  std::vector<std::int64_t> sent;  // by node, what can enter there and be sent on
  Range own;                       // what the destination can have of it without a leg
  std::vector<bool> is_entered;    // by node: whether legs into it are open
  std::vector<bool> is_left;       // by node: whether legs out of it are open
};

/// The largest flow of a kind: of all that can arrive, or only of what must arrive at least.
LimitedFlow
largest(const RangedNetwork& network, const Kind& kind, NodeIndex destination, bool is_forced) {
  const FlowMatrix& high = network.high();
  const std::int64_t absorption =
      is_forced ? network.absorption(destination).low : network.absorption(destination).high;
  FlowToDestination flow(high, destination, absorption);
  for (LegIndex leg = 0; leg < high.num_legs(); ++leg) {
    const auto& [exporter, importer, value] = high.legs()[leg];
    // Nothing is won by leaving the destination and coming back.
    if (exporter == destination || !kind.is_entered[importer] || !kind.is_left[exporter]) {
      flow.limit_leg(leg, 0);
    } else if (is_forced && importer == destination) {
      flow.limit_leg(leg, network.low(leg));
    }
  }
  for (NodeIndex node = 0; node < high.num_nodes(); ++node) {
    const std::int64_t own = is_forced ? kind.own.low : kind.own.high;
    flow.add_source(node, node == destination ? own : kind.sent[node]);
  }
  return flow.largest();
}

RangedBounds bounds_of(
    const RangedNetwork& network,
    const Kind& kind,
    const Kind& others,
    NodeIndex destination
) {
  RangedBounds result{.absorption = network.absorption(destination)};
  const std::int64_t had = result.absorption.low;
  result.most = largest(network, kind, destination, false);
  result.kind = {
      .low = had - largest(network, others, destination, true).value, .high = result.most.value};
  result.others = {
      .low = had - largest(network, kind, destination, true).value,
      .high = largest(network, others, destination, false).value};
  return result;
}

double share(std::int64_t part, std::int64_t rest) {
  return part + rest > 0 ? static_cast<double>(part) / static_cast<double>(part + rest)
                         : std::numeric_limits<double>::quiet_NaN();
}

/// All sources but these.
OriginSet rest_of(const OriginSet& origins, NodeIndex num_nodes) {
  OriginSet rest{
      .producers = {},
      .all_producers = false,
      .unknown = !origins.unknown,
      .margins = !origins.margins};
  for (NodeIndex node = 0; node < num_nodes && !origins.all_producers; ++node) {
    if (std::ranges::count(origins.producers, node) == 0) {
      rest.producers.push_back(node);
    }
  }
  return rest;
}

Kind kind_of(const RangedNetwork& network, const OriginSet& origins, NodeIndex destination) {
  const std::vector<bool> open(network.high().num_nodes(), true);
  return {
      .sent = network.sent_at_most(origins),
      .own = network.own(origins, destination),
      .is_entered = open,
      .is_left = open};
}

/// By node: whether it is none of the hubs, which must not be the destination.
std::vector<bool>
no_hubs(const RangedNetwork& network, std::span<const NodeIndex> hubs, NodeIndex destination) {
  std::vector<bool> is_no_hub(network.high().num_nodes(), true);
  for (const NodeIndex hub : hubs) {
    require_node("hubs", hub, network.high().num_nodes());
    is_no_hub[hub] = false;
  }
  if (!is_no_hub[destination]) {
    throw invalid_argument("hubs: expected nodes other than the destination, got {}", destination);
  }
  return is_no_hub;
}

}  // namespace

double RangedBounds::least_share() const {
  return kind.low == 0 && others.high == 0 && kind.high > 0 ? 1.0 : share(kind.low, others.high);
}

double RangedBounds::most_share() const {
  return kind.high == 0 && others.low == 0 && others.high > 0 ? 0.0 : share(kind.high, others.low);
}

RangedBounds supply_bounds(
    const RangedNetwork& network,
    const OriginSet& origins,
    NodeIndex destination,
    std::span<const NodeIndex> perhaps
) {
  require_node("destination", destination, network.high().num_nodes());
  OriginSet most = origins;
  most.producers.insert(most.producers.end(), perhaps.begin(), perhaps.end());
  return bounds_of(
      network,
      kind_of(network, most, destination),
      kind_of(network, rest_of(origins, network.high().num_nodes()), destination),
      destination
  );
}

RangedBounds passage_bounds(
    const RangedNetwork& network,
    std::span<const NodeIndex> hubs,
    NodeIndex destination,
    std::span<const NodeIndex> perhaps
) {
  require_node("destination", destination, network.high().num_nodes());
  const std::size_t n = network.high().num_nodes();
  std::vector<NodeIndex> most(hubs.begin(), hubs.end());
  most.insert(most.end(), perhaps.begin(), perhaps.end());
  const std::vector<bool> is_no_hub = no_hubs(network, hubs, destination);
  const std::vector<bool> is_surely_no_hub = no_hubs(network, most, destination);
  Kind through{
      .sent = std::vector<std::int64_t>(n, 0),
      .own = {},
      .is_entered = is_surely_no_hub,
      .is_left = std::vector<bool>(n, true)};
  Kind around{
      .sent = network.sent_at_most(every_source()),
      .own = network.own(every_source(), destination),
      .is_entered = is_no_hub,
      .is_left = is_no_hub};
  for (NodeIndex node = 0; node < n; ++node) {
    if (!is_surely_no_hub[node]) {
      for (const LegIndex leg : network.high().legs_out_of(node)) {
        through.sent[node] += network.high().legs()[leg].value;
      }
    }
    if (!is_no_hub[node]) {
      around.sent[node] = 0;
    }
  }
  return bounds_of(network, through, around, destination);
}

}  // namespace portolan::graph
