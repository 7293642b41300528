#include "link_settings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/toml.hpp"

namespace portolan::engine {
namespace {

using formats::TomlValue;

/// The index of a column among those read, which it joins if it is new.
std::size_t column_of(LinkSettings& settings, std::string_view name) {
  const auto found = std::ranges::find(settings.columns, name);
  if (found != settings.columns.end()) {
    return static_cast<std::size_t>(found - settings.columns.begin());
  }
  settings.columns.emplace_back(name);
  return settings.columns.size() - 1;
}

/// Reads "surname" or "surname[3]": the column, or its first letters.
linkage::KeyPart key_part(LinkSettings& settings, std::string_view text, const TomlValue& value) {
  constexpr std::string_view kExpected = "columns joined by \"&\", each a name or name[LETTERS]";
  const auto bracket = text.find('[');
  linkage::KeyPart part{.column = column_of(settings, trim(text.substr(0, bracket)))};
  if (bracket != std::string_view::npos) {
    const auto letters = text.back() == ']'
                             ? parse_integer(text.substr(bracket + 1, text.size() - bracket - 2))
                             : std::nullopt;
    if (!letters || *letters < 1) {
      throw value.unexpected(kExpected);
    }
    part.num_letters = static_cast<std::size_t>(*letters);
  }
  if (trim(text.substr(0, bracket)).empty()) {
    throw value.unexpected(kExpected);
  }
  return part;
}

linkage::BlockingRule blocking_rule(LinkSettings& settings, const TomlValue& value) {
  linkage::BlockingRule rule{.text = value.string(), .parts = {}};
  for (const std::string_view text : split(value.string(), '&')) {
    rule.parts.push_back(key_part(settings, trim(text), value));
  }
  return rule;
}

std::vector<linkage::Level> levels_of(const TomlValue& value) {
  std::vector<linkage::Level> levels;
  for (const TomlValue& element : value.elements()) {
    const auto level = linkage::parse_level(element.string());
    if (!level) {
      throw element.unexpected(
          "exact, user_part, swapped, or jaro_winkler, edit or days with a number"
      );
    }
    levels.push_back(*level);
  }
  if (levels.empty()) {
    throw value.unexpected("at least one level");
  }
  return levels;
}

linkage::Comparison comparison_of(LinkSettings& settings, const TomlValue& value) {
  value.expect_keys({"column", "as", "levels", "swapped_with", "term_frequency"});
  linkage::Comparison comparison;
  comparison.name = value.at("column").string();
  comparison.column = column_of(settings, comparison.name);
  const TomlValue* kind = value.find("as");
  const TomlValue* levels = value.find("levels");
  if ((kind == nullptr) == (levels == nullptr)) {
    throw value.unexpected("either as or levels");
  }
  if (kind != nullptr) {
    const auto known = linkage::levels_for(kind->string());
    if (!known) {
      throw kind->unexpected(join(linkage::column_kinds(), ", "));
    }
    comparison.levels = *known;
    comparison.uses_frequency = kind->string() == "name" || kind->string() == "text";
  } else {
    comparison.levels = levels_of(*levels);
  }
  if (const TomlValue* other = value.find("swapped_with")) {
    comparison.swapped_with = column_of(settings, other->string());
    const linkage::Level swapped{.measure = linkage::Measure::kSwapped};
    if (std::ranges::count(comparison.levels, swapped) == 0) {
      comparison.levels.insert(comparison.levels.begin() + 1, swapped);
    }
  }
  if (const TomlValue* frequency = value.find("term_frequency")) {
    comparison.uses_frequency = frequency->boolean();
  }
  return comparison;
}

std::int64_t count_at(const TomlValue& table, std::string_view key, std::int64_t otherwise) {
  const TomlValue* value = table.find(key);
  if (value == nullptr) {
    return otherwise;
  }
  if (value->integer() < 1) {
    throw value->unexpected("a number of at least 1");
  }
  return value->integer();
}

}  // namespace

LinkSettings read_link_settings(const std::filesystem::path& file) {
  const TomlValue root = formats::read_toml(file);
  root.expect_keys({"id", "blocking", "compare", "threshold", "max_pairs", "random_pairs"});
  LinkSettings settings;
  if (const TomlValue* id = root.find("id")) {
    settings.id = id->string();
  }
  for (const TomlValue& rule : root.at("blocking").elements()) {
    settings.blocking.push_back(blocking_rule(settings, rule));
  }
  if (settings.blocking.empty() || settings.blocking.size() > linkage::kMaxRules) {
    throw root.at("blocking").unexpected(fmt::format("1 to {} rules", linkage::kMaxRules));
  }
  for (const TomlValue& comparison : root.at("compare").elements()) {
    settings.comparisons.push_back(comparison_of(settings, comparison));
  }
  if (settings.comparisons.empty()) {
    throw root.at("compare").unexpected("at least one comparison");
  }
  if (const TomlValue* threshold = root.find("threshold")) {
    settings.threshold = threshold->number();
    if (!(settings.threshold >= 0.0 && settings.threshold <= 1.0)) {
      throw threshold->unexpected("a probability from 0 to 1");
    }
  }
  settings.max_pairs = count_at(root, "max_pairs", settings.max_pairs);
  settings.random_pairs = count_at(root, "random_pairs", settings.random_pairs);
  return settings;
}

}  // namespace portolan::engine
