#include "portolan/linkage/comparison.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/match/edit_distance.hpp"

namespace portolan::linkage {
namespace {

struct NamedMeasure {
  std::string_view name;
  Measure measure;
  bool has_threshold;
};

constexpr std::array kMeasures{
    NamedMeasure{"exact", Measure::kExact, false},
    NamedMeasure{"jaro_winkler", Measure::kJaroWinkler, true},
    NamedMeasure{"edit", Measure::kEdit, true},
    NamedMeasure{"days", Measure::kDays, true},
    NamedMeasure{"user_part", Measure::kUserPart, false},
    NamedMeasure{"swapped", Measure::kSwapped, false}};

struct Kind {
  std::string_view name;
  std::vector<Level> levels;
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> kTable{
      {"name",
       {{Measure::kExact},
        {Measure::kJaroWinkler, 0.92},
        {Measure::kJaroWinkler, 0.88},
        {Measure::kJaroWinkler, 0.7}}},
      {"text", {{Measure::kExact}, {Measure::kEdit, 1}, {Measure::kJaroWinkler, 0.88}}},
      {"code", {{Measure::kExact}, {Measure::kEdit, 1}, {Measure::kEdit, 2}}},
      {"date",
       {{Measure::kExact},
        {Measure::kEdit, 1},
        {Measure::kDays, 31},
        {Measure::kDays, 366},
        {Measure::kDays, 3653}}},
      {"email", {{Measure::kExact}, {Measure::kUserPart}, {Measure::kJaroWinkler, 0.88}}},
      {"exact", {{Measure::kExact}}}};
  return kTable;
}

bool is_swapped(
    const Comparison& comparison,
    const Records& records,
    RecordIndex a,
    RecordIndex b
) {
  if (!comparison.swapped_with) {
    return false;
  }
  const auto is_others = [&](RecordIndex one, RecordIndex other) {
    const ValueId crossed = records.value(other, *comparison.swapped_with);
    return crossed != kNoValue &&
           records.folded(comparison.column, records.value(one, comparison.column)) ==
               records.folded(*comparison.swapped_with, crossed);
  };
  return is_others(a, b) || is_others(b, a);
}

bool holds(
    const Level& level,
    const Comparison& comparison,
    const Records& records,
    RecordIndex a,
    RecordIndex b
) {
  const std::size_t column = comparison.column;
  const ValueId one = records.value(a, column);
  const ValueId other = records.value(b, column);
  switch (level.measure) {
    case Measure::kExact:
      return one == other;
    case Measure::kJaroWinkler:
      return match::jaro_winkler_similarity(
                 records.folded(column, one), records.folded(column, other)
             ) >= level.threshold;
    case Measure::kEdit:
      return static_cast<double>(match::alignment_distance(
                 records.folded(column, one), records.folded(column, other)
             )) <= level.threshold;
    case Measure::kDays: {
      const auto day = records.day(column, one);
      const auto other_day = records.day(column, other);
      return day && other_day && std::abs(*day - *other_day) <= level.threshold;
    }
    case Measure::kUserPart: {
      const std::string& part = records.user_part(column, one);
      return !part.empty() && part == records.user_part(column, other);
    }
    case Measure::kSwapped:
      return is_swapped(comparison, records, a, b);
  }
  return false;
}

}  // namespace

std::optional<Level> parse_level(std::string_view text) {
  text = trim(text);
  const auto blank = text.find(' ');
  const auto* found = std::ranges::find(kMeasures, text.substr(0, blank), &NamedMeasure::name);
  if (found == kMeasures.end() || found->has_threshold != (blank != std::string_view::npos)) {
    return std::nullopt;
  }
  Level level{.measure = found->measure};
  if (found->has_threshold) {
    const auto threshold = parse_double(trim(text.substr(blank)));
    if (!threshold || *threshold < 0.0 ||
        (found->measure == Measure::kJaroWinkler && *threshold > 1.0)) {
      return std::nullopt;
    }
    level.threshold = *threshold;
  }
  return level;
}

std::string to_string(const Level& level) {
  const auto* found = std::ranges::find(kMeasures, level.measure, &NamedMeasure::measure);
  return found->has_threshold ? fmt::format("{} {}", found->name, level.threshold)
                              : std::string(found->name);
}

std::vector<std::string> column_kinds() {
  std::vector<std::string> result;
  for (const Kind& kind : kinds()) {
    result.emplace_back(kind.name);
  }
  return result;
}

std::optional<std::vector<Level>> levels_for(std::string_view kind) {
  const auto found = std::ranges::find(kinds(), kind, &Kind::name);
  return found == kinds().end() ? std::nullopt : std::optional(found->levels);
}

int outcome_of(const Comparison& comparison, const Records& records, RecordIndex a, RecordIndex b) {
  if (records.value(a, comparison.column) == kNoValue ||
      records.value(b, comparison.column) == kNoValue) {
    return kMissing;
  }
  for (std::size_t i = 0; i < comparison.levels.size(); ++i) {
    if (holds(comparison.levels[i], comparison, records, a, b)) {
      return static_cast<int>(i);
    }
  }
  return static_cast<int>(comparison.levels.size());
}

}  // namespace portolan::linkage
