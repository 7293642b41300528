#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "portolan/graph/flow_matrix.hpp"
#include "portolan/graph/flow_network.hpp"

namespace portolan::reference {

/// Reads "A>H 100, H>D 60" as flows; A is node 0, B node 1 and so on.
[[nodiscard]] std::vector<graph::Flow> drawn_flows(std::string_view drawing);

/// The nodes of a drawing by name.
inline constexpr graph::NodeIndex kA = 0;
inline constexpr graph::NodeIndex kB = 1;
inline constexpr graph::NodeIndex kC = 2;
inline constexpr graph::NodeIndex kD = 3;

/// The network of a drawing with so many nodes, of which `producers` are known.
[[nodiscard]] inline graph::FlowNetwork drawn_network(
    graph::NodeIndex nodes,
    std::string_view drawing,
    std::initializer_list<graph::Producer> producers
) {
  return {
      graph::FlowMatrix(nodes, drawn_flows(drawing)),
      std::span(producers.begin(), producers.size())};
}

}  // namespace portolan::reference
