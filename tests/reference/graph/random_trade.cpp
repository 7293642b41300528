#include "random_trade.hpp"

#include <cmath>

#include "portolan/base/random.hpp"

namespace portolan::reference {

graph::FlowNetwork RandomTrade::network() const {
  return {graph::FlowMatrix(nodes, flows), producers, margin};
}

RandomTrade random_trade(std::uint64_t seed, const RandomTradeShape& shape) {
  Random random(seed);
  const auto value = [&] {
    return static_cast<std::int64_t>(
        std::exp(random.uniform() * std::log(static_cast<double>(shape.largest_value)))
    );
  };
  RandomTrade trade{.nodes = shape.nodes, .flows = {}, .producers = {}, .margin = {}};
  trade.margin.assign(shape.nodes, 0);
  for (graph::NodeIndex exporter = 0; exporter < shape.nodes; ++exporter) {
    const double weight = 2.0 * random.uniform();  // hubs and spokes
    for (graph::NodeIndex importer = 0; importer < shape.nodes; ++importer) {
      if (exporter != importer && random.uniform() < weight * shape.density) {
        trade.flows.push_back({exporter, importer, value()});
        if (random.uniform() < shape.margins) {
          trade.margin[importer] += value();
        }
      }
    }
    if (random.uniform() < shape.producers) {
      trade.producers.push_back({exporter, random.uniform() < 0.3 ? 0 : value()});
    }
  }
  return trade;
}

}  // namespace portolan::reference
