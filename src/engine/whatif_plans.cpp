#include "whatif_plans.hpp"

#include <algorithm>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "trace_files.hpp"

namespace portolan::engine {
namespace {

/// What a plan's cell names. A place of a table may itself hold the signs that join.
CheckPlace place_of(
    const std::string& text,
    CheckAt at,
    const TraceSource& source,
    const std::string& destination
) {
  if (std::ranges::binary_search(source.places, text)) {
    return {.exporter = text};
  }
  const std::string_view all = text;
  if (const auto arrow = text.find('>');
      at == CheckAt::kLegs && arrow != std::string::npos &&
      source.place_of(trim(all.substr(arrow + 1))) == destination) {
    return {.exporter = source.place_of(trim(all.substr(0, arrow)))};
  }
  if (const auto colon = text.rfind(':'); at == CheckAt::kPairs && colon != std::string::npos) {
    return {
        .exporter = source.place_of(trim(all.substr(0, colon))),
        .family = std::string(trim(all.substr(colon + 1)))};
  }
  return {.exporter = source.place_of(text)};
}

/// `name` is the plan's in messages and in the answer.
PlanFile plan_of(
    const std::filesystem::path& name,
    const std::vector<std::string>& texts,
    CheckAt at,
    const TraceSource& source,
    const std::string& destination
) {
  PlanFile plan{.file = name, .places = {}};
  for (const std::string& text : texts) {
    CheckPlace place = place_of(text, at, source, destination);
    if (place.exporter == destination) {
      throw invalid_argument(
          "{}: expected places before the destination, got \"{}\"", name.string(), text
      );
    }
    trace::require_place(name.string(), place.exporter, source.places);
    if (std::ranges::count(plan.places, place) > 0) {
      throw bad_data("{}: expected each place once, got {} again", name.string(), text);
    }
    plan.places.push_back(std::move(place));
  }
  return plan;
}

}  // namespace

std::vector<PlanFile>
plans_of(const WhatIfRequest& request, const TraceSource& source, const std::string& destination) {
  std::vector<PlanFile> plans;
  for (const std::filesystem::path& file : request.plans) {
    plans.push_back(plan_of(file, read_plan_file(file), request.at, source, destination));
  }
  if (!request.checked.empty()) {
    plans.push_back(plan_of("--check", request.checked, request.at, source, destination));
  }
  return plans;
}

}  // namespace portolan::engine
