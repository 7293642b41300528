#include <algorithm>
#include <map>
#include <utility>

#include "group_response.hpp"
#include "group_search.hpp"
#include "groups.hpp"
#include "portolan/base/error.hpp"
#include "portolan/whatif/checks.hpp"

namespace portolan::whatif {
namespace {

/// Places by their numbers, and what their check stops.
struct Choice {
  std::vector<std::uint32_t> places;
  double stopped = 0.0;
};

/// For each number of checks the best choice of the groups together: `choices` so far, and so many
/// of the next group. What is checked in one group changes nothing in another.
std::vector<Choice> joined(
    const std::vector<Choice>& choices,
    const Group& group,
    const std::vector<GroupChoice>& next,
    std::size_t most
) {
  std::vector<Choice> result;
  for (std::size_t count = 0; count <= std::min(most, choices.size() + next.size() - 2); ++count) {
    const std::size_t first = count - std::min(count, next.size() - 1);
    std::size_t best = first;
    const auto value = [&](std::size_t before) {
      return choices[before].stopped + next[count - before].stopped;
    };
    for (std::size_t before = first; before < std::min(count + 1, choices.size()); ++before) {
      best = value(before) > value(best) ? before : best;
    }
    Choice choice{.places = choices[best].places, .stopped = value(best)};
    for (const std::size_t place : next[count - best].places) {
      choice.places.push_back(group.numbers[place]);
    }
    result.push_back(std::move(choice));
  }
  return result;
}

/// The groups at one elasticity.
class Scene {
 public:
  Scene(const std::vector<Group>& groups, double passing_share, double elasticity)
      : groups_(groups) {
    for (std::size_t i = 0; i < groups.size(); ++i) {
      responses_.emplace_back(groups[i], passing_share, elasticity);
      for (std::size_t place = 0; place < groups[i].num_places(); ++place) {
        at_.emplace(groups[i].numbers[place], std::pair(i, place));
      }
    }
  }

  [[nodiscard]] std::size_t num_places() const { return at_.size(); }

  [[nodiscard]] double stopped(std::span<const std::uint32_t> places) const {
    auto is_checked = nothing_checked();
    for (const std::uint32_t number : places) {
      const auto [group, place] = at_.at(number);
      is_checked[group][place] = true;
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      sum += responses_[i].stopped(is_checked[i]);
    }
    return sum;
  }

  /// For 0 to `most` checks.
  [[nodiscard]] std::vector<Choice> best(std::size_t most, Budget& budget) const {
    std::vector<Choice> choices(1);
    for (std::size_t i = 0; i < groups_.size(); ++i) {
      choices =
          joined(choices, groups_[i], best_of_group(groups_[i], responses_[i], most, budget), most);
    }
    for (Choice& choice : choices) {
      std::ranges::sort(choice.places);
    }
    return choices;
  }

  /// Adds the place that stops most with those chosen, again and again; among equal ones that with
  /// the lowest number.
  [[nodiscard]] std::vector<std::uint32_t> greedy(std::size_t count) const {
    std::vector<std::uint32_t> chosen;
    auto is_checked = nothing_checked();
    while (chosen.size() < count) {
      double most = -1.0;
      std::uint32_t best = 0;
      for (const auto& [number, at] : at_) {
        const auto [group, place] = at;
        if (is_checked[group][place]) {
          continue;
        }
        const double before = responses_[group].stopped(is_checked[group]);
        is_checked[group][place] = true;
        const double more = responses_[group].stopped(is_checked[group]) - before;
        is_checked[group][place] = false;
        if (more > most) {
          most = more;
          best = number;
        }
      }
      const auto [group, place] = at_.at(best);
      is_checked[group][place] = true;
      chosen.push_back(best);
    }
    return chosen;
  }

 private:
  [[nodiscard]] std::vector<std::vector<bool>> nothing_checked() const {
    std::vector<std::vector<bool>> result;
    for (const Group& group : groups_) {
      result.emplace_back(group.num_places(), false);
    }
    return result;
  }

  const std::vector<Group>& groups_;
  std::vector<GroupResponse> responses_;
  std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> at_;  // by number: group, place
};

double innocent_of(std::span<const Channel> channels, std::span<const std::uint32_t> checked) {
  double sum = 0.0;
  for (const Channel& channel : channels) {
    sum += std::ranges::count(checked, channel.place) > 0 ? channel.innocent : 0.0;
  }
  return sum;
}

void check(std::span<const Channel> channels, const Response& response) {
  if (!(response.least_elasticity <= response.most_elasticity)) {
    throw invalid_argument(
        "elasticity: expected an interval, got {} to {}",
        response.least_elasticity,
        response.most_elasticity
    );
  }
  // Told before any search.
  (void)reroute(channels, {}, response.passing_share, response.least_elasticity);
  (void)reroute(channels, {}, response.passing_share, response.most_elasticity);
}

/// The channels of a question at the ends of the interval, without elasticity, and at the steps at
/// which the regret is sought.
class Weigher {
 public:
  Weigher(std::span<const Channel> channels, const Response& response, const PlanOptions& options)
      : channels_(channels),
        groups_(groups_of(channels)),
        budget_(options.max_branches, options.progress),
        worst_(groups_, response.passing_share, response.most_elasticity),
        mildest_(groups_, response.passing_share, response.least_elasticity),
        rigid_(groups_, response.passing_share, 0.0) {
    for (std::size_t step = 0; step < options.num_steps; ++step) {
      const double part = options.num_steps < 2 ? 1.0
                                                : static_cast<double>(step) /
                                                      static_cast<double>(options.num_steps - 1);
      steps_.emplace_back(
          groups_,
          response.passing_share,
          response.least_elasticity + part * (response.most_elasticity - response.least_elasticity)
      );
    }
  }

  [[nodiscard]] std::size_t num_places() const { return worst_.num_places(); }

  [[nodiscard]] std::vector<Choice> best(std::size_t most) { return worst_.best(most, budget_); }

  /// Plans with as many checks as each of `chosen` has, at most `most`.
  [[nodiscard]] std::vector<CheckPlan>
  plans(std::span<const std::vector<std::uint32_t>> chosen, std::size_t most) {
    std::vector<CheckPlan> result;
    const auto greedy = worst_.greedy(most);
    for (const auto& places : chosen) {
      CheckPlan plan;
      plan.places = places;
      plan.stopped_before_rerouting = rigid_.stopped(places);
      plan.least_stopped = worst_.stopped(places);
      plan.most_stopped = mildest_.stopped(places);
      plan.innocent = innocent_of(channels_, places);
      // The greedy choice of fewer is how that of more begins.
      plan.greedy_places.assign(
          greedy.begin(), greedy.begin() + static_cast<std::ptrdiff_t>(places.size())
      );
      plan.greedy_least_stopped = worst_.stopped(plan.greedy_places);
      result.push_back(std::move(plan));
    }
    for (const Scene& step : steps_) {
      const auto known = step.best(most, budget_);
      for (CheckPlan& plan : result) {
        plan.regret =
            std::max(plan.regret, known[plan.places.size()].stopped - step.stopped(plan.places));
      }
    }
    return result;
  }

 private:
  std::span<const Channel> channels_;
  std::vector<Group> groups_;
  Budget budget_;
  Scene worst_;
  Scene mildest_;
  Scene rigid_;
  std::vector<Scene> steps_;
};

}  // namespace

std::vector<CheckPlan> best_checks(
    std::span<const Channel> channels,
    const Response& response,
    const PlanOptions& options
) {
  check(channels, response);
  Weigher weigher(channels, response, options);
  const std::size_t most = std::min(options.max_checks, weigher.num_places());
  std::vector<std::vector<std::uint32_t>> chosen;
  for (Choice& choice : weigher.best(most)) {
    chosen.push_back(std::move(choice.places));
  }
  return weigher.plans(chosen, most);
}

CheckPlan weigh_checks(
    std::span<const Channel> channels,
    std::span<const std::uint32_t> places,
    const Response& response,
    const PlanOptions& options
) {
  check(channels, response);
  std::vector<std::uint32_t> chosen(places.begin(), places.end());
  std::ranges::sort(chosen);
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  // Told before the search: a place that no channel has would count as a check.
  (void)reroute(channels, chosen, response.passing_share, response.most_elasticity);
  return Weigher(channels, response, options).plans(std::span(&chosen, 1), chosen.size()).front();
}

}  // namespace portolan::whatif
