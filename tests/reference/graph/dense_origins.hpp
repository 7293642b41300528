#pragma once

#include <vector>

#include "portolan/graph/flow_network.hpp"

namespace portolan::reference {

/// Returns diag(a / x) (I - A)^-1 diag(s) with A = Z diag(x)^-1, by row (destination) and column
/// (node where goods entered): dense Gaussian elimination with partial pivoting in `long double`.
/// Every node that trades must be reached from a source.
[[nodiscard]] std::vector<std::vector<long double>> dense_origins(const graph::FlowNetwork& network
);

}  // namespace portolan::reference
