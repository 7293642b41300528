// A new plant: goods that stay because something is made of them. Whatever speaks against goods
// that stayed speaks against it; besides, a plant leaves signs of its own.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "portolan/detect/new_plant.hpp"
#include "weighing.hpp"

namespace portolan::detect {
namespace {

using enum Explanation;

/// How often a hub shows no sign of a plant where goods went on, and where a plant uses them.
constexpr double kNoSignsDiverted = 0.9;
constexpr double kNoSignsPlant = 0.4;

std::string text_of(const PlantSigns& signs) {
  std::string text =
      signs.begun
          ? fmt::format(
                "exports of {} other families to everyone began or tripled and rose by half of "
                "what "
                "the goods rose by, {} fell as much{}",
                *signs.begun,
                signs.ended,
                signs.largest.empty()
                    ? ""
                    : fmt::format(" (most: {}, {:.4g} USD)", signs.largest, signs.largest_usd)
            )
          : "the hub's exports to everyone are not known well enough";
  text += signs.machines_change
              ? fmt::format(
                    "; machines for such goods: change of {:.2f} (log), {:.4g} USD more kept",
                    *signs.machines_change,
                    signs.machines_kept_usd
                )
              : "; machines for such goods: none, or nobody reports what went on";
  return text;
}

}  // namespace

void Weighing::weigh_plant() {
  const double usual = std::max(0.0, median(references.hub_inflow_changes).value_or(0.0));
  const PlantSigns signs =
      plant_signs(references.moves, cell.family, seen.in.after_usd - seen.in.before_usd, usual);
  if (!signs.can_tell()) {
    return;
  }
  const bool has_signs = signs.has_new_exports || signs.has_new_machines;
  EvidenceItem item = item_of("plant_signs", "plant", has_signs ? 1.0 : 0.0, "yes_or_no");
  item.direction = has_signs ? "up" : "none";
  item.detail = text_of(signs);
  item.rows =
      rows_between({cell.hub}, {}, true, false, static_cast<std::int64_t>(references.moves.size()));
  item.rows.families.clear();
  const std::size_t index = add(std::move(item));
  for (const auto& [stayed, weight] : std::vector(file.of(kDemandAtHome).weights)) {
    against(kNewPlant, stayed, weight);
  }
  against(kNewPlant, index, weight_of_fact(!has_signs, kNoSignsDiverted, kNoSignsPlant));
  // A plant for the home market leaves no sign that the data show: without signs only goods that
  // went on speak against it.
  ExplanationCase& plant = file.of(kNewPlant);
  plant.is_tested = has_signs || file.of(kDemandAtHome).is_tested;
  if (!plant.is_tested) {
    plant.detail = "no sign of a plant; one that works for the home market would leave none";
  }
}

}  // namespace portolan::detect
