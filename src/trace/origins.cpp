#include "portolan/trace/origins.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "family_network.hpp"
#include "portolan/base/error.hpp"
#include "portolan/graph/mixing.hpp"

namespace portolan::trace {
namespace {

using graph::NodeIndex;

constexpr double kThousandth = 1e-3;

void check(std::span<const FamilyTrade> families, const OriginsQuestion& question) {
  const auto places = places_of(families);
  if (places.empty()) {
    throw invalid_argument("network: expected at least one flow, got none");
  }
  require_place("to", question.destination, places);
  if (!question.hub.empty()) {
    require_place("to", question.hub, places);
  }
  if (question.max_wait && (question.num_routes > 0 || question.num_hubs > 0)) {
    throw invalid_argument(
        "wait: expected neither routes nor hubs of goods that wait, got {} and {}",
        question.num_routes,
        question.num_hubs
    )
        .with_hint("each month has routes of its own; --through HUB tells what passed a hub");
  }
  if (question.hub == question.destination) {
    throw invalid_argument("to: expected a leg between two places, got \"{}\" twice", question.hub);
  }
  for (const PlaceSet& set : question.origins) {
    for (const std::string& place : set.places) {
      require_place("origin", place, places);
    }
  }
  for (const PlaceSet& set : question.through) {
    for (const std::string& place : set.places) {
      require_place("through", place, places);
      if (place == question.destination || place == question.hub) {
        throw invalid_argument(
            "through: expected hubs before the end that is asked about, got \"{}\"", place
        );
      }
    }
  }
}

/// The end of a question in one family, under mixing.
struct FamilyPoint {
  graph::OriginTable table;
  /// What is no first passage of a leg counts as the leg itself.
  double scale = 1.0;
};

FamilyPoint point_of(const FamilyNetwork& family) {
  const NodeIndex end = family.end();
  FamilyPoint point{.table = graph::trace_origins(family.point(), {&end, 1})};
  if (family.returned()) {
    const auto kept = static_cast<double>(family.point().absorption()[end]);
    point.scale = kept / (kept - point.table.made(0, *family.returned()));
  }
  return point;
}

bool is_unlimited(std::int64_t amount) {
  return amount >= graph::kLargestTotal;
}

std::optional<Decimal3> limited(std::int64_t amount) {
  return is_unlimited(amount) ? std::nullopt : std::optional(Decimal3::from_thousandths(amount));
}

/// Adds what is at least so much, and perhaps without limit.
void add(graph::Range& sum, const graph::Range& range) {
  sum.low += range.low;
  sum.high = std::min(graph::kLargestTotal, sum.high + range.high);
}

/// Amounts of one kind, summed over families.
class BoundedSum {
 public:
  void add(double value, const graph::Range& kind, const graph::Range& others) {
    value_ += value;
    trace::add(kind_, kind);
    trace::add(others_, others);
  }

  [[nodiscard]] bool is_possible() const { return kind_.high > 0; }

  [[nodiscard]] BoundedAmount amount(double kept) const {
    BoundedAmount result{
        .value = std::isfinite(value_) ? std::optional(kThousandth * value_) : std::nullopt,
        .least = Decimal3::from_thousandths(kind_.low),
        .most = limited(kind_.high)};
    const graph::RangedBounds bounds{.kind = kind_, .others = others_};
    const auto finite = [](double share) {
      return std::isfinite(share) ? std::optional(share) : std::nullopt;
    };
    result.least_share = is_unlimited(others_.high) ? 0.0 : finite(bounds.least_share());
    result.most_share = is_unlimited(kind_.high) ? 1.0 : finite(bounds.most_share());
    if (kept > 0.0 && result.value) {
      result.share = value_ / kept;
    }
    return result;
  }

 private:
  double value_ = 0.0;
  graph::Range kind_;
  graph::Range others_;
};

/// Goods that come back over the leg asked about may or may not be of a kind.
std::vector<NodeIndex> returned_of(const FamilyNetwork& family) {
  return family.returned() ? std::vector{*family.returned()} : std::vector<NodeIndex>();
}

void add_witness(
    const FamilyNetwork& family,
    const graph::LimitedFlow& flow,
    std::vector<WitnessLeg>& legs
) {
  for (graph::LegIndex leg = 0; leg < flow.leg_flow.size(); ++leg) {
    const bool is_limit = std::ranges::binary_search(flow.full_legs, leg);
    if (flow.leg_flow[leg] == 0 && !is_limit) {
      continue;
    }
    const graph::Flow& ends = family.network().high().legs()[leg];
    legs.push_back(
        {.family = family.family(),
         .exporter = family.name(ends.exporter),
         .importer = family.name(ends.importer),
         .value = Decimal3::from_thousandths(flow.leg_flow[leg]),
         .is_limit = is_limit}
    );
  }
}

/// What of the end's goods passed one of the hubs under mixing: their exports are taken for goods
/// that a node of their own makes.
double passed(const FamilyNetwork& family, std::span<const NodeIndex> hubs) {
  const graph::FlowNetwork& point = family.point();
  const NodeIndex maker = point.num_nodes();
  const auto is_hub = [&](NodeIndex node) {
    return std::ranges::count(hubs, node) > 0;
  };
  std::vector<graph::Flow> flows(point.goods().legs().begin(), point.goods().legs().end());
  for (graph::Flow& flow : flows) {
    flow.exporter = is_hub(flow.exporter) ? maker : flow.exporter;
  }
  std::vector<graph::Producer> producers = {{maker, 0}};
  const auto entered = point.amounts(graph::every_source());
  for (NodeIndex node = 0; node < maker; ++node) {
    producers.push_back({node, is_hub(node) ? 0 : entered[node]});
  }
  const graph::FlowNetwork cut(graph::FlowMatrix(maker + 1, flows), producers);
  const NodeIndex end = family.end();
  return graph::trace_origins(cut, {&end, 1}).made(0, maker);
}

/// All families of a question, with their points.
class Tracer {
 public:
  Tracer(std::span<const FamilyTrade> families, const OriginsQuestion& question)
      : question_(question) {
    for (const FamilyTrade& trade : families) {
      if (auto family = FamilyNetwork::make(trade, question)) {
        families_.push_back(std::move(*family));
        points_.push_back(point_of(families_.back()));
      }
    }
    for (const FamilyNetwork& family : families_) {
      kept_ += static_cast<double>(family.point().absorption()[family.end()]);
    }
  }

  [[nodiscard]] std::span<const FamilyNetwork> families() const { return families_; }
  [[nodiscard]] std::optional<double> kept() const {
    return kept_ > 0.0 ? std::optional(kThousandth * kept_) : std::nullopt;
  }

  [[nodiscard]] BoundedAmount destination() const {
    BoundedAmount result{.value = kThousandth * kept_};
    graph::Range range;
    for (const FamilyNetwork& family : families_) {
      add(range, family.network().absorption(family.end()));
    }
    result.least = Decimal3::from_thousandths(range.low);
    result.most = limited(range.high);
    return result;
  }

  [[nodiscard]] std::pair<OriginRow, bool> origin(const PlaceSet& set) const {
    OriginRow row{.name = set.name, .amount = {}, .witness = {}};
    BoundedSum sum;
    for (std::size_t i = 0; i < families_.size(); ++i) {
      const graph::OriginSet origins = families_[i].origins_of(set);
      double value = (set.has_unknown ? points_[i].table.unknown(0) : 0.0) +
                     (set.has_margins ? points_[i].table.margin(0) : 0.0);
      for (const NodeIndex node : origins.producers) {
        value += points_[i].table.made(0, node);
      }
      const auto bounds = graph::supply_bounds(
          families_[i].network(), origins, families_[i].end(), returned_of(families_[i])
      );
      sum.add(points_[i].scale * value, bounds.kind, bounds.others);
      if (question_.has_witness) {
        add_witness(families_[i], bounds.most, row.witness);
      }
    }
    row.amount = sum.amount(kept_);
    return {std::move(row), sum.is_possible()};
  }

  [[nodiscard]] OriginRow passage(const PlaceSet& set) const {
    OriginRow row{.name = set.name, .amount = {}, .witness = {}};
    BoundedSum sum;
    for (std::size_t i = 0; i < families_.size(); ++i) {
      const auto hubs = families_[i].origins_of(set).producers;
      const auto bounds = graph::passage_bounds(
          families_[i].network(), hubs, families_[i].end(), returned_of(families_[i])
      );
      sum.add(points_[i].scale * passed(families_[i], hubs), bounds.kind, bounds.others);
      if (question_.has_witness) {
        add_witness(families_[i], bounds.most, row.witness);
      }
    }
    row.amount = sum.amount(kept_);
    return row;
  }

 private:
  const OriginsQuestion& question_;
  std::vector<FamilyNetwork> families_;
  std::vector<FamilyPoint> points_;
  double kept_ = 0.0;
};

/// Each producer that can have sent anything, and what is of unknown origin.
std::vector<OriginRow> every_origin(const Tracer& tracer) {
  std::set<std::string> producers;
  for (const FamilyNetwork& family : tracer.families()) {
    for (NodeIndex node = 0; node < family.num_place_nodes(); ++node) {
      if (family.is_producer(node)) {
        producers.insert(family.name(node));
      }
    }
  }
  std::vector<OriginRow> rows;
  for (const std::string& producer : producers) {
    auto [row, is_possible] = tracer.origin({.name = producer, .places = {producer}});
    if (is_possible) {
      rows.push_back(std::move(row));
    }
  }
  std::ranges::stable_sort(rows, [](const OriginRow& a, const OriginRow& b) {
    return a.amount.value.value_or(0.0) > b.amount.value.value_or(0.0);
  });
  rows.push_back(tracer.origin({.name = "unknown", .places = {}, .has_unknown = true}).first);
  if (auto [row, is_possible] = tracer.origin({.name = "margin", .has_margins = true});
      is_possible) {
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<RaisedOutput>
raised_outputs(const Tracer& tracer, std::span<const FamilyTrade> families) {
  std::vector<RaisedOutput> result;
  for (const FamilyNetwork& family : tracer.families()) {
    const auto trade = std::ranges::find(families, family.family(), &FamilyTrade::family);
    for (const ProducerRow& row : trade->producers) {
      std::int64_t raised = 0;
      std::int64_t output = 0;
      for (const NodeIndex node : family.nodes_of(row.place)) {
        raised += family.point().raised()[node];
        output += family.point().output()[node];
      }
      if (!row.output || raised == 0) {
        continue;
      }
      result.push_back(
          {.family = family.family(),
           .place = row.place,
           .stated = *row.output,
           .needed = Decimal3::from_thousandths(output)}
      );
    }
  }
  return result;
}

bool is_any_producer(const Tracer& tracer, const std::string& place) {
  return std::ranges::any_of(tracer.families(), [&](const FamilyNetwork& family) {
    const auto nodes = family.nodes_of(place);
    return !nodes.empty() && family.is_producer(nodes.front());
  });
}

}  // namespace

OriginsAnswer
trace_origins(std::span<const FamilyTrade> families, const OriginsQuestion& question) {
  check(families, question);
  const Tracer tracer(families, question);
  if (tracer.families().empty()) {
    throw not_found(
        "to: expected trade from {} to {}, got none", question.hub, question.destination
    );
  }
  OriginsAnswer answer{.destination = tracer.destination()};
  if (question.origins.empty()) {
    answer.origins = every_origin(tracer);
  }
  for (const PlaceSet& set : question.origins) {
    auto [row, is_possible] = tracer.origin(set);
    answer.origins.push_back(std::move(row));
    if (!is_possible) {
      answer.unconnected.push_back(set.name);
    }
    std::ranges::copy_if(
        set.places,
        std::back_inserter(answer.no_producers),
        [&](const std::string& place) { return !is_any_producer(tracer, place); }
    );
  }
  for (const PlaceSet& set : question.through) {
    answer.through.push_back(tracer.passage(set));
  }
  if (question.num_routes > 0) {
    answer.routes = routes_of(tracer.families(), question, tracer.kept());
  }
  if (question.num_hubs > 0) {
    answer.hubs = hubs_of(tracer.families(), question);
  }
  answer.raised = raised_outputs(tracer, families);
  std::int64_t waited = 0;
  for (const FamilyNetwork& family : tracer.families()) {
    waited += family.waited();
  }
  answer.waited = Decimal3::from_thousandths(waited);
  return answer;
}

}  // namespace portolan::trace
