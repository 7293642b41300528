#include "query.hpp"

#include <algorithm>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::server {
namespace {

using Named = std::pair<std::string, std::string>;

std::vector<std::string> names_of(std::span<const Parameter> known) {
  std::vector<std::string> names;
  names.reserve(known.size());
  for (const Parameter& parameter : known) {
    names.emplace_back(parameter.name);
  }
  return names;
}

}  // namespace

Query::Query(const NamedTexts& values, std::span<const Parameter> known) : values_(values) {
  for (const auto& [name, value] : values) {
    const auto parameter = std::ranges::find(known, name, &Parameter::name);
    if (parameter == known.end()) {
      const auto names = names_of(known);
      throw invalid_argument(
          "{}: expected a parameter of this address, got one that it does not have", name
      )
          .with_hint(names.empty() ? "it takes none" : "it takes " + join(names, ", "));
    }
    if (!parameter->can_repeat && std::ranges::count(values, name, &Named::first) > 1) {
      throw invalid_argument("{}: expected it once, got it more often", name);
    }
  }
  for (const Parameter& parameter : known) {
    if (parameter.is_required && text(parameter.name).empty()) {
      throw invalid_argument("{}: expected a value, got none", parameter.name);
    }
  }
}

bool Query::has(std::string_view name) const {
  return std::ranges::find(values_, name, &Named::first) != values_.end();
}

std::string Query::text(std::string_view name) const {
  const auto found = std::ranges::find(values_, name, &Named::first);
  return found == values_.end() ? "" : found->second;
}

std::vector<std::string> Query::texts(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, value] : values_) {
    if (key == name) {
      found.push_back(value);
    }
  }
  return found;
}

std::int64_t Query::count(
    std::string_view name,
    std::int64_t otherwise,
    std::int64_t least,
    std::int64_t most
) const {
  if (!has(name)) {
    return otherwise;
  }
  const std::string given = text(name);
  const auto number = parse_integer(given);
  if (!number || *number < least || *number > most) {
    throw invalid_argument(
        "{}: expected a whole number from {} to {}, got \"{}\"", name, least, most, given
    );
  }
  return *number;
}

double Query::number(std::string_view name, double otherwise) const {
  if (!has(name)) {
    return otherwise;
  }
  const std::string given = text(name);
  const auto number = parse_double(given);
  if (!number) {
    throw invalid_argument("{}: expected a number like 0.7, got \"{}\"", name, given);
  }
  return *number;
}

bool Query::flag(std::string_view name) const {
  return choice(name, {"false", "true"}) == "true";
}

std::string Query::choice(std::string_view name, const std::vector<std::string>& choices) const {
  if (!has(name)) {
    return choices.front();
  }
  std::string given = text(name);
  if (std::ranges::find(choices, given) == choices.end()) {
    throw invalid_argument("{}: expected {}, got \"{}\"", name, join(choices, ", "), given)
        .with_hint(nearest_hint(given, choices));
  }
  return given;
}

}  // namespace portolan::server
