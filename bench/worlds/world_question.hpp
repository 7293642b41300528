#pragma once

#include <span>
#include <string>
#include <vector>

#include "portolan/detect/detect.hpp"
#include "portolan/goods/families.hpp"
#include "portolan/goods/groups.hpp"
#include "portolan/world/score.hpp"
#include "world_panel.hpp"

namespace portolan::bench {

/// What `portolan detect` would ask of any world: all families that a shipped list names, all hubs
/// outside the coalition, the destination and its customs union. One object serves all worlds and
/// threads. Borrows `table`.
class WorldQuestion {
 public:
  explicit WorldQuestion(const goods::FamilyTable& table);

  [[nodiscard]] const goods::FamilyTable& families() const noexcept { return *table_; }

  /// Returns the input of `detect`; borrows this object and `panel`.
  [[nodiscard]] detect::DetectInput input(const WorldPanel& panel) const;

  /// Returns the options of a run with the defaults of the command line, on one thread.
  [[nodiscard]] static detect::DetectOptions options();

 private:
  const goods::FamilyTable* table_;
  goods::ListIndex index_;
  std::vector<detect::Goods> goods_;
};

/// Returns what `world::score_world` reads of leads and surges.
[[nodiscard]] std::vector<world::FoundLead> found_leads(std::span<const detect::Lead> leads);

}  // namespace portolan::bench
