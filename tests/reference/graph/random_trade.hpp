#pragma once

#include <cstdint>
#include <vector>

#include "portolan/graph/flow_network.hpp"

namespace portolan::reference {

struct RandomTradeShape {
  graph::NodeIndex nodes = 8;
  /// Of the possible legs.
  double density = 0.3;
  std::int64_t largest_value = 1'000;
  /// Share of the nodes that are stated producers.
  double producers = 0.5;
  /// Share of the legs of which a part is margin.
  double margins = 0.2;
};

/// Made-up trade with loops, nodes without any, hubs, goods of unknown origin and margins. Values
/// are spread evenly on a logarithmic scale.
struct RandomTrade {
  graph::NodeIndex nodes = 0;
  std::vector<graph::Flow> flows;
  std::vector<graph::Producer> producers;
  std::vector<std::int64_t> margin;

  [[nodiscard]] graph::FlowNetwork network() const;
};

[[nodiscard]] RandomTrade random_trade(std::uint64_t seed, const RandomTradeShape& shape = {});

}  // namespace portolan::reference
