#include "family_network.hpp"

#include <algorithm>
#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::trace {
namespace {

using graph::NodeIndex;

NodeIndex index_of(const std::vector<std::string>& places, std::string_view place) {
  const auto found = std::lower_bound(places.begin(), places.end(), place);
  return static_cast<NodeIndex>(found - places.begin());
}

/// The flows of a family among its places and, for a question about a leg, the two nodes behind
/// them: where the leg ends, and where its goods enter again.
std::vector<graph::RangedFlow> flows_of(
    const FamilyTrade& trade,
    const std::vector<std::string>& places,
    const OriginsQuestion& question
) {
  const auto leg_end = static_cast<NodeIndex>(places.size());
  const NodeIndex returned = leg_end + 1;
  std::vector<graph::RangedFlow> flows;
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
    const NodeIndex exporter = index_of(places, row.exporter);
    const NodeIndex importer = index_of(places, row.importer);
    const std::int64_t value = row.value.thousandths();
    const graph::Range range{row.low.thousandths(), row.high.thousandths()};
    if (row.exporter == question.hub && row.importer == question.destination) {
      flows.push_back({{exporter, leg_end, value}, range});
      flows.push_back({{returned, importer, value}, range});
    } else {
      flows.push_back({{exporter, importer, value}, range});
    }
  }
  return flows;
}

}  // namespace

std::optional<FamilyNetwork>
FamilyNetwork::make(const FamilyTrade& trade, const OriginsQuestion& question) {
  std::vector<std::string> places = places_of({&trade, 1});
  if (!std::ranges::binary_search(places, question.destination)) {
    return std::nullopt;
  }
  const auto num_places = static_cast<NodeIndex>(places.size());
  const auto flows = flows_of(trade, places, question);
  const NodeIndex returned = num_places + 1;
  graph::Range leg;
  for (const auto& [flow, range] : flows) {
    if (flow.exporter == returned) {
      leg = {leg.low + range.low, leg.high + range.high};
    }
  }
  const bool is_leg = !question.hub.empty();
  if (is_leg && leg.high == 0) {
    return std::nullopt;
  }
  std::vector<bool> is_producer(num_places + 2, false);
  std::vector<graph::RangedProducer> producers;
  for (const ProducerRow& row : trade.producers) {
    if (!std::ranges::binary_search(places, row.place)) {
      continue;  // makes the goods and trades none
    }
    const NodeIndex node = index_of(places, row.place);
    const std::int64_t output = row.output ? row.output->thousandths() : 0;
    producers.push_back({node, {output, row.output ? output : graph::kLargestTotal}});
    is_producer[node] = true;
  }
  if (is_leg) {
    producers.push_back({returned, leg});
  }
  FamilyNetwork result(
      trade.family, graph::RangedNetwork(num_places + (is_leg ? 2 : 0), flows, producers)
  );
  result.num_places_ = num_places;
  result.is_producer_ = std::move(is_producer);
  result.end_ = is_leg ? num_places : index_of(places, question.destination);
  if (is_leg) {
    result.returned_ = returned;
  }
  result.names_ = std::move(places);
  result.names_.push_back(question.destination);
  result.names_.push_back(question.hub + ":" + question.destination);
  return result;
}

std::optional<NodeIndex> FamilyNetwork::find(std::string_view place) const {
  const auto end = names_.begin() + num_places_;
  const auto found = std::lower_bound(names_.begin(), end, place);
  return found != end && *found == place
             ? std::optional(static_cast<NodeIndex>(found - names_.begin()))
             : std::nullopt;
}

graph::OriginSet FamilyNetwork::origins_of(const PlaceSet& set) const {
  graph::OriginSet origins{.producers = {}, .unknown = set.has_unknown};
  for (const std::string& place : set.places) {
    if (const auto node = find(place)) {
      origins.producers.push_back(*node);
    }
  }
  return origins;
}

}  // namespace portolan::trace
