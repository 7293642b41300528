#include "group_response.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <span>

namespace portolan::whatif {
namespace {

/// The sum of the `count` largest; reorders.
double sum_of_largest(std::vector<double>& values, std::size_t count) {
  const std::size_t taken = std::min(count, values.size());
  std::ranges::nth_element(
      values, values.begin() + static_cast<std::ptrdiff_t>(taken), std::ranges::greater()
  );
  return std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(taken), 0.0);
}

}  // namespace

struct GroupResponse::Reach {
  const Kind& kind;
  double most_flow = 0.0;  // that can be checked
  std::size_t left = 0;
  std::vector<const Member*> open;    // of places that may be chosen
  std::vector<const Member*> closed;  // of places that stay unchecked

  /// What stays unchecked takes at least so much where each unit of appeal gets `level`.
  [[nodiscard]] double least_unchecked(double level, std::vector<double>& scratch) const {
    double sum = 0.0;
    for (const Member* member : closed) {
      sum += std::min(member->capacity, level * member->flow);
    }
    scratch.clear();
    for (const Member* member : open) {
      scratch.push_back(std::min(member->capacity, level * member->flow));
      sum += scratch.back();
    }
    return std::max(0.0, sum - sum_of_largest(scratch, left));
  }
};

GroupResponse::GroupResponse(const Group& group, double passing_share, double elasticity)
    : group_(group), passing_share_(passing_share), appeal_(std::pow(passing_share, elasticity)) {}

double GroupResponse::sent_through_checked(const Kind& kind, const std::vector<bool>& checked)
    const {
  double checked_flow = 0.0;
  std::vector<double> appeal_from(kind.members.size() + 1, 0.0);
  for (const Member& member : kind.members) {
    checked_flow += checked[member.place] ? member.flow : 0.0;
  }
  // Summed up from behind: appeals differ by many orders of magnitude.
  appeal_from.back() = appeal_ * checked_flow;
  for (std::size_t i = kind.members.size(); i-- > 0;) {
    const Member& member = kind.members[i];
    appeal_from[i] = appeal_from[i + 1] + (checked[member.place] ? 0.0 : member.flow);
  }
  // The channels that fill up are those with the least room for their appeal.
  double left = kind.total;
  for (std::size_t i = 0; i < kind.members.size() && checked_flow > 0.0; ++i) {
    const Member& member = kind.members[i];
    if (checked[member.place]) {
      continue;
    }
    if (left * (member.flow / appeal_from[i]) <= member.capacity) {
      return std::min(checked_flow, left * (appeal_from.back() / appeal_from[i]));
    }
    left -= member.capacity;
  }
  return std::clamp(left, 0.0, checked_flow);
}

double GroupResponse::stopped(const std::vector<bool>& is_checked) const {
  double sent = 0.0;
  for (const Kind& kind : group_.kinds) {
    sent += sent_through_checked(kind, is_checked);
  }
  return (1.0 - passing_share_) * sent;
}

/// With l as in `reroute`, checked channels of flow F are sent l a F, since l a is at most 1; the
/// others are sent l (D - F), or at least what the slowest of them can grow to. So F itself and
/// what fills up bound it too. Convex in F.
double GroupResponse::most_sent_by_flow(const Kind& kind, double checked_flow) const {
  const double others = kind.total - checked_flow;
  const double with_room =
      others + appeal_ * checked_flow > 0.0
          ? kind.total * appeal_ * checked_flow / (others + appeal_ * checked_flow)
          : kind.total;
  const double without_room = others > 0.0 ? kind.total - kind.least_growth * others : kind.total;
  return std::min(checked_flow, std::max(with_room, without_room));
}

/// The choice with the most flow to check and, apart from that, the least that the others take at
/// each level: a level that is too low for it gives too much to the checked.
double GroupResponse::most_sent_with_room(const Reach& reach) const {
  constexpr int kSteps = 24;
  std::vector<double> scratch;
  double low = 1.0;
  double high = appeal_ > 0.0 ? 1.0 / appeal_ : std::numeric_limits<double>::infinity();
  if (!std::isfinite(high)) {
    return std::min(
        reach.most_flow,
        reach.kind.total - std::min(reach.kind.total, reach.least_unchecked(high, scratch))
    );
  }
  for (int step = 0; step < kSteps; ++step) {
    const double level = std::sqrt(low * high);
    const double taken = reach.least_unchecked(level, scratch) + level * appeal_ * reach.most_flow;
    (taken <= reach.kind.total ? low : high) = level;
  }
  return std::min(reach.most_flow, reach.kind.total - reach.least_unchecked(low, scratch));
}

/// A convex function lies below its chord, and chords are sums over places: so kinds of goods are
/// not given different places.
double GroupResponse::most_sent_together(
    const Branch& branch,
    const std::vector<double>& flow_now,
    const std::vector<double>& most_flow
) const {
  double sum = 0.0;
  std::vector<double> slope(group_.kinds.size(), 0.0);
  for (std::size_t i = 0; i < group_.kinds.size(); ++i) {
    const double now = most_sent_by_flow(group_.kinds[i], flow_now[i]);
    sum += now;
    if (most_flow[i] > flow_now[i]) {
      slope[i] =
          (most_sent_by_flow(group_.kinds[i], most_flow[i]) - now) / (most_flow[i] - flow_now[i]);
    }
  }
  std::vector<double> gains;
  for (std::size_t place = 0; place < group_.num_places(); ++place) {
    if (branch.is_open[place]) {
      gains.push_back(
          std::transform_reduce(slope.begin(), slope.end(), group_.flows[place].begin(), 0.0)
      );
    }
  }
  return sum + sum_of_largest(gains, branch.left);
}

double GroupResponse::most_stopped(const Branch& branch) const {
  double apart = 0.0;
  std::vector<double> flow_now;
  std::vector<double> most_flow;
  std::vector<double> flows;
  for (const Kind& kind : group_.kinds) {
    Reach reach{.kind = kind, .left = branch.left, .open = {}, .closed = {}};
    double now = 0.0;
    flows.clear();
    for (const Member& member : kind.members) {
      if (branch.is_checked[member.place]) {
        now += member.flow;
      } else if (branch.is_open[member.place]) {
        reach.open.push_back(&member);
        flows.push_back(member.flow);
      } else {
        reach.closed.push_back(&member);
      }
    }
    flow_now.push_back(now);
    reach.most_flow = std::min(kind.total, now + sum_of_largest(flows, branch.left));
    most_flow.push_back(reach.most_flow);
    apart += std::min(most_sent_by_flow(kind, reach.most_flow), most_sent_with_room(reach));
  }
  const double together =
      group_.kinds.size() < 2 ? apart : most_sent_together(branch, flow_now, most_flow);
  return (1.0 - passing_share_) * std::min(apart, together);
}

}  // namespace portolan::whatif
