#pragma once

#include <cstddef>
#include <vector>

#include "groups.hpp"

namespace portolan::whatif {

/// A choice of places of a group that is not yet complete.
struct Branch {
  std::vector<bool> is_checked;  ///< By place.
  std::vector<bool> is_open;     ///< By place: whether it may still be chosen.
  std::size_t left = 0;          ///< So many are to be chosen yet.
};

/// How a group gives way at one elasticity: `reroute`, fast, and what bounds it.
class GroupResponse {
 public:
  /// `group` must outlive this.
  GroupResponse(const Group& group, double passing_share, double elasticity);

  /// What the check of some places stops; `is_checked` is by place.
  [[nodiscard]] double stopped(const std::vector<bool>& is_checked) const;

  /// At least what any completion of the branch stops.
  [[nodiscard]] double most_stopped(const Branch& branch) const;

 private:
  /// What can be checked of a kind, and what stays unchecked, in a branch.
  struct Reach;

  [[nodiscard]] double sent_through_checked(const Kind& kind, const std::vector<bool>& checked)
      const;
  [[nodiscard]] double most_sent_by_flow(const Kind& kind, double checked_flow) const;
  [[nodiscard]] double most_sent_with_room(const Reach& reach) const;
  [[nodiscard]] double most_sent_together(
      const Branch& branch,
      const std::vector<double>& flow_now,
      const std::vector<double>& most_flow
  ) const;

  const Group& group_;
  double passing_share_;
  double appeal_;  // of a checked channel
};

}  // namespace portolan::whatif
