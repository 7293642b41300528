#include "portolan/graph/flow_network.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

void check(
    NodeIndex num_nodes,
    std::span<const Producer> producers,
    std::span<const std::int64_t> margin
) {
  if (margin.size() != num_nodes) {
    throw invalid_argument(
        "margin: expected {} values, one for each node, got {}", num_nodes, margin.size()
    );
  }
  for (const Producer& producer : producers) {
    require_node("producers", producer.node, num_nodes);
    if (producer.output < 0) {
      throw invalid_argument("producers: expected output of at least 0, got {}", producer.output);
    }
  }
  for (const std::int64_t value : margin) {
    if (value < 0) {
      throw invalid_argument("margin: expected values of at least 0, got {}", value);
    }
  }
}

/// Adds values of at least 0 and refuses sums above `kLargestTotal`.
class CheckedTotal {
 public:
  void add(std::int64_t value) {
    if (value > kLargestTotal - total_) {
      throw invalid_argument("supply: expected a sum of at most {}, got more", kLargestTotal)
          .with_hint("give the values in larger units");
    }
    total_ += value;
  }

 private:
  std::int64_t total_ = 0;
};

}  // namespace

GoodsTrade take_out_margins(const FlowMatrix& trade, std::span<const double> margin_shares) {
  if (margin_shares.size() != trade.num_nodes()) {
    throw invalid_argument(
        "margin_shares: expected {} values, one for each node, got {}",
        trade.num_nodes(),
        margin_shares.size()
    );
  }
  for (const double share : margin_shares) {
    if (!(share >= 0.0 && share < 1.0)) {
      throw invalid_argument("margin_shares: expected shares from 0 to below 1, got {}", share);
    }
  }
  std::vector<Flow> goods(trade.legs().begin(), trade.legs().end());
  std::vector<std::int64_t> margin(trade.num_nodes(), 0);
  for (Flow& leg : goods) {
    const double share = margin_shares[leg.exporter];
    auto taken = static_cast<std::int64_t>(std::floor(share * static_cast<double>(leg.value)));
    taken = std::min(taken, leg.value - 1);  // the product may round up to the value itself
    leg.value -= taken;
    margin[leg.importer] += taken;
  }
  return {.goods = FlowMatrix(trade.num_nodes(), goods), .margin = std::move(margin)};
}

FlowNetwork::FlowNetwork(
    FlowMatrix goods,
    std::span<const Producer> producers,
    std::vector<std::int64_t> margin
)
    : goods_(std::move(goods)), margin_(std::move(margin)) {
  const std::size_t n = goods_.num_nodes();
  if (margin_.empty()) {
    margin_.assign(n, 0);
  }
  check(goods_.num_nodes(), producers, margin_);
  output_.assign(n, 0);
  raised_.assign(n, 0);
  unknown_.assign(n, 0);
  CheckedTotal total;
  for (const std::int64_t value : margin_) {
    total.add(value);
  }
  std::vector<bool> is_producer(n, false);
  for (const Producer& producer : producers) {
    total.add(producer.output);
    output_[producer.node] += producer.output;
    is_producer[producer.node] = true;
  }
  supply_ = margin_;
  std::vector<std::int64_t> exports(n, 0);
  for (const Flow& leg : goods_.legs()) {
    total.add(leg.value);
    supply_[leg.importer] += leg.value;
    exports[leg.exporter] += leg.value;
  }
  absorption_.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    supply_[i] += output_[i];
    const std::int64_t lacking = std::max<std::int64_t>(0, exports[i] - supply_[i]);
    total.add(lacking);
    (is_producer[i] ? raised_ : unknown_)[i] = lacking;
    output_[i] += raised_[i];
    supply_[i] += lacking;
    absorption_[i] = supply_[i] - exports[i];
  }
}

std::vector<std::int64_t> FlowNetwork::amounts(const OriginSet& origins) const {
  std::vector<std::int64_t> result(num_nodes(), 0);
  for (const NodeIndex node : origins.producers) {
    require_node("origins", node, num_nodes());
    result[node] = output_[node];
  }
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (origins.all_producers) {
      result[i] = output_[i];
    }
    result[i] += (origins.unknown ? unknown_[i] : 0) + (origins.margins ? margin_[i] : 0);
  }
  return result;
}

}  // namespace portolan::graph
