// Symbols: M = diag(x) - Z, with Z the trade (row importer), x the supply, a the absorption, s what
// the sources bring in; share = diag(a) M^-1.
#include "portolan/graph/mixing.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "mixing_factor.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/parallel.hpp"

namespace portolan::graph {
namespace {

/// What rounding adds where a share is multiplied by amounts, relative to the amounts' sum.
constexpr double kProductError = 2.0 * std::numeric_limits<double>::epsilon();

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// The shares of some destinations, by row and node, and the certified error of all their amounts.
struct Shares {
  std::vector<double> values;
  double certified_error = 0.0;
};

std::vector<double> sources(const FlowNetwork& network) {
  const auto amounts = network.amounts(every_source());
  return {amounts.begin(), amounts.end()};
}

/// Columns of M^-1 for up to `kNumLanes` nodes.
class Columns {
 public:
  Columns(const MixingFactor& factor, std::span<const NodeIndex> nodes)
      : factor_(factor), values_(factor.num_nodes()) {
    const std::size_t first = factor.positions()[nodes.front()];
    for (std::size_t lane = 0; lane < nodes.size(); ++lane) {
      values_[factor.positions()[nodes[lane]]].set(lane, 1.0);
    }
    const auto right = values_;
    factor.solve(values_, first);
    residual_ = factor.residual(right, values_, first);
  }

  [[nodiscard]] const Lanes& of(NodeIndex node) const { return values_[factor_.positions()[node]]; }
  [[nodiscard]] const Lanes& residual() const { return residual_; }

 private:
  const MixingFactor& factor_;
  std::vector<Lanes> values_;
  Lanes residual_;
};

/// Solves M y = e for every node, in the order of elimination, and keeps the rows of the
/// destinations.
Shares by_origin(
    const FlowNetwork& network,
    const MixingFactor& factor,
    std::span<const NodeIndex> destinations
) {
  const std::size_t n = factor.num_nodes();
  const auto source = sources(network);
  Shares shares{.values = std::vector<double>(destinations.size() * n, kMissing)};
  std::vector<NodeIndex> fed;
  std::ranges::copy_if(factor.nodes(), std::back_inserter(fed), [&](NodeIndex node) {
    return factor.is_fed(node);
  });
  for (std::size_t begin = 0; begin < fed.size(); begin += kNumLanes) {
    const auto block = std::span(fed).subspan(begin, std::min(kNumLanes, fed.size() - begin));
    const Columns columns(factor, block);
    for (std::size_t lane = 0; lane < block.size(); ++lane) {
      shares.certified_error +=
          source[block[lane]] * (columns.residual().get(lane) + kProductError);
    }
    for (std::size_t row = 0; row < destinations.size(); ++row) {
      const auto absorption = static_cast<double>(network.absorption()[destinations[row]]);
      const Lanes& values = columns.of(destinations[row]);
      for (std::size_t lane = 0; lane < block.size(); ++lane) {
        shares.values[row * n + block[lane]] = absorption * values.get(lane);
      }
    }
  }
  return shares;
}

/// Solves M' z = a e for every destination.
Shares by_destination(
    const FlowNetwork& network,
    const MixingFactor& factor,
    std::span<const NodeIndex> destinations
) {
  const std::size_t n = factor.num_nodes();
  Shares shares{.values = std::vector<double>(destinations.size() * n)};
  for (std::size_t begin = 0; begin < destinations.size(); begin += kNumLanes) {
    const auto block =
        destinations.subspan(begin, std::min(kNumLanes, destinations.size() - begin));
    std::vector<Lanes> right(n);
    for (std::size_t lane = 0; lane < block.size(); ++lane) {
      right[factor.positions()[block[lane]]].set(
          lane, static_cast<double>(network.absorption()[block[lane]])
      );
    }
    auto values = right;
    factor.solve_transposed(values);
    const Lanes error = factor.residual_transposed(right, values);
    for (std::size_t lane = 0; lane < block.size(); ++lane) {
      const double absorption = right[factor.positions()[block[lane]]].get(lane);
      shares.certified_error += error.get(lane) + kProductError * absorption;
      for (NodeIndex node = 0; node < n; ++node) {
        shares.values[(begin + lane) * n + node] =
            factor.is_fed(node) ? values[factor.positions()[node]].get(lane) : kMissing;
      }
    }
  }
  return shares;
}

}  // namespace

OriginTable::OriginTable(
    const FlowNetwork& network,
    std::vector<NodeIndex> destinations,
    std::vector<double> shares,
    double certified_error
)
    : destinations_(std::move(destinations)),
      shares_(std::move(shares)),
      output_(network.output().begin(), network.output().end()),
      unknown_(network.unknown().begin(), network.unknown().end()),
      margin_(network.margin().begin(), network.margin().end()),
      certified_error_(certified_error) {}

double OriginTable::sum(std::size_t row, std::span<const std::int64_t> source) const {
  double total = 0.0;
  for (NodeIndex node = 0; node < source.size(); ++node) {
    total += amount(row, node, source);
  }
  return total;
}

OriginTable trace_origins(const FlowNetwork& network, std::span<const NodeIndex> destinations) {
  std::vector<NodeIndex> rows(destinations.begin(), destinations.end());
  if (rows.empty()) {
    rows.resize(network.num_nodes());
    std::iota(rows.begin(), rows.end(), NodeIndex{0});
  }
  for (const NodeIndex destination : rows) {
    require_node("destinations", destination, network.num_nodes());
  }
  const MixingFactor factor(network);
  Shares shares = rows.size() < factor.num_nodes() / 2 ? by_destination(network, factor, rows)
                                                       : by_origin(network, factor, rows);
  return {network, std::move(rows), std::move(shares.values), shares.certified_error};
}

std::vector<double> shares_of_origins(const FlowNetwork& network, const OriginSet& origins) {
  const MixingFactor factor(network);
  const auto amounts = network.amounts(origins);
  std::vector<Lanes> values(network.num_nodes());
  for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
    values[factor.positions()[node]].set(0, static_cast<double>(amounts[node]));
  }
  factor.solve(values);
  std::vector<double> shares(network.num_nodes());
  for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
    shares[node] = values[factor.positions()[node]].get(0);
  }
  return shares;
}

std::vector<OriginTable> trace_families(
    std::span<const FlowNetwork> networks,
    std::span<const NodeIndex> destinations,
    unsigned threads
) {
  std::vector<std::optional<OriginTable>> tables(networks.size());
  parallel_for_chunks(
      networks.size(),
      1,
      threads,
      [&](std::size_t, std::size_t begin, std::size_t) {
        tables[begin] = trace_origins(networks[begin], destinations);
      }
  );
  std::vector<OriginTable> result;
  result.reserve(tables.size());
  for (auto& table : tables) {
    result.push_back(*std::move(table));
  }
  return result;
}

}  // namespace portolan::graph
