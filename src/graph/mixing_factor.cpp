// Symbols: M = diag(x) - Z with Z_ij what i imports from j and x the supply; M y = b, M' z = w.
#include "mixing_factor.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <utility>

#include "component_elimination.hpp"
#include "strong_components.hpp"

namespace portolan::graph {
namespace {

template <std::size_t... kPair>
[[gnu::always_inline]] inline void
add_product(Lanes& sum, double weight, const Lanes& lanes, std::index_sequence<kPair...>) {
  const Lanes::Pair both = {weight, weight};
  ((sum.pairs[kPair] += both * lanes.pairs[kPair]), ...);
}

/// Adds `weight * lanes` to `sum`.
[[gnu::always_inline]] inline void add_product(Lanes& sum, double weight, const Lanes& lanes) {
  add_product(sum, weight, lanes, std::make_index_sequence<Lanes::kNumPairs>());
}

template <std::size_t... kPair>
void scale(Lanes& lanes, double factor, std::index_sequence<kPair...>) {
  const Lanes::Pair both = {factor, factor};
  ((lanes.pairs[kPair] *= both), ...);
}

void scale(Lanes& lanes, double factor) {
  scale(lanes, factor, std::make_index_sequence<Lanes::kNumPairs>());
}

/// The sums over the nodes of |right + in - out| and of right + in + out, with all values at least
/// 0.
class ResidualSum {
 public:
  [[gnu::always_inline]] void
  add(const Lanes& right, const Lanes& in, double supply, const Lanes& solution) {
    add(right, in, supply, solution, std::make_index_sequence<Lanes::kNumPairs>());
  }

  /// The sum of the differences and of what rounding can have hidden in them: where each of `in`
  /// is a sum of at most `num_terms` products, a difference errs by at most the number of its
  /// operations times half a unit in the last place of the sum of its terms; and the sums over
  /// `num_nodes` err themselves.
  [[nodiscard]] Lanes bound(std::size_t num_terms, std::size_t num_nodes) const {
    constexpr double kUnit = std::numeric_limits<double>::epsilon();
    Lanes result = differences_;
    add_product(result, kUnit * static_cast<double>(num_terms + 4), magnitudes_);
    scale(result, 1.0 + kUnit * static_cast<double>(num_nodes));
    return result;
  }

 private:
  using Bits [[gnu::vector_size(16)]] = std::int64_t;
  static constexpr Bits kAllButSign = {
      std::numeric_limits<std::int64_t>::max(),
      std::numeric_limits<std::int64_t>::max()};

  template <std::size_t... kPair>
  [[gnu::always_inline]] void
  add(const Lanes& right,
      const Lanes& in,
      double supply,
      const Lanes& solution,
      std::index_sequence<kPair...>) {
    const Lanes::Pair both = {supply, supply};
    (add(kPair, right.pairs[kPair] + in.pairs[kPair], both * solution.pairs[kPair]), ...);
  }
  [[gnu::always_inline]] void add(std::size_t pair, Lanes::Pair in, Lanes::Pair out) {
    const auto bits = std::bit_cast<Bits>(in - out) & kAllButSign;
    differences_.pairs[pair] += std::bit_cast<Lanes::Pair>(bits);
    magnitudes_.pairs[pair] += in + out;
  }

  Lanes differences_;
  Lanes magnitudes_;
};

}  // namespace

MixingFactor::MixingFactor(const FlowNetwork& network) {
  StrongComponents components = strong_components(network.goods());
  nodes_ = std::move(components.nodes);
  component_begin_ = std::move(components.begin);
  const std::size_t n = nodes_.size();
  positions_.resize(n);
  component_of_.resize(n);
  pivot_inverse_.assign(n, 0.0);
  for (NodeIndex component = 0; component + 1 < component_begin_.size(); ++component) {
    for (NodeIndex place = component_begin_[component]; place < component_begin_[component + 1];
         ++place) {
      component_of_[place] = component;
      positions_[nodes_[place]] = place;
    }
  }
  const std::size_t num_legs = network.goods().num_legs();
  earlier_.reserve(n, 2 * num_legs);
  later_.reserve(n, 2 * num_legs);
  for (std::size_t component = 0; component + 1 < component_begin_.size(); ++component) {
    add_component(network, component_begin_[component], component_begin_[component + 1]);
  }
  trade_.reserve(n, num_legs);
  supply_.reserve(n);
  for (const NodeIndex node : nodes_) {
    for (const Flow& leg : network.goods().legs_into(node)) {
      trade_.add(positions_[leg.exporter], static_cast<double>(leg.value));
    }
    trade_.end_row();
    supply_.push_back(static_cast<double>(network.supply()[node]));
  }
}

void MixingFactor::add_component(const FlowNetwork& network, NodeIndex begin, NodeIndex end) {
  const auto factor = eliminate(network, begin, end);
  const std::vector<NodeIndex> members(nodes_.begin() + begin, nodes_.begin() + end);
  std::vector<NodeIndex> place_of(members.size());
  for (NodeIndex step = 0; factor && step < members.size(); ++step) {
    const NodeIndex member = factor->order[step];
    place_of[member] = begin + step;
    nodes_[begin + step] = members[member];
    positions_[members[member]] = begin + step;
    pivot_inverse_[begin + step] = 1.0 / factor->pivots[step];
  }
  for (NodeIndex place = begin; place < end; ++place) {
    for (const Flow& leg : network.goods().legs_into(nodes_[place])) {
      if (positions_[leg.exporter] < begin) {
        earlier_.add(positions_[leg.exporter], static_cast<double>(leg.value));
      }
    }
    if (factor) {
      for (const auto& [member, share] : factor->earlier[place - begin]) {
        earlier_.add(place_of[member], share);
      }
      for (const auto& [member, value] : factor->later[place - begin]) {
        later_.add(place_of[member], value);
      }
    }
    earlier_.end_row();
    later_.end_row();
  }
}

std::optional<ComponentFactor>
MixingFactor::eliminate(const FlowNetwork& network, NodeIndex begin, NodeIndex end) const {
  ComponentElimination elimination(end - begin);
  std::vector<std::int64_t> leaks(end - begin);
  for (NodeIndex place = begin; place < end; ++place) {
    leaks[place - begin] = network.supply()[nodes_[place]];
  }
  for (NodeIndex place = begin; place < end; ++place) {
    for (const Flow& leg : network.goods().legs_into(nodes_[place])) {
      const NodeIndex exporter = positions_[leg.exporter];
      if (exporter >= begin && exporter < end) {
        elimination.add_leg(exporter - begin, place - begin, static_cast<double>(leg.value));
        leaks[exporter - begin] -= leg.value;
      }
    }
  }
  // By conservation what leaves a component is what it was fed.
  if (std::ranges::all_of(leaks, [](std::int64_t leak) { return leak == 0; })) {
    return std::nullopt;
  }
  for (NodeIndex member = 0; member < leaks.size(); ++member) {
    elimination.add_leak(member, static_cast<double>(leaks[member]));
  }
  return std::move(elimination).factor();
}

std::size_t MixingFactor::first_touched(std::size_t first) const {
  return first < nodes_.size() ? component_begin_[component_of_[first]] : first;
}

void MixingFactor::solve(std::span<Lanes> values, std::size_t first) const {
  if (first >= nodes_.size()) {
    return;
  }
  for (std::size_t component = component_of_[first]; component + 1 < component_begin_.size();
       ++component) {
    const std::size_t begin = component_begin_[component];
    const std::size_t end = component_begin_[component + 1];
    for (std::size_t place = std::max(begin, first); place < end; ++place) {
      Lanes sum = values[place];
      for (const SparseEntry& entry : earlier_[place]) {
        add_product(sum, entry.weight, values[entry.column]);
      }
      values[place] = sum;
    }
    for (std::size_t place = end; place-- > begin;) {
      Lanes sum = values[place];
      for (const SparseEntry& entry : later_[place]) {
        add_product(sum, entry.weight, values[entry.column]);
      }
      scale(sum, pivot_inverse_[place]);
      values[place] = sum;
    }
  }
}

void MixingFactor::solve_transposed(std::span<Lanes> values) const {
  for (std::size_t component = component_begin_.size() - 1; component-- > 0;) {
    const std::size_t begin = component_begin_[component];
    const std::size_t end = component_begin_[component + 1];
    for (std::size_t place = begin; place < end; ++place) {
      Lanes value = values[place];
      scale(value, pivot_inverse_[place]);
      values[place] = value;
      for (const SparseEntry& entry : later_[place]) {
        add_product(values[entry.column], entry.weight, value);
      }
    }
    for (std::size_t place = end; place-- > begin;) {
      const Lanes value = values[place];
      for (const SparseEntry& entry : earlier_[place]) {
        add_product(values[entry.column], entry.weight, value);
      }
    }
  }
}

Lanes MixingFactor::residual(
    std::span<const Lanes> right,
    std::span<const Lanes> solution,
    std::size_t first
) const {
  ResidualSum sum;
  std::size_t num_terms = 0;
  for (std::size_t place = first_touched(first); place < nodes_.size(); ++place) {
    Lanes in;
    for (const SparseEntry& entry : trade_[place]) {
      add_product(in, entry.weight, solution[entry.column]);
    }
    sum.add(right[place], in, supply_[place], solution[place]);
    num_terms = std::max(num_terms, trade_[place].size());
  }
  return sum.bound(num_terms, nodes_.size());
}

Lanes MixingFactor::residual_transposed(
    std::span<const Lanes> right,
    std::span<const Lanes> solution
) const {
  std::vector<Lanes> in(nodes_.size());
  for (std::size_t place = 0; place < nodes_.size(); ++place) {
    const Lanes value = solution[place];
    for (const SparseEntry& entry : trade_[place]) {
      add_product(in[entry.column], entry.weight, value);
    }
  }
  ResidualSum sum;
  for (std::size_t place = 0; place < nodes_.size(); ++place) {
    sum.add(right[place], in[place], supply_[place], solution[place]);
  }
  return sum.bound(nodes_.size(), nodes_.size());
}

}  // namespace portolan::graph
