#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/graph/ranges.hpp"
#include "portolan/trace/family_trade.hpp"
#include "portolan/trace/origins.hpp"

namespace portolan::trace {

/// The network of a family, in thousandths, with the end that a question asks about.
///
/// For what a hub sent to the destination the leg ends in a node of its own, which keeps all of it;
/// what arrived at the destination by the leg enters there again, from a node that "makes" it
/// (`returned`), so that all else stays as it was.
class FamilyNetwork {
 public:
  /// Nothing where the question's end is not in the family's trade. With `max_wait` a place has a
  /// node in each period, and what the end keeps in any of them goes to a node of its own.
  [[nodiscard]] static std::optional<FamilyNetwork>
  make(const FamilyTrade& trade, const OriginsQuestion& question);

  [[nodiscard]] const std::string& family() const { return family_; }
  [[nodiscard]] const graph::RangedNetwork& network() const { return network_; }
  [[nodiscard]] const graph::FlowNetwork& point() const { return network_.point(); }
  [[nodiscard]] graph::NodeIndex end() const { return end_; }
  [[nodiscard]] const std::optional<graph::NodeIndex>& returned() const { return returned_; }
  [[nodiscard]] bool is_producer(graph::NodeIndex node) const { return is_producer_[node]; }
  /// The name of the node; that of the destination for the end of a leg.
  [[nodiscard]] const std::string& name(graph::NodeIndex node) const { return names_[node]; }
  /// The nodes of a place, one for each period; none where it does not trade the goods.
  [[nodiscard]] std::vector<graph::NodeIndex> nodes_of(std::string_view place) const;
  /// Nodes of places, without those added for the end of a question.
  [[nodiscard]] graph::NodeIndex num_place_nodes() const { return num_place_nodes_; }
  /// What waited in any place, in thousandths.
  [[nodiscard]] std::int64_t waited() const { return waited_; }

  [[nodiscard]] graph::OriginSet origins_of(const PlaceSet& set) const;

 private:
  FamilyNetwork(std::string family, graph::RangedNetwork network)
      : family_(std::move(family)), network_(std::move(network)) {}

  std::string family_;
  graph::RangedNetwork network_;
  graph::NodeIndex end_ = 0;
  std::optional<graph::NodeIndex> returned_;
  graph::NodeIndex num_place_nodes_ = 0;
  std::int64_t waited_ = 0;
  std::vector<std::string> places_;  // sorted; their nodes repeat in each period
  std::vector<std::string> names_;   // by node
  std::vector<bool> is_producer_;
};

/// Returns the largest routes of the origins asked about to the end, over all families.
[[nodiscard]] std::vector<RouteRow> routes_of(
    std::span<const FamilyNetwork> families,
    const OriginsQuestion& question,
    std::optional<double> kept
);

/// Returns the hubs that did most for the destination.
[[nodiscard]] std::vector<HubRow>
hubs_of(std::span<const FamilyNetwork> families, const OriginsQuestion& question);

}  // namespace portolan::trace
