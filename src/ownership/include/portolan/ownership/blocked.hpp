#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "portolan/ownership/holdings.hpp"
#include "portolan/ownership/rules.hpp"

namespace portolan::ownership {

enum class Standing : std::uint8_t {
  kListed,    ///< named by a list
  kBlocked,   ///< owned by listed persons, whatever the unknown shares are
  kPossibly,  ///< owned for some values of what is unknown, not for others
  kNot        ///< partly held by such entities, but not enough for any value
};

/// What the rule says of one entity.
struct Finding {
  EntityIndex entity = 0;
  Standing standing = Standing::kNot;
  /// Share that blocked owners hold at least, and that blocked and possibly blocked ones hold at
  /// most. Where holdings of different listed persons are not added, the least is the largest that
  /// one of them has. The least exceeds `kWhole` where statements contradict each other.
  Share least = 0;
  Share most = 0;
  /// 0 listed, 1 owned by listed persons, 2 owned through those of step 1 (and by others before),
  /// and so on; for kNot one more than the first such owner's.
  std::int32_t step = 0;
  /// Whether it is control, not ownership, that decides.
  bool by_control = false;
  /// The holdings that sum to the standing, as indices into the holdings given, ascending: those of
  /// owners of an earlier step, so that reading back always ends at listed persons.
  std::vector<std::uint32_t> counted = {};
};

struct Blocking {
  /// Listed entities and those in which one of a finding other than kNot holds something, by
  /// entity.
  std::vector<Finding> findings;
  /// Entities whose owners hold more than all of it at the least, ascending: statements that cannot
  /// all be true.
  std::vector<EntityIndex> overheld;
};

/// Returns who is owned by listed persons. With B the listed entities, repeat until nothing
/// changes: an entity that members of B hold to the threshold in sum joins B. The first such set is
/// a fix-point: it is not a product of shares along chains, and cycles end.
///
/// Unknown shares: *blocked* is the fix-point at the least of each share, *possibly* what joins at
/// the most. Owners' shares sum to at most the whole, so the most that members can hold is what
/// their intervals allow and others' least leaves: min(sum of high, kWhole - sum of others' low).
/// Both sets are exact: with what is unknown given to owners in the order in which they joined, all
/// of the second set are blocked at once; with each at its least, none but the first. Where the
/// least already exceeds the whole, the bound by others is not used. What no statement covers
/// counts for nobody.
///
/// Where `test.adds_owners` is false each listed person has a fix-point of its own; what the sum of
/// several would own is kPossibly, since they may act jointly. A controlling owner in B is enough
/// if `test.counts_control`.
///
/// `holdings` has one entry a pair, as `holdings_at` returns. Takes O(entities + holdings), and
/// without adding O(holdings within reach) for each listed person. Throws `Error`
/// (kInvalidArgument) for an entity outside `num_entities`.
///
/// Source: OFAC, revised guidance of 2014-08-13 and FAQ 401; docs/methods/ownership.md.
[[nodiscard]] Blocking find_blocked(
    std::size_t num_entities,
    std::span<const Holding> holdings,
    std::span<const EntityIndex> listed,
    const OwnershipTest& test
);

}  // namespace portolan::ownership
