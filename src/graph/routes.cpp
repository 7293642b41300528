// Symbols: Z the trade (row importer), x the supply, A = Z diag(x)^-1, G = (I - A)^-1 = diag(x)
// M^-1 with M = diag(x) - Z, a the absorption.
#include "portolan/graph/routes.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>

#include "mixing_factor.hpp"
#include "portolan/base/error.hpp"
#include "portolan/graph/mixing.hpp"

namespace portolan::graph {
namespace {

constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();

/// The fewest legs from each node to `node`; `kFar` where there is no way.
std::vector<std::uint32_t> distances_to(const FlowMatrix& trade, NodeIndex node) {
  std::vector<std::uint32_t> distance(trade.num_nodes(), kFar);
  distance[node] = 0;
  std::vector<NodeIndex> queue = {node};
  for (std::size_t next = 0; next < queue.size(); ++next) {
    const NodeIndex now = queue[next];
    for (const Flow& leg : trade.legs_into(now)) {
      if (distance[leg.exporter] == kFar) {
        distance[leg.exporter] = distance[now] + 1;
        queue.push_back(leg.exporter);
      }
    }
  }
  return distance;
}

}  // namespace

/// The nodes that a route to the destination can have, the shares of the legs among them, G, and
/// how much can come from each at most.
class RouteFinder::Ground {
 public:
  Ground(const FlowNetwork& network, NodeIndex destination, std::uint32_t max_legs)
      : max_legs_(max_legs), place_(network.num_nodes()) {
    require_node("destination", destination, network.num_nodes());
    const OriginTable table = trace_origins(network, {&destination, 1});
    const auto distance = distances_to(network.goods(), destination);
    for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
      shares_.push_back(table.share(0, node));
      if (distance[node] <= max_legs) {
        place_[node] = nodes_.size();
        nodes_.push_back(node);
      }
    }
    destination_ = *place_[destination];
    if (network.supply()[destination] > 0) {
      staying_ = static_cast<double>(network.absorption()[destination]) /
                 static_cast<double>(network.supply()[destination]);
    }
    add_legs(network);
    solve(network);
    bound_onward();
  }

  struct Leg {
    std::size_t to;
    double share;
  };

  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] std::uint32_t max_legs() const { return max_legs_; }
  /// By node of the network: the share of what enters there that stays in the destination; NaN
  /// where nothing passes.
  [[nodiscard]] std::span<const double> shares() const { return shares_; }
  /// Nothing for a node from which no way is short enough.
  [[nodiscard]] std::optional<std::size_t> find(NodeIndex node) const { return place_[node]; }
  [[nodiscard]] std::size_t destination() const { return destination_; }
  /// The share of what the destination has that stays.
  [[nodiscard]] double staying() const { return staying_; }
  [[nodiscard]] NodeIndex node(std::size_t place) const { return nodes_[place]; }
  [[nodiscard]] std::span<const Leg> legs(std::size_t place) const { return legs_[place]; }
  /// G: the mean number of times that a unit which is in `from` is in `in`, now or later.
  [[nodiscard]] double visits(std::size_t in, std::size_t from) const {
    return visits_[in * nodes_.size() + from];
  }
  /// No way from a place to the destination with so many legs at most has a larger product of the
  /// shares and visits on it.
  [[nodiscard]] double onward(std::uint32_t legs, std::size_t place) const {
    return onward_[legs][place];
  }

 private:
  void add_legs(const FlowNetwork& network) {
    legs_.resize(nodes_.size());
    for (std::size_t from = 0; from < nodes_.size(); ++from) {
      const auto supply = static_cast<double>(network.supply()[nodes_[from]]);
      for (const LegIndex leg : network.goods().legs_out_of(nodes_[from])) {
        const auto& [exporter, importer, value] = network.goods().legs()[leg];
        if (const auto to = place_[importer]) {
          legs_[from].push_back({*to, static_cast<double>(value) / supply});
        }
      }
    }
  }

  void solve(const FlowNetwork& network) {
    const MixingFactor factor(network);
    visits_.resize(nodes_.size() * nodes_.size());
    for (std::size_t begin = 0; begin < nodes_.size(); begin += kNumLanes) {
      const std::size_t lanes = std::min(kNumLanes, nodes_.size() - begin);
      std::vector<Lanes> values(network.num_nodes());
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        values[factor.positions()[nodes_[begin + lane]]].set(lane, 1.0);
      }
      factor.solve(values);
      for (std::size_t in = 0; in < nodes_.size(); ++in) {
        const auto supply = static_cast<double>(network.supply()[nodes_[in]]);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
          visits_[in * nodes_.size() + begin + lane] =
              supply * values[factor.positions()[nodes_[in]]].get(lane);
        }
      }
    }
  }

  /// Visits without a return to earlier nodes are fewer than all visits.
  void bound_onward() {
    onward_.assign(max_legs_ + 1, std::vector<double>(size(), 0.0));
    onward_[0][destination_] = 1.0;
    for (std::uint32_t legs = 1; legs <= max_legs_; ++legs) {
      onward_[legs] = onward_[legs - 1];
      for (std::size_t from = 0; from < size(); ++from) {
        for (const auto& [to, share] : legs_[from]) {
          const double onward = share * visits(to, to) * onward_[legs - 1][to];
          onward_[legs][from] = std::max(onward_[legs][from], onward);
        }
      }
    }
  }

  std::uint32_t max_legs_;
  std::vector<std::optional<std::size_t>> place_;  // by node of the network
  std::vector<NodeIndex> nodes_;
  std::vector<double> shares_;
  std::size_t destination_ = 0;
  double staying_ = 0.0;
  std::vector<std::vector<Leg>> legs_;
  std::vector<double> visits_;
  std::vector<std::vector<double>> onward_;  // by legs, then place
};

namespace {

/// Follows routes as long as they can become one of the largest.
template <typename Ground>
class RouteSearch {
 public:
  RouteSearch(const Ground& ground, std::size_t max_routes, double least_share)
      : ground_(ground),
        max_routes_(max_routes),
        least_share_(least_share),
        is_on_route_(ground.size(), false) {}

  std::vector<Route> largest(std::size_t origin) {
    follow(origin, ground_.staying() * ground_.visits(origin, origin));
    return std::move(found_);
  }

 private:
  /// Whether a route that cannot exceed `bound` may still be among the largest.
  [[nodiscard]] bool can_count(double bound) const {
    constexpr double kRounding = 1.0 + 1e-9;  // of the bound against the share itself
    return bound > 0.0 && bound * kRounding >= least_share_ &&
           (found_.size() < max_routes_ || bound * kRounding >= found_.back().share);
  }

  void follow(std::size_t place, double bound) {
    route_.push_back(place);
    is_on_route_[place] = true;
    if (place == ground_.destination()) {
      add_route();
    } else {
      const auto legs_left = ground_.max_legs() + 1 - static_cast<std::uint32_t>(route_.size());
      for (const auto& [to, share] : ground_.legs(place)) {
        if (legs_left > 0 && !is_on_route_[to]) {
          const double next = bound * share * ground_.visits(to, to);
          if (can_count(next * ground_.onward(legs_left - 1, to))) {
            follow(to, next);
          }
        }
      }
    }
    is_on_route_[place] = false;
    route_.pop_back();
  }

  void add_route() {
    Route route{.nodes = {}, .share = ground_.staying() * visits_in_turn()};
    for (std::size_t i = 0; i < route_.size(); ++i) {
      route.nodes.push_back(ground_.node(route_[i]));
      if (i > 0) {
        route.share *=
            std::ranges::find(ground_.legs(route_[i - 1]), route_[i], &Ground::Leg::to)->share;
      }
    }
    const auto comes_before = [](const Route& one, const Route& other) {
      return std::tie(other.share, one.nodes) < std::tie(one.share, other.nodes);
    };
    const auto place = std::ranges::upper_bound(found_, route, comes_before);
    found_.insert(place, std::move(route));
    if (found_.size() > max_routes_) {
      found_.pop_back();
    }
  }

  /// The product of the pivots of G on the route: g_0 g_1 ... g_m.
  [[nodiscard]] double visits_in_turn() const {
    const std::size_t m = route_.size();
    std::vector<double> matrix(m * m);
    for (std::size_t i = 0; i < m; ++i) {
      for (std::size_t j = 0; j < m; ++j) {
        matrix[i * m + j] = ground_.visits(route_[i], route_[j]);
      }
    }
    double product = 1.0;
    for (std::size_t k = 0; k < m; ++k) {
      const double pivot = std::max(1.0, matrix[k * m + k]);  // the first visit itself counts
      product *= pivot;
      for (std::size_t i = k + 1; i < m; ++i) {
        const double factor = matrix[i * m + k] / pivot;
        for (std::size_t j = k + 1; j < m; ++j) {
          matrix[i * m + j] -= factor * matrix[k * m + j];
        }
      }
    }
    return product;
  }

  const Ground& ground_;
  std::size_t max_routes_;
  double least_share_;
  std::vector<std::size_t> route_;
  std::vector<bool> is_on_route_;
  std::vector<Route> found_;
};

}  // namespace

RouteFinder::RouteFinder(const FlowNetwork& network, NodeIndex destination, std::uint32_t max_legs)
    : ground_(std::make_unique<const Ground>(network, destination, max_legs)) {}

RouteFinder::RouteFinder(RouteFinder&&) noexcept = default;
RouteFinder& RouteFinder::operator=(RouteFinder&&) noexcept = default;
RouteFinder::~RouteFinder() = default;

Routes RouteFinder::largest(NodeIndex origin, std::size_t max_routes, double least_share) const {
  require_node("origin", origin, static_cast<NodeIndex>(ground_->shares().size()));
  const double share = ground_->shares()[origin];
  if (!(share > 0.0)) {
    return {};
  }
  Routes result{.share = share, .routes = {}};
  const auto place = ground_->find(origin);
  if (place && max_routes > 0) {
    result.routes = RouteSearch(*ground_, max_routes, least_share).largest(*place);
  }
  return result;
}

Routes largest_routes(
    const FlowNetwork& network,
    NodeIndex origin,
    NodeIndex destination,
    const RouteOptions& options
) {
  require_node("origin", origin, network.num_nodes());
  return RouteFinder(network, destination, options.max_legs).largest(origin, options.max_routes);
}

HubValue hub_value(
    const FlowNetwork& network,
    const OriginSet& origins,
    NodeIndex hub,
    NodeIndex destination
) {
  require_node("hub", hub, network.num_nodes());
  require_node("destination", destination, network.num_nodes());
  if (hub == destination) {
    throw invalid_argument("hub: expected a node other than the destination, got {}", hub);
  }
  const MixingFactor factor(network);
  const auto amounts = network.amounts(origins);
  enum Lane : std::size_t { kOfOrigins, kOfHub, kOfDestination };
  std::vector<Lanes> values(network.num_nodes());
  for (NodeIndex node = 0; node < network.num_nodes(); ++node) {
    values[factor.positions()[node]].set(kOfOrigins, static_cast<double>(amounts[node]));
  }
  const NodeIndex at_hub = factor.positions()[hub];
  const NodeIndex at_destination = factor.positions()[destination];
  values[at_hub].set(kOfHub, 1.0);
  values[at_destination].set(kOfDestination, 1.0);
  factor.solve(values);

  const auto absorption = static_cast<double>(network.absorption()[destination]);
  HubValue result{.absorbed = absorption * values[at_destination].get(kOfOrigins)};
  if (!factor.is_fed(hub)) {
    return result;
  }
  const double through = values[at_hub].get(kOfOrigins);
  result.passed =
      absorption * values[at_destination].get(kOfHub) * through / values[at_hub].get(kOfHub);
  if (const auto leg = network.goods().find(hub, destination)) {
    const auto value = static_cast<double>(network.goods().legs()[*leg].value);
    result.over_leg = absorption * values[at_destination].get(kOfDestination) * value * through /
                      (1.0 + value * values[at_hub].get(kOfDestination));
  }
  return result;
}

}  // namespace portolan::graph
