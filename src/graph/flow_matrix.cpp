#include "portolan/graph/flow_matrix.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "portolan/base/error.hpp"

namespace portolan::graph {
namespace {

void check(NodeIndex num_nodes, std::span<const Flow> flows) {
  if (flows.size() >= std::numeric_limits<LegIndex>::max()) {
    throw invalid_argument("flows: expected fewer than 2^32 - 1, got {}", flows.size());
  }
  std::int64_t total = 0;
  for (const Flow& flow : flows) {
    require_node("flows", std::max(flow.exporter, flow.importer), num_nodes);
    if (flow.value < 0) {
      throw invalid_argument("flows: expected values of at least 0, got {}", flow.value);
    }
    if (flow.value > kLargestTotal - total) {
      throw invalid_argument("flows: expected a sum of at most {}, got more", kLargestTotal)
          .with_hint("give the values in larger units");
    }
    total += flow.value;
  }
}

}  // namespace

FlowMatrix::FlowMatrix(NodeIndex num_nodes, std::span<const Flow> flows) : num_nodes_(num_nodes) {
  check(num_nodes, flows);
  legs_.reserve(flows.size());
  for (const Flow& flow : flows) {
    if (flow.value > 0 && flow.exporter != flow.importer) {
      legs_.push_back(flow);
    }
  }
  std::ranges::sort(legs_, {}, [](const Flow& leg) {
    return std::tuple(leg.importer, leg.exporter);
  });
  std::size_t last = 0;
  for (std::size_t i = 1; i < legs_.size(); ++i) {
    if (legs_[i].importer == legs_[last].importer && legs_[i].exporter == legs_[last].exporter) {
      legs_[last].value += legs_[i].value;
    } else {
      legs_[++last] = legs_[i];
    }
  }
  legs_.resize(legs_.empty() ? 0 : last + 1);

  into_begin_.assign(std::size_t{num_nodes} + 1, 0);
  out_of_begin_.assign(std::size_t{num_nodes} + 1, 0);
  for (const Flow& leg : legs_) {
    ++into_begin_[leg.importer + 1];
    ++out_of_begin_[leg.exporter + 1];
  }
  for (std::size_t i = 0; i < num_nodes; ++i) {
    into_begin_[i + 1] += into_begin_[i];
    out_of_begin_[i + 1] += out_of_begin_[i];
  }
  out_of_.resize(legs_.size());
  importers_.resize(legs_.size());
  std::vector<LegIndex> next(out_of_begin_.begin(), out_of_begin_.end() - 1);
  for (LegIndex leg = 0; leg < num_legs(); ++leg) {
    const LegIndex place = next[legs_[leg].exporter]++;
    out_of_[place] = leg;
    importers_[place] = legs_[leg].importer;
  }
}

std::span<const Flow> FlowMatrix::legs_into(NodeIndex importer) const {
  const LegIndex begin = into_begin_[importer];
  return std::span(legs_).subspan(begin, into_begin_[importer + 1] - begin);
}

std::span<const LegIndex> FlowMatrix::legs_out_of(NodeIndex exporter) const {
  const LegIndex begin = out_of_begin_[exporter];
  return std::span(out_of_).subspan(begin, out_of_begin_[exporter + 1] - begin);
}

std::span<const NodeIndex> FlowMatrix::importers_from(NodeIndex exporter) const {
  const LegIndex begin = out_of_begin_[exporter];
  return std::span(importers_).subspan(begin, out_of_begin_[exporter + 1] - begin);
}

std::optional<LegIndex> FlowMatrix::find(NodeIndex exporter, NodeIndex importer) const {
  if (exporter >= num_nodes_ || importer >= num_nodes_) {
    return std::nullopt;
  }
  const auto legs = legs_into(importer);
  const auto leg = std::ranges::lower_bound(legs, exporter, {}, &Flow::exporter);
  if (leg == legs.end() || leg->exporter != exporter) {
    return std::nullopt;
  }
  return into_begin_[importer] + static_cast<LegIndex>(leg - legs.begin());
}

void require_node(std::string_view subject, NodeIndex node, NodeIndex num_nodes) {
  if (node >= num_nodes) {
    throw invalid_argument("{}: expected nodes below {}, got {}", subject, num_nodes, node);
  }
}

}  // namespace portolan::graph
