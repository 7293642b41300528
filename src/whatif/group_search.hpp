#pragma once

#include <cstddef>
#include <vector>

#include "group_response.hpp"
#include "groups.hpp"
#include "portolan/base/progress.hpp"

namespace portolan::whatif {

/// How many branches a question may look at, over all its searches.
class Budget {
 public:
  Budget(std::size_t steps, const Progress* progress)
      : steps_(steps), left_(steps), progress_(progress) {}

  /// Throws `Error`: kInvalidArgument where nothing is left, kInterrupted.
  void spend(std::size_t num_places);

 private:
  std::size_t steps_;
  std::size_t left_;
  const Progress* progress_;
};

/// Places of a group, and what their check stops.
struct GroupChoice {
  std::vector<std::size_t> places;
  double stopped = 0.0;
};

/// Returns for 0, 1, … `most` checks (or as many as there are places) the places of the group that
/// stop most; among equal ones the first in order. Exact.
[[nodiscard]] std::vector<GroupChoice>
best_of_group(const Group& group, const GroupResponse& response, std::size_t most, Budget& budget);

}  // namespace portolan::whatif
