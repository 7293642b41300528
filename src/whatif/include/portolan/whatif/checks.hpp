#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::whatif {

/// Goods that reach the destination through one place: a hub for one family.
struct Channel {
  /// Whoever checks the place checks all its channels; places are numbered from 0.
  std::uint32_t place = 0;
  /// Goods of one kind can take another channel of the same kind; kinds are numbered from 0.
  std::uint32_t goods = 0;
  /// What passes now, at least 0.
  double flow = 0.0;
  /// The most that the place can pass, at least `flow`: what it has grown by before, at most.
  double capacity = 0.0;
  /// Other trade of the place in these goods, which a check would hold up as well.
  double innocent = 0.0;
};

/// How checks work and how goods give way; nobody knows how readily, so that is an interval.
struct Response {
  /// The share of goods that pass in spite of a check, from 0 to below 1: no inspection is total.
  double passing_share = 0.3;
  /// A checked channel's appeal falls to `passing_share` to this power: 0, all go on as before;
  /// large, nobody uses it while others have room.
  double least_elasticity = 0.0;
  double most_elasticity = 2.0;
};

/// What happens to the channels when some places are checked, at one elasticity.
struct Rerouted {
  std::vector<double> sent;  ///< By channel: what is sent that way now.
  double stopped = 0.0;      ///< What no longer arrives.
};

/// Returns where goods go when the places `checked` are checked, and what is stopped.
///
/// Goods of a kind are `sum of flow` as before. They divide over its channels as
///
///     sent_i = min(capacity_i, l a_i flow_i),   a_i = passing_share ^ elasticity if checked, else
///     1
///
/// with l such that all are sent: a logit in the logarithm of what passes, which reproduces today's
/// flows without checks. Of what is sent through a checked place `passing_share` arrives. So a
/// check never lets more arrive: what leaves a checked channel was to arrive there in part and
/// arrives elsewhere at most in full.
///
/// Throws `Error` (kInvalidArgument) for values outside what `Channel` and `Response` say, two
/// channels of one place for the same goods, a negative elasticity, or a place that no channel has.
[[nodiscard]] Rerouted reroute(
    std::span<const Channel> channels,
    std::span<const std::uint32_t> checked,
    double passing_share,
    double elasticity
);

/// A choice of places to check, with what it does over the interval of elasticities.
struct CheckPlan {
  /// Sorted.
  std::vector<std::uint32_t> places;
  /// Stopped if nothing gives way, and at the ends of the interval of elasticities.
  double stopped_before_rerouting = 0.0;
  double least_stopped = 0.0;
  double most_stopped = 0.0;
  /// Other trade that the checks hold up.
  double innocent = 0.0;
  /// What who knew the elasticity could stop more with as many checks, at worst over `num_steps`
  /// elasticities of the interval, ends included.
  double regret = 0.0;
  /// The greedy choice of as many places, in the order chosen, and what it stops at least. Of a
  /// plan of `best_checks` the gap to `least_stopped` is proven, since the plan is exact.
  std::vector<std::uint32_t> greedy_places = {};
  double greedy_least_stopped = 0.0;
};

struct PlanOptions {
  std::size_t max_checks = 3;
  /// Elasticities at which the regret is sought; 0: it is not, and is 0.
  std::size_t num_steps = 5;
  /// Branches that all searches of a question may look at together.
  std::size_t max_branches = 2'000'000;
  /// Asked at every branch whether the search shall stop; none: it is not asked.
  const Progress* progress = nullptr;
};

/// Returns for 0, 1, … `max_checks` checks (or as many as there are places) the places of which the
/// check stops most in the worst case over the elasticities; among equal ones the first in order.
///
/// Stopping falls with the elasticity: goods only move to where more passes. So the worst case is
/// the most elastic one. Exact: places that have no goods in common are sought apart and put
/// together by dynamic programming; within a group by branch and bound, without choices that leave
/// out a place at least as large in everything as one that they take (docs/methods/checks.md).
///
/// Takes time exponential in the number of checks at worst; 200 places of one kind of goods each
/// and 10 checks take about a second. Throws `Error` as `reroute` does, where `max_branches` do not
/// suffice (a choice that is not proven to be the best is never given out as one), and
/// kInterrupted.
///
/// The output names what to check. It does not tell, nor keep, what stays open.
[[nodiscard]] std::vector<CheckPlan> best_checks(
    std::span<const Channel> channels,
    const Response& response,
    const PlanOptions& options = {}
);

/// Returns what the checks of `places`, a plan of somebody's own, would do; its regret and greedy
/// choice are those for as many checks. Throws `Error` as `best_checks` does, and for a place that
/// no channel has.
[[nodiscard]] CheckPlan weigh_checks(
    std::span<const Channel> channels,
    std::span<const std::uint32_t> places,
    const Response& response,
    const PlanOptions& options = {}
);

}  // namespace portolan::whatif
