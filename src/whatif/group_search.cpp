#include "group_search.hpp"

#include <algorithm>
#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::whatif {
namespace {

/// The choice of so many places of a group that stops most.
class Search {
 public:
  Search(const Group& group, const GroupResponse& response, Budget& budget)
      : group_(group), response_(response), budget_(budget) {}

  [[nodiscard]] GroupChoice best(std::size_t count) {
    best_ = improved(greedy(count));
    Branch branch{
        .is_checked = std::vector<bool>(group_.num_places(), false),
        .is_open = std::vector<bool>(group_.num_places(), true),
        .left = count};
    chosen_.clear();
    follow(0, branch);
    std::ranges::sort(best_.places);
    return std::move(best_);
  }

 private:
  [[nodiscard]] double stopped(const std::vector<std::size_t>& places) const {
    std::vector<bool> is_checked(group_.num_places(), false);
    for (const std::size_t place : places) {
      is_checked[place] = true;
    }
    return response_.stopped(is_checked);
  }

  /// The first place of those not in `choice` that stops most in the place of `choice.places[at]`.
  void replace(GroupChoice& choice, std::size_t at) const {
    GroupChoice other = choice;
    for (std::size_t place = 0; place < group_.num_places(); ++place) {
      if (std::ranges::count(choice.places, place) == 0) {
        other.places[at] = place;
        other.stopped = stopped(other.places);
        if (other.stopped > choice.stopped) {
          choice = other;
        }
      }
    }
  }

  [[nodiscard]] GroupChoice greedy(std::size_t count) const {
    GroupChoice choice;
    while (choice.places.size() < count) {
      std::size_t first = 0;
      while (std::ranges::count(choice.places, first) > 0) {
        ++first;
      }
      choice.places.push_back(first);
      choice.stopped = stopped(choice.places);
      replace(choice, choice.places.size() - 1);
    }
    return choice;
  }

  /// The better the first choice, the fewer branches are followed.
  [[nodiscard]] GroupChoice improved(GroupChoice choice) const {
    double before = -1.0;
    while (choice.stopped > before) {
      before = choice.stopped;
      for (std::size_t i = 0; i < choice.places.size(); ++i) {
        replace(choice, i);
      }
    }
    return choice;
  }

  /// Whether a place that is at least as good has been left out: better ones come before.
  [[nodiscard]] bool is_idle(std::size_t place, const Branch& branch) const {
    return std::ranges::any_of(group_.better[place], [&](std::size_t better) {
      return !branch.is_checked[better];
    });
  }

  void follow(std::size_t next, Branch branch) {
    if (branch.left == 0) {
      const double value = response_.stopped(branch.is_checked);
      if (value > best_.stopped) {
        best_ = {.places = chosen_, .stopped = value};
      }
      return;
    }
    for (std::size_t place = next; place + branch.left <= group_.num_places(); ++place) {
      if (is_idle(place, branch)) {
        branch.is_open[place] = false;
        continue;
      }
      budget_.spend(group_.num_places());
      // From later places on there are only fewer to choose among.
      constexpr double kRounding = 1.0 + 1e-12;
      if (response_.most_stopped(branch) < best_.stopped * kRounding) {
        return;
      }
      branch.is_open[place] = false;
      branch.is_checked[place] = true;
      --branch.left;
      chosen_.push_back(place);
      follow(place + 1, branch);
      chosen_.pop_back();
      ++branch.left;
      branch.is_checked[place] = false;
    }
  }

  const Group& group_;
  const GroupResponse& response_;
  Budget& budget_;
  std::vector<std::size_t> chosen_;
  GroupChoice best_;
};

}  // namespace

void Budget::spend(std::size_t num_places) {
  if (progress_ != nullptr) {
    progress_->check();
  }
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

std::vector<GroupChoice>
best_of_group(const Group& group, const GroupResponse& response, std::size_t most, Budget& budget) {
  Search search(group, response, budget);
  std::vector<GroupChoice> choices;
  for (std::size_t count = 0; count <= std::min(most, group.num_places()); ++count) {
    choices.push_back(search.best(count));
  }
  return choices;
}

}  // namespace portolan::whatif
