#include "portolan/detect/new_plant.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "embedded/detect.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/text.hpp"

namespace portolan::detect {
namespace {

/// What plants that use goods of a chapter buy and make.
struct PlantKind {
  std::vector<std::string> machines;  ///< Headings.
  std::vector<std::string> products;  ///< Chapters; "any".
};

const PlantKind& plants_of_chapter(std::string_view chapter) {
  using Table = std::map<std::string, PlantKind, std::less<>>;
  static const Table kTable = [] {
    Table table;
    for (const auto& record : read_embedded_table(
             embedded::plant_machines_csv, {"chapter", "headings", "products", "reason"}
         )) {
      PlantKind& kind = table[record[0]];
      for (const std::string_view heading : split(record[1], ' ')) {
        kind.machines.emplace_back(heading);
      }
      for (const std::string_view product : split(record[2], ' ')) {
        kind.products.emplace_back(product);
      }
    }
    return table;
  }();
  const auto found = kTable.find(chapter);
  return found == kTable.end() ? kTable.find("other")->second : found->second;
}

bool is_product(const FamilyMove& move, std::span<const std::string> chapters) {
  return std::ranges::any_of(chapters, [&](const std::string& chapter) {
    return chapter == "any" || move.family.starts_with(chapter);
  });
}

bool is_of_heading(const FamilyMove& move, std::span<const std::string> headings) {
  return std::ranges::any_of(headings, [&](const std::string& heading) {
    return move.family.starts_with(heading);
  });
}

/// Goods that came in as much as they left were passed on, not made: a hub that diverts goods that
/// no list names shows the same jump of exports as a plant.
bool is_passed_on(const FamilyMove& move) {
  return move.inflow && move.inflow->rise_usd() > kMostPassedOn * move.elsewhere->rise_usd();
}

void look_at_exports(
    PlantSigns& signs,
    std::span<const FamilyMove> moves,
    const std::string& own_heading,
    double least_usd
) {
  const auto products = products_of_chapter(own_heading.substr(0, 2));
  std::size_t seen = 0;
  std::size_t begun = 0;
  for (const FamilyMove& move : moves) {
    if (!move.elsewhere || move.is_controlled || move.family.starts_with(own_heading)) {
      continue;
    }
    ++seen;
    const double rise = move.elsewhere->rise_usd();
    if (!is_product(move, products)) {
      continue;
    }
    if (move.elsewhere->change() >= kBegun && rise >= least_usd && !is_passed_on(move)) {
      ++begun;
      if (rise > signs.largest_usd) {
        signs.largest_usd = rise;
        signs.largest = move.family;
      }
    }
    signs.ended += move.elsewhere->change() <= -kBegun && -rise >= least_usd ? 1U : 0U;
  }
  if (seen >= kLeastExported) {
    signs.begun = begun;
    signs.has_new_exports = begun > signs.ended && begun <= kMostMade;
  }
}

void look_at_machines(
    PlantSigns& signs,
    std::span<const FamilyMove> moves,
    const std::string& own_heading,
    double least_usd,
    double usual_change
) {
  /// Sums over machines.
  struct Usd {
    double before = 0.0;
    double after = 0.0;

    void add(const MovedLeg& leg) {
      before += leg.before_usd();
      after += leg.after_usd();
    }
    [[nodiscard]] double rise() const { return after - before; }
  };
  Usd in;
  Usd out;
  bool is_way_on_seen = false;
  const auto machines = machines_of_chapter(own_heading.substr(0, 2));
  for (const FamilyMove& move : moves) {
    if (!move.inflow || move.is_controlled || move.family.starts_with(own_heading) ||
        !is_of_heading(move, machines)) {
      continue;
    }
    in.add(*move.inflow);
    is_way_on_seen = is_way_on_seen || move.sees_outflow;
    if (move.outflow) {
      out.add(*move.outflow);
    }
  }
  if (!(in.before + in.after > 0.0) || !is_way_on_seen) {
    return;
  }
  signs.machines_change = bounded_log_change(in.after, in.before);
  signs.machines_kept_usd = in.rise() - std::max(0.0, out.rise());
  signs.has_new_machines = *signs.machines_change >= usual_change + std::log(1.5) &&
                           signs.machines_kept_usd >= least_usd &&
                           signs.machines_kept_usd >= 0.5 * in.rise();
}

}  // namespace

std::span<const std::string> machines_of_chapter(std::string_view chapter) {
  return plants_of_chapter(chapter).machines;
}

std::span<const std::string> products_of_chapter(std::string_view chapter) {
  return plants_of_chapter(chapter).products;
}

PlantSigns plant_signs(
    std::span<const FamilyMove> moves,
    const std::string& family,
    double goods_rise_usd,
    double usual_change
) {
  PlantSigns signs;
  if (!(goods_rise_usd > 0.0)) {
    return signs;
  }
  const std::string heading = family.substr(0, 4);
  look_at_exports(signs, moves, heading, kLeastMade * goods_rise_usd);
  look_at_machines(signs, moves, heading, kLeastMachines * goods_rise_usd, usual_change);
  return signs;
}

}  // namespace portolan::detect
