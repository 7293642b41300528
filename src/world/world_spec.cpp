#include "portolan/world/world_spec.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::world {
namespace {

constexpr std::array<std::string_view, kNumEventKinds> kEventNames = {
    "transit",
    "ghost_transit",
    "code_migration",
    "two_hub_chain",
    "price_inflated_transit",
    "slow_build_up",
    "many_small_hubs",
    "new_plant",
    "demand_boom",
    "honest_re_export_hub",
    "own_industry",
    "whole_trade_grows",
    "price_shock",
    "reporting_reform",
    "one_off_project",
};
constexpr std::array<std::string_view, kNumSizeClasses> kSizeClassNames = {
    "obvious",
    "large",
    "medium",
    "small",
    "hopeless",
};
constexpr int kMaxEventCount = 1'000;

bool is_in_group(EventKind kind, EventGroup group) {
  return is_decoy(kind) == (group == EventGroup::kDecoys);
}

std::vector<std::string> names_of_group(EventGroup group) {
  std::vector<std::string> names;
  for (int i = 0; i < kNumEventKinds; ++i) {
    const auto kind = static_cast<EventKind>(i);
    if (is_in_group(kind, group)) {
      names.emplace_back(to_string(kind));
    }
  }
  return names;
}

EventRequest parse_request(std::string_view text, EventGroup group) {
  const std::size_t equals = text.find('=');
  const std::string_view name = trim(text.substr(0, equals));
  const auto kind = parse_event_kind(name);
  if (!kind || !is_in_group(*kind, group)) {
    throw invalid_argument(
        "{}: expected none, all or names of kinds, got \"{}\"",
        group == EventGroup::kPlants ? "plants" : "decoys",
        name
    )
        .with_hint(nearest_hint(name, names_of_group(group), 15));
  }
  if (equals == std::string_view::npos) {
    return {.kind = *kind, .count = 1};
  }
  const std::string_view digits = trim(text.substr(equals + 1));
  const auto count = parse_integer(digits);
  if (!count || *count < 0 || *count > kMaxEventCount) {
    throw invalid_argument(
        "{}: expected a count of 0 to {}, got \"{}\"", name, kMaxEventCount, digits
    );
  }
  return {.kind = *kind, .count = static_cast<int>(*count)};
}

}  // namespace

double size_multiple(SizeClass size) {
  constexpr std::array<double, kNumSizeClasses> kMultiples = {12.0, 5.0, 2.0, 0.7, 0.15};
  return kMultiples[static_cast<std::size_t>(size)];
}

std::string_view to_string(WorldSize size) {
  switch (size) {
    case WorldSize::kSmall:
      return "small";
    case WorldSize::kMedium:
      return "medium";
    case WorldSize::kLarge:
      return "large";
  }
  return "";
}

std::string_view to_string(EventKind kind) {
  return kEventNames[static_cast<std::size_t>(kind)];
}

std::string_view to_string(SizeClass size) {
  return kSizeClassNames[static_cast<std::size_t>(size)];
}

std::optional<EventKind> parse_event_kind(std::string_view text) {
  const auto* const found = std::find(kEventNames.begin(), kEventNames.end(), text);
  if (found == kEventNames.end()) {
    return std::nullopt;
  }
  return static_cast<EventKind>(found - kEventNames.begin());
}

std::optional<SizeClass> parse_size_class(std::string_view text) {
  const auto* const found = std::find(kSizeClassNames.begin(), kSizeClassNames.end(), text);
  if (found == kSizeClassNames.end()) {
    return std::nullopt;
  }
  return static_cast<SizeClass>(found - kSizeClassNames.begin());
}

WorldSize parse_world_size(std::string_view text) {
  for (const WorldSize size : {WorldSize::kSmall, WorldSize::kMedium, WorldSize::kLarge}) {
    if (text == to_string(size)) {
      return size;
    }
  }
  throw invalid_argument("size: expected small, medium or large, got \"{}\"", text);
}

std::vector<EventRequest> default_events(EventGroup group, WorldSize size) {
  const int scale = size == WorldSize::kSmall ? 1 : size == WorldSize::kMedium ? 2 : 5;
  std::vector<EventRequest> requests;
  for (int i = 0; i < kNumEventKinds; ++i) {
    const auto kind = static_cast<EventKind>(i);
    if (is_in_group(kind, group)) {
      requests.push_back({.kind = kind, .count = (kind == EventKind::kTransit ? 3 : 1) * scale});
    }
  }
  return requests;
}

std::vector<EventRequest> parse_events(std::string_view text, EventGroup group, WorldSize size) {
  const std::string_view trimmed = trim(text);
  if (trimmed == "none") {
    return {};
  }
  if (trimmed == "all" || trimmed.empty()) {
    return default_events(group, size);
  }
  std::vector<EventRequest> requests;
  for (const std::string_view part : split(trimmed, ',')) {
    requests.push_back(parse_request(part, group));
  }
  return requests;
}

WorldSpec spec_of_options(std::string_view size, std::string_view plants, std::string_view decoys) {
  WorldSpec spec;
  spec.size = parse_world_size(size);
  spec.plants = parse_events(plants, EventGroup::kPlants, spec.size);
  spec.decoys = parse_events(decoys, EventGroup::kDecoys, spec.size);
  return spec;
}

}  // namespace portolan::world
