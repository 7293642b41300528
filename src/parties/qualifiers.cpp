#include "qualifiers.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "embedded/parties.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::parties {
namespace {

constexpr std::array<std::string_view, 11> kNames{
    "birth_same_day",
    "birth_same_year",
    "birth_same_year_other_day",
    "birth_year_apart",
    "birth_years_apart",
    "birth_far_apart",
    "country_same_person",
    "country_other_person",
    "country_same_firm",
    "country_other_firm",
    "weak_alias"};

using Weights = std::array<double, kNames.size()>;

Weights read_weights() {
  const auto rows = read_embedded_table(
      embedded::qualifiers_csv, {"qualifier", "measured_db", "weight_db", "reason"}
  );
  Weights weights{};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const auto row = std::ranges::find(rows, kNames[i], [](const auto& one) { return one[0]; });
    ensure(row != rows.end(), "data/screening/qualifiers.csv has every qualifier");
    weights[i] = parse_double((*row)[2]).value_or(0.0);
  }
  return weights;
}

int last_year(const PartyDate& date) {
  return date.until_year == 0 ? date.year : date.until_year;
}

Qualifier compare_births(const PartyDate& a, const PartyDate& b) {
  constexpr int kFewYears = 5;
  const int apart = std::max({0, b.year - last_year(a), a.year - last_year(b)});
  if (apart > kFewYears) {
    return Qualifier::kBirthFarApart;
  }
  if (apart > 1) {
    return Qualifier::kBirthYearsApart;
  }
  if (apart == 1) {
    // "circa 1960" and 1961 are no difference.
    return a.is_circa || b.is_circa ? Qualifier::kBirthSameYear : Qualifier::kBirthYearApart;
  }
  const bool have_days = a.day != 0 && b.day != 0 && a.year == b.year;
  if (!have_days) {
    return Qualifier::kBirthSameYear;
  }
  return a.month == b.month && a.day == b.day ? Qualifier::kBirthSameDay
                                              : Qualifier::kBirthSameYearOtherDay;
}

}  // namespace

std::string_view to_string(Qualifier qualifier) {
  return kNames[static_cast<std::size_t>(qualifier)];
}

double weight_db(Qualifier qualifier) {
  static const Weights kWeights = read_weights();
  return kWeights[static_cast<std::size_t>(qualifier)];
}

std::optional<Qualifier> compare_births(const PartyDate& asked, std::span<const PartyDate> listed) {
  std::optional<Qualifier> best;
  for (const PartyDate& date : listed) {
    if (asked.year == 0 || date.year == 0) {
      continue;
    }
    const Qualifier one = compare_births(asked, date);
    if (!best || weight_db(one) > weight_db(*best)) {
      best = one;
    }
  }
  return best;
}

std::optional<Qualifier> compare_countries(
    std::span<const std::string> asked,
    std::span<const std::string> listed,
    bool is_person
) {
  if (asked.empty() || listed.empty()) {
    return std::nullopt;
  }
  const bool is_same = std::ranges::any_of(asked, [&](const std::string& country) {
    return std::ranges::find(listed, country) != listed.end();
  });
  if (is_person) {
    return is_same ? Qualifier::kCountrySamePerson : Qualifier::kCountryOtherPerson;
  }
  return is_same ? Qualifier::kCountrySameFirm : Qualifier::kCountryOtherFirm;
}

}  // namespace portolan::parties
