#include "portolan/ownership/blocked.hpp"

#include <algorithm>
#include <limits>

#include "portolan/base/error.hpp"

namespace portolan::ownership {
namespace {

constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();

/// Holdings by one end: those of entity e are `order[begin[e] .. begin[e + 1])`, ascending.
class Incidence {
 public:
  Incidence(
      std::size_t num_entities,
      std::span<const Holding> holdings,
      EntityIndex Holding::*end_of_holding
  )
      : begin_(num_entities + 1, 0), order_(holdings.size()) {
    for (const Holding& holding : holdings) {
      ++begin_[holding.*end_of_holding + 1];
    }
    for (std::size_t i = 1; i < begin_.size(); ++i) {
      begin_[i] += begin_[i - 1];
    }
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (std::uint32_t i = 0; i < holdings.size(); ++i) {
      order_[next[holdings[i].*end_of_holding]++] = i;
    }
  }

  [[nodiscard]] std::span<const std::uint32_t> of(EntityIndex entity) const {
    return std::span(order_).subspan(begin_[entity], begin_[entity + 1] - begin_[entity]);
  }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<std::uint32_t> order_;
};

/// Which end of the intervals a fix-point takes.
enum class End : std::uint8_t { kLeast, kMost };

struct Graph {
  std::span<const Holding> holdings;
  Incidence by_owner;
  /// What all owners of an entity hold at the least.
  std::vector<Share> all_low;
  OwnershipTest test;
};

/// A fix-point from some seeds. The scratch space is as large as the graph and is cleaned after
/// each use at the cost of what was touched.
class FixPoint {
 public:
  FixPoint(std::size_t num_entities, const Graph& graph, End end)
      : graph_(graph),
        end_(end),
        is_touched_(num_entities, false),
        step_(num_entities, kNever),
        low_(num_entities, 0),
        high_(num_entities, 0),
        is_controlled_(num_entities, false),
        joined_by_control_(num_entities, false) {}

  void run(std::span<const EntityIndex> seeds) {
    clear();
    std::vector<EntityIndex> front;
    for (const EntityIndex seed : seeds) {
      touch(seed);
      if (step_[seed] == kNever) {
        step_[seed] = 0;
        front.push_back(seed);
      }
    }
    for (std::int32_t step = 1; !front.empty(); ++step) {
      front = advance(front, step);
    }
  }

  [[nodiscard]] const std::vector<EntityIndex>& touched() const { return touched_; }
  /// The step at which the entity joined; `kNever` for those outside.
  [[nodiscard]] std::int32_t step(EntityIndex entity) const { return step_[entity]; }
  /// Whether it joined because a member controls it while too little was held.
  [[nodiscard]] bool joined_by_control(EntityIndex entity) const {
    return joined_by_control_[entity];
  }

  /// What members hold, at the end of the intervals taken.
  [[nodiscard]] Share held(EntityIndex entity) const {
    if (end_ == End::kLeast) {
      return low_[entity];
    }
    const Share most = std::min(high_[entity], kWhole);
    const Share all_low = graph_.all_low[entity];
    if (all_low > kWhole) {
      return std::max(most, low_[entity]);
    }
    return std::min(most, kWhole - (all_low - low_[entity]));
  }

  [[nodiscard]] bool is_owned(EntityIndex entity) const {
    const Share share = held(entity);
    return graph_.test.takes_threshold ? share >= graph_.test.threshold
                                       : share > graph_.test.threshold;
  }

 private:
  void clear() {
    for (const EntityIndex entity : touched_) {
      step_[entity] = kNever;
      low_[entity] = 0;
      high_[entity] = 0;
      is_controlled_[entity] = false;
      joined_by_control_[entity] = false;
      is_touched_[entity] = false;
    }
    touched_.clear();
  }

  void touch(EntityIndex entity) {
    if (!is_touched_[entity]) {
      is_touched_[entity] = true;
      touched_.push_back(entity);
    }
  }

  /// Counts what `front` holds, then returns who joins by it.
  std::vector<EntityIndex> advance(std::span<const EntityIndex> front, std::int32_t step) {
    std::vector<EntityIndex> reached;
    for (const EntityIndex owner : front) {
      for (const std::uint32_t index : graph_.by_owner.of(owner)) {
        const Holding& holding = graph_.holdings[index];
        touch(holding.owned);
        low_[holding.owned] += holding.low;
        high_[holding.owned] += holding.high;
        if (holding.controls && graph_.test.counts_control) {
          is_controlled_[holding.owned] = true;
        }
        reached.push_back(holding.owned);
      }
    }
    std::vector<EntityIndex> joining;
    for (const EntityIndex entity : reached) {
      const bool owned = is_owned(entity);
      if (step_[entity] == kNever && (is_controlled_[entity] || owned)) {
        step_[entity] = step;
        joined_by_control_[entity] = !owned;
        joining.push_back(entity);
      }
    }
    return joining;
  }

  const Graph& graph_;
  End end_;
  std::vector<EntityIndex> touched_;
  std::vector<bool> is_touched_;
  std::vector<std::int32_t> step_;
  std::vector<Share> low_;
  std::vector<Share> high_;
  std::vector<bool> is_controlled_;
  std::vector<bool> joined_by_control_;
};

/// What is certain of an entity after one or more fix-points at the least.
struct Certain {
  std::int32_t step = kNever;
  Share least = 0;
  bool by_control = false;
  std::vector<std::uint32_t> counted;
};

class Finder {
 public:
  Finder(
      std::size_t num_entities,
      std::span<const Holding> holdings,
      std::span<const EntityIndex> listed,
      const OwnershipTest& test
  )
      : graph_{holdings, Incidence(num_entities, holdings, &Holding::owner), all_low(num_entities, holdings), test},
        by_owned_(num_entities, holdings, &Holding::owned),
        listed_(listed),
        is_listed_(num_entities, false),
        certain_(num_entities) {
    for (const EntityIndex entity : listed) {
      is_listed_[entity] = true;
    }
  }

  Blocking find() {
    find_certain();
    FixPoint possible(certain_.size(), graph_, End::kMost);
    possible.run(listed_);
    Blocking result;
    std::vector<EntityIndex> touched = possible.touched();
    std::ranges::sort(touched);
    for (const EntityIndex entity : touched) {
      result.findings.push_back(finding(entity, possible));
    }
    for (EntityIndex entity = 0; entity < certain_.size(); ++entity) {
      if (graph_.all_low[entity] > kWhole) {
        result.overheld.push_back(entity);
      }
    }
    return result;
  }

 private:
  static std::vector<Share> all_low(std::size_t num_entities, std::span<const Holding> holdings) {
    std::vector<Share> result(num_entities, 0);
    for (const Holding& holding : holdings) {
      result[holding.owned] += holding.low;
    }
    return result;
  }

  void find_certain() {
    FixPoint fix_point(certain_.size(), graph_, End::kLeast);
    if (graph_.test.adds_owners) {
      fix_point.run(listed_);
      take(fix_point);
      return;
    }
    for (const EntityIndex& seed : listed_) {
      fix_point.run(std::span(&seed, 1));
      take(fix_point);
    }
  }

  /// Keeps of each entity the fix-point in which it joins first, else that in which most is held.
  void take(const FixPoint& fix_point) {
    for (const EntityIndex entity : fix_point.touched()) {
      Certain& known = certain_[entity];
      const Share held = fix_point.held(entity);
      const std::int32_t step = fix_point.step(entity);
      if (step < known.step && !is_listed_[entity]) {
        known.counted = held_by_earlier(entity, fix_point, step);
        known.by_control = fix_point.joined_by_control(entity);
        known.step = step;
      }
      known.least = std::max(known.least, held);
    }
  }

  [[nodiscard]] std::vector<std::uint32_t>
  held_by_earlier(EntityIndex entity, const FixPoint& fix_point, std::int32_t step) const {
    std::vector<std::uint32_t> result;
    for (const std::uint32_t index : by_owned_.of(entity)) {
      if (fix_point.step(graph_.holdings[index].owner) < step) {
        result.push_back(index);
      }
    }
    return result;
  }

  [[nodiscard]] Finding finding(EntityIndex entity, const FixPoint& possible) const {
    Finding result;
    result.entity = entity;
    const Certain& known = certain_[entity];
    result.least = known.least;
    result.most = std::max(possible.held(entity), known.least);
    if (is_listed_[entity]) {
      result.standing = Standing::kListed;
      return result;
    }
    if (known.step != kNever) {
      result.standing = Standing::kBlocked;
      result.step = known.step;
      result.by_control = known.by_control;
      result.counted = known.counted;
      return result;
    }
    if (possible.step(entity) != kNever) {
      result.standing = Standing::kPossibly;
      result.step = possible.step(entity);
      result.by_control = possible.joined_by_control(entity);
      result.counted = held_by_earlier(entity, possible, result.step);
      return result;
    }
    result.counted = held_by_earlier(entity, possible, kNever);
    for (const std::uint32_t index : result.counted) {
      const std::int32_t after = possible.step(graph_.holdings[index].owner) + 1;
      result.step = result.step == 0 ? after : std::min(result.step, after);
    }
    return result;
  }

  Graph graph_;
  Incidence by_owned_;
  std::span<const EntityIndex> listed_;
  std::vector<bool> is_listed_;
  std::vector<Certain> certain_;
};

}  // namespace

Blocking find_blocked(
    std::size_t num_entities,
    std::span<const Holding> holdings,
    std::span<const EntityIndex> listed,
    const OwnershipTest& test
) {
  const auto check = [num_entities](std::string_view what, EntityIndex entity) {
    if (entity >= num_entities) {
      throw invalid_argument("{}: expected an entity below {}, got {}", what, num_entities, entity);
    }
  };
  for (const Holding& holding : holdings) {
    check("holdings", std::max(holding.owner, holding.owned));
  }
  for (const EntityIndex entity : listed) {
    check("listed", entity);
  }
  return Finder(num_entities, holdings, listed, test).find();
}

}  // namespace portolan::ownership
