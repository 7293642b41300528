#pragma once

#include <string_view>
#include <vector>

#include "portolan/graph/flow_matrix.hpp"

namespace portolan::reference {

/// Reads "A>H 100, H>D 60" as flows; A is node 0, B node 1 and so on.
[[nodiscard]] std::vector<graph::Flow> drawn_flows(std::string_view drawing);

}  // namespace portolan::reference
