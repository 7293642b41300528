#pragma once

#include <vector>

#include "portolan/detect/detect.hpp"
#include "portolan/goods/families.hpp"
#include "portolan/panel/coded_panel.hpp"
#include "portolan/world/world.hpp"

namespace portolan::bench {

/// What the import and the panel make of a world's files, made without them.
struct WorldPanel {
  panel::CodedPanel panel;
  std::vector<detect::Coverage> coverage;
};

/// Returns the families over the two editions that worlds report in.
[[nodiscard]] goods::FamilyTable families_of_worlds();

/// Returns the coded panel of everything that the countries of `world` state: families as `table`
/// names them, monthly, level 6 and the sums over all goods at level 0, statements of a later
/// publication before those of an earlier one. Confidential goods are not in it, as in the real
/// panel.
///
/// It differs from the panel that is built from files in three ways, all of them small: values of
/// EU members are the dollars that were stated, not whole EUR turned back; weights that two
/// national lines share are whole; margins and what rests on them (estimate, range) are missing,
/// for no detector reads them.
///
/// The files of the panel are written to a folder of their own under the system's temporary folder
/// and removed at once: the panel lives in memory while it is open. Throws `Error` (kUnavailable)
/// if they cannot be written.
[[nodiscard]] WorldPanel panel_of_world(const world::World& world, const goods::FamilyTable& table);

}  // namespace portolan::bench
