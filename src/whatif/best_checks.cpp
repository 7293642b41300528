#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/whatif/checks.hpp"

namespace portolan::whatif {
namespace {

/// Goods of one kind: how much there is, and how much each channel can grow at least.
struct Goods {
  double total = 0.0;
  double least_growth = std::numeric_limits<double>::infinity();
};

/// The places of the channels, the largest flow first, and their flows by kind of goods.
struct Places {
  std::vector<std::uint32_t> numbers;
  std::vector<Goods> goods;
  std::vector<std::vector<double>> flows;  // by place, then kind

  explicit Places(std::span<const Channel> channels) {
    std::map<std::uint32_t, std::size_t> kinds;
    std::map<std::uint32_t, double> sums;
    for (const Channel& channel : channels) {
      kinds.emplace(channel.goods, kinds.size());
      sums[channel.place] += channel.flow;
    }
    std::vector<std::pair<std::uint32_t, double>> sorted(sums.begin(), sums.end());
    std::ranges::stable_sort(sorted, [](const auto& a, const auto& b) {
      return a.second > b.second;
    });
    std::map<std::uint32_t, std::size_t> rank;
    for (const auto& [number, flow] : sorted) {
      rank[number] = numbers.size();
      numbers.push_back(number);
    }
    goods.resize(kinds.size());
    flows.assign(numbers.size(), std::vector<double>(kinds.size(), 0.0));
    for (const Channel& channel : channels) {
      Goods& kind = goods[kinds[channel.goods]];
      kind.total += channel.flow;
      if (channel.flow > 0.0) {
        kind.least_growth = std::min(kind.least_growth, channel.capacity / channel.flow);
      }
      flows[rank[channel.place]][kinds[channel.goods]] += channel.flow;
    }
  }
};

/// How many branches a question may look at, over all its searches.
class Budget {
 public:
  explicit Budget(std::size_t steps) : steps_(steps), left_(steps) {}

  void spend(std::size_t num_places) {
    if (left_ == 0) {
      throw invalid_argument(
          "checks: expected a choice that {} steps prove to be the best, got one among {} places "
          "that needs more",
          steps_,
          num_places
      )
          .with_hint("ask for fewer checks, or trace fewer goods or origins");
    }
    --left_;
  }

 private:
  std::size_t steps_;
  std::size_t left_;
};

/// The choice of so many places that stops most at one elasticity.
class Search {
 public:
  Search(
      std::span<const Channel> channels,
      const Places& places,
      double passing_share,
      double elasticity,
      Budget& budget
  )
      : channels_(channels),
        places_(places),
        budget_(budget),
        passing_share_(passing_share),
        elasticity_(elasticity),
        appeal_(std::pow(passing_share, elasticity)) {}

  [[nodiscard]] double stopped(std::span<const std::uint32_t> checked) const {
    return reroute(channels_, checked, passing_share_, elasticity_).stopped;
  }

  /// Adds the place that stops most with those chosen, again and again.
  [[nodiscard]] std::vector<std::uint32_t> greedy(std::size_t count) const {
    std::vector<std::uint32_t> chosen;
    while (chosen.size() < count) {
      double best = -1.0;
      std::uint32_t best_place = 0;
      for (const std::uint32_t place : places_.numbers) {
        if (std::ranges::count(chosen, place) > 0) {
          continue;
        }
        chosen.push_back(place);
        const double value = stopped(chosen);
        chosen.pop_back();
        if (value > best) {
          best = value;
          best_place = place;
        }
      }
      chosen.push_back(best_place);
    }
    return chosen;
  }

  [[nodiscard]] std::vector<std::uint32_t> best(std::size_t count) {
    best_ = greedy(count);
    best_stopped_ = stopped(best_);
    chosen_.clear();
    chosen_flows_.assign(places_.goods.size(), 0.0);
    follow(0, count);
    std::ranges::sort(best_);
    return best_;
  }

 private:
  /// What is stopped of a kind at most if channels with so much of its flow are checked. With l as
  /// in `reroute`, checked channels are sent l a F, since l a is at most 1; the others are sent l
  /// (D - F), or at least what the slowest of them can grow to. So F itself and what fills up bound
  /// it too.
  [[nodiscard]] double most_stopped(const Goods& goods, double checked_flow) const {
    const double others = goods.total - checked_flow;
    const double with_room =
        others + appeal_ * checked_flow > 0.0
            ? goods.total * appeal_ * checked_flow / (others + appeal_ * checked_flow)
            : goods.total;
    const double without_room =
        others > 0.0 ? goods.total - goods.least_growth * others : goods.total;
    return (1.0 - passing_share_) * std::min(checked_flow, std::max(with_room, without_room));
  }

  /// What the chosen places and `count` of those from `next` on can stop at most: each kind of
  /// goods is given those places that pass most of it.
  [[nodiscard]] double most_stopped(std::size_t next, std::size_t count) const {
    double sum = 0.0;
    std::vector<double> flows;
    for (std::size_t kind = 0; kind < places_.goods.size(); ++kind) {
      flows.clear();
      for (std::size_t i = next; i < places_.numbers.size(); ++i) {
        flows.push_back(places_.flows[i][kind]);
      }
      std::ranges::partial_sort(
          flows, flows.begin() + static_cast<std::ptrdiff_t>(count), std::ranges::greater()
      );
      const double checked = std::accumulate(
          flows.begin(), flows.begin() + static_cast<std::ptrdiff_t>(count), chosen_flows_[kind]
      );
      sum += most_stopped(places_.goods[kind], std::min(checked, places_.goods[kind].total));
    }
    return sum;
  }

  void choose(std::size_t i, double sign) {
    for (std::size_t kind = 0; kind < chosen_flows_.size(); ++kind) {
      chosen_flows_[kind] += sign * places_.flows[i][kind];
    }
  }

  void follow(std::size_t next, std::size_t count) {
    if (count == 0) {
      const double value = stopped(chosen_);
      if (value > best_stopped_) {
        best_stopped_ = value;
        best_ = chosen_;
      }
      return;
    }
    for (std::size_t i = next; i + count <= places_.numbers.size(); ++i) {
      budget_.spend(places_.numbers.size());
      // From later places on there are only fewer to choose among.
      constexpr double kRounding = 1.0 + 1e-12;
      if (most_stopped(i, count) < best_stopped_ * kRounding) {
        return;
      }
      chosen_.push_back(places_.numbers[i]);
      choose(i, 1.0);
      follow(i + 1, count - 1);
      choose(i, -1.0);
      chosen_.pop_back();
    }
  }

  std::span<const Channel> channels_;
  const Places& places_;
  Budget& budget_;
  double passing_share_;
  double elasticity_;
  double appeal_;  // of a checked channel
  std::vector<std::uint32_t> chosen_;
  std::vector<double> chosen_flows_;  // by kind of goods
  std::vector<std::uint32_t> best_;
  double best_stopped_ = 0.0;
};

double innocent_of(std::span<const Channel> channels, std::span<const std::uint32_t> checked) {
  double sum = 0.0;
  for (const Channel& channel : channels) {
    sum += std::ranges::count(checked, channel.place) > 0 ? channel.innocent : 0.0;
  }
  return sum;
}

double regret_of(
    std::span<const Channel> channels,
    const Places& places,
    const Response& response,
    std::span<const std::uint32_t> chosen,
    std::size_t num_steps,
    Budget& budget
) {
  double regret = 0.0;
  for (std::size_t step = 0; step < num_steps; ++step) {
    const double part =
        num_steps < 2 ? 1.0 : static_cast<double>(step) / static_cast<double>(num_steps - 1);
    const double elasticity =
        response.least_elasticity + part * (response.most_elasticity - response.least_elasticity);
    Search search(channels, places, response.passing_share, elasticity, budget);
    const auto best = search.best(chosen.size());
    regret = std::max(regret, search.stopped(best) - search.stopped(chosen));
  }
  return regret;
}

void check(const Response& response) {
  if (!(response.least_elasticity <= response.most_elasticity)) {
    throw invalid_argument(
        "elasticity: expected an interval, got {} to {}",
        response.least_elasticity,
        response.most_elasticity
    );
  }
}

/// The channels of a question, searched at the ends of the interval and without elasticity.
class Weigher {
 public:
  Weigher(std::span<const Channel> channels, const Response& response, const PlanOptions& options)
      : channels_(channels),
        response_(response),
        num_steps_(options.num_steps),
        places_(channels),
        budget_(options.max_branches),
        worst_(channels, places_, response.passing_share, response.most_elasticity, budget_),
        mildest_(channels, places_, response.passing_share, response.least_elasticity, budget_),
        rigid_(channels, places_, response.passing_share, 0.0, budget_) {}

  [[nodiscard]] std::size_t num_places() const { return places_.numbers.size(); }
  [[nodiscard]] std::vector<std::uint32_t> best(std::size_t count) { return worst_.best(count); }

  [[nodiscard]] CheckPlan plan(std::vector<std::uint32_t> chosen) {
    CheckPlan plan;
    plan.stopped_before_rerouting = rigid_.stopped(chosen);
    plan.least_stopped = worst_.stopped(chosen);
    plan.most_stopped = mildest_.stopped(chosen);
    plan.innocent = innocent_of(channels_, chosen);
    plan.regret = regret_of(channels_, places_, response_, chosen, num_steps_, budget_);
    plan.greedy_places = worst_.greedy(chosen.size());
    plan.greedy_least_stopped = worst_.stopped(plan.greedy_places);
    plan.places = std::move(chosen);
    return plan;
  }

 private:
  std::span<const Channel> channels_;
  const Response& response_;
  std::size_t num_steps_;
  Places places_;
  Budget budget_;
  Search worst_;
  Search mildest_;
  Search rigid_;
};

}  // namespace

std::vector<CheckPlan> best_checks(
    std::span<const Channel> channels,
    const Response& response,
    const PlanOptions& options
) {
  check(response);
  Weigher weigher(channels, response, options);
  std::vector<CheckPlan> plans;
  const std::size_t most = std::min(options.max_checks, weigher.num_places());
  for (std::size_t count = 0; count <= most; ++count) {
    plans.push_back(weigher.plan(weigher.best(count)));
  }
  return plans;
}

CheckPlan weigh_checks(
    std::span<const Channel> channels,
    std::span<const std::uint32_t> places,
    const Response& response,
    const PlanOptions& options
) {
  check(response);
  std::vector<std::uint32_t> chosen(places.begin(), places.end());
  std::ranges::sort(chosen);
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  // Told before the search: a place that no channel has would count as a check.
  (void)reroute(channels, chosen, response.passing_share, response.most_elasticity);
  return Weigher(channels, response, options).plan(std::move(chosen));
}

}  // namespace portolan::whatif
