#include "world_family.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::bench {
namespace {

constexpr std::array<std::string_view, 4> kAssumptions = {"plain", "shocks", "sparse", "noisy"};
constexpr std::array<std::string_view, 2> kPlants = {"plants", "quiet"};
constexpr std::array kStayedPercent = {0, 10, 30, 60};

world::WorldAssumptions assumptions_of(std::string_view name) {
  world::WorldAssumptions assumptions;
  if (name == "shocks") {
    assumptions.chapter_shock_sd = 0.4;
    assumptions.good_shock_sd = 0.2;
    assumptions.shock_persistence = 0.95;
  } else if (name == "sparse") {
    assumptions.shipment_cv = 1.5;
    assumptions.link_sd = 1.6;
  } else if (name == "noisy") {
    assumptions.report_error_factor = 2.0;
  }
  return assumptions;
}

}  // namespace

std::vector<std::string> all_families() {
  std::vector<std::string> names;
  for (const std::string_view assumptions : kAssumptions) {
    for (const std::string_view plants : kPlants) {
      for (const int stayed : kStayedPercent) {
        names.push_back(fmt::format("{}/{}/stayed{}", assumptions, plants, stayed));
      }
    }
  }
  return names;
}

world::WorldSpec spec_of_family(std::string_view name) {
  const auto names = all_families();
  if (std::ranges::find(names, name) == names.end()) {
    throw invalid_argument("family: expected one like {}, got \"{}\"", names.front(), name)
        .with_hint("families: " + join(names, ", "));
  }
  const auto parts = split(name, '/');
  world::WorldSpec spec;
  spec.assumptions = assumptions_of(parts[0]);
  const auto percent = parse_integer(parts[2].substr(std::string_view("stayed").size()));
  spec.assumptions.stayed_surge_share = static_cast<double>(*percent) / 100.0;
  if (parts[1] == "quiet") {
    spec.plants.clear();
  }
  return spec;
}

}  // namespace portolan::bench
