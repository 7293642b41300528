#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::parties {

/// What an entry of a list is.
enum class PartySchema : std::uint8_t {
  kPerson,
  kCompany,       ///< the list says that it trades
  kOrganization,  ///< a firm, an authority, a group
  kVessel,
  kAircraft,
  kAddress,  ///< an address that is listed itself, whoever is there
  kUnknown   ///< the list does not say
};

/// Returns "person", "company", …, "unknown".
[[nodiscard]] std::string_view to_string(PartySchema schema);
[[nodiscard]] std::optional<PartySchema> parse_party_schema(std::string_view text);

enum class NameRole : std::uint8_t {
  kPrimary,
  kAlias,
  kFormer  ///< a name that it had before
};

[[nodiscard]] std::string_view to_string(NameRole role);

/// A name as the list gives it.
struct PartyName {
  std::string text = {};
  NameRole role = NameRole::kPrimary;
  /// The list says that the name alone tells little: "weak", "low quality".
  bool is_weak = false;
  /// As the list says; empty where it does not.
  std::string script = {};
  std::string language = {};

  bool operator==(const PartyName&) const = default;
};

struct PartyAddress {
  /// All parts in one line, the country as given at the end.
  std::string text = {};
  std::string city = {};
  /// As given, and its ISO3 letters; empty where missing or unknown.
  std::string country_text = {};
  std::string country = {};

  bool operator==(const PartyAddress&) const = default;
};

struct PartyIdentifier {
  /// As given: "Passport", "IMO number"; empty where the list does not say.
  std::string type = {};
  std::string number = {};
  /// Of the country that issued it; as in `PartyAddress`.
  std::string country_text = {};
  std::string country = {};

  bool operator==(const PartyIdentifier&) const = default;
};

/// A date of which parts may be missing, or a span of years.
struct PartyDate {
  /// 0: not known.
  int year = 0;
  int month = 0;
  int day = 0;
  /// The last year of a span; 0 where it is none.
  int until_year = 0;
  bool is_circa = false;
  /// As given.
  std::string text = {};

  bool operator==(const PartyDate&) const = default;
};

enum class CountryRole : std::uint8_t {
  kNationality,
  kCitizenship,
  kFlag,   ///< of a vessel
  kPlace,  ///< where it is from or belongs, without more said
  kBirth
};

[[nodiscard]] std::string_view to_string(CountryRole role);

struct PartyCountry {
  CountryRole role = CountryRole::kPlace;
  std::string text = {};
  /// ISO3; empty where `text` names no country that is known.
  std::string country = {};

  bool operator==(const PartyCountry&) const = default;
};

/// Anything else that the list says, by the list's own word for it.
struct PartyDetail {
  std::string key = {};
  std::string value = {};

  bool operator==(const PartyDetail&) const = default;
};

/// An entry of a list, as the list gives it.
struct ListedParty {
  /// The list's own id. Where it gives none, "x-" and 16 hex digits of a hash over what the entry
  /// says, so that the same entry has the same id in the next version.
  std::string entry_id = {};
  PartySchema schema = PartySchema::kUnknown;
  /// The first one is the primary name, if the list tells one.
  std::vector<PartyName> names = {};
  std::vector<PartyAddress> addresses = {};
  std::vector<PartyIdentifier> identifiers = {};
  std::vector<PartyDate> birth_dates = {};
  std::vector<PartyCountry> countries = {};
  std::vector<std::string> programmes = {};
  /// ISO date; empty where the list does not say.
  std::string listed_on = {};
  std::vector<std::string> remarks = {};
  std::vector<PartyDetail> details = {};
  /// Physical line of the file where the entry begins, from 1.
  std::int64_t line = 0;

  bool operator==(const ListedParty&) const = default;
};

/// Returns the name to show: the first one; the first address for an address; the id otherwise.
[[nodiscard]] std::string caption_of(const ListedParty& party);

/// Returns ISO3 letters for a country as lists write it (name, ISO2, ISO3); empty where none fits.
[[nodiscard]] std::string country_of_text(std::string_view text);

/// Returns the address of these parts, empty ones left out, joined by ", ", the country last.
[[nodiscard]] PartyAddress
make_address(const std::vector<std::string>& parts, std::string city, std::string country_text);

/// Which number of "02/03/2026" comes first.
enum class DateOrder : std::uint8_t { kDayFirst, kMonthFirst };

/// Returns the date that `text` is, in the forms that lists use: "1937-04-28", "28/04/1937",
/// "10 Dec 1948", "Dec 1948", "circa 1960", "1958 to 1963", "dd/mm/1960". What is none of them has
/// its text and a year of 0. A number above 12 is a day wherever it stands.
[[nodiscard]] PartyDate
parse_party_date(std::string_view text, DateOrder order = DateOrder::kDayFirst);

/// Returns `date` in ISO form as far as it is known: "1948-12", "1958/1963", "~1960"; empty for a
/// year of 0.
[[nodiscard]] std::string iso_text(const PartyDate& date);

}  // namespace portolan::parties
