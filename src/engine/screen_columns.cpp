#include "screen_columns.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/match/name.hpp"

namespace portolan::engine {
namespace {

/// Names of columns by role, in small letters, words joined by "_".
struct KnownNames {
  const char* role;
  std::vector<std::string_view> names;
};

const std::vector<KnownNames>& known_names() {
  static const std::vector<KnownNames> kKnown{
      {"key",
       {"key", "id", "customer_id", "order_id", "record_id", "party_id", "reference", "ref", "no"}},
      {"name",
       {"name",
        "full_name",
        "customer",
        "customer_name",
        "party",
        "party_name",
        "counterparty",
        "client",
        "client_name"}},
      {"company",
       {"company",
        "company_name",
        "firm",
        "organization",
        "organisation",
        "consignee",
        "consignee_name",
        "shipper",
        "shipper_name",
        "shipper_party_name",
        "importer",
        "importer_name",
        "exporter",
        "exporter_name",
        "buyer",
        "buyer_name",
        "supplier",
        "supplier_name",
        "end_user",
        "notify_party",
        "secondary_notify_party_1"}},
      {"person", {"person", "person_name", "contact", "contact_name", "individual", "director"}},
      {"vessel", {"vessel", "vessel_name", "ship", "ship_name"}},
      {"address", {"address", "full_address"}},
      {"country", {"country", "country_code", "nationality", "citizenship"}},
      {"birth", {"birth_date", "birthdate", "date_of_birth", "dob", "birth_year", "year_of_birth"}},
      {"identifier",
       {"identifier",
        "identifiers",
        "tax_id",
        "inn",
        "ogrn",
        "registration_number",
        "passport",
        "passport_number",
        "imo",
        "imo_number",
        "lei",
        "vat",
        "bin"}},
      {"type", {"type", "schema", "entity_type"}}};
  return kKnown;
}

bool is_subject(std::string_view role) {
  return role == "name" || role == "company" || role == "person" || role == "vessel" ||
         role == "address";
}

// "Date of Birth" as "date_of_birth".
std::string normalised(std::string_view name) {
  std::string result;
  for (const char c : to_ascii_lower(trim(name))) {
    const bool is_blank = c == ' ' || c == '-' || c == '.' || c == '/';
    if (!is_blank) {
      result += c;
    } else if (!result.empty() && result.back() != '_') {
      result += '_';
    }
  }
  return result;
}

std::string role_of_name(const std::string& column) {
  const std::string name = normalised(column);
  for (const KnownNames& known : known_names()) {
    if (std::ranges::find(known.names, name) != known.names.end()) {
      return known.role;
    }
  }
  return name.ends_with("_address") ? "address" : "";
}

match::NameKind kind_of_role(const std::string& role, const std::string& type) {
  if (role == "company") {
    return match::NameKind::kOrganization;
  }
  if (role == "person") {
    return match::NameKind::kPerson;
  }
  if (role == "vessel") {
    return match::NameKind::kVessel;
  }
  if (is_equal_ignoring_case(type, "individual")) {
    return match::NameKind::kPerson;
  }
  if (is_equal_ignoring_case(type, "entity") || is_equal_ignoring_case(type, "firm")) {
    return match::NameKind::kOrganization;
  }
  return match::parse_name_kind(type).value_or(match::NameKind::kUnknown);
}

/// What a row says beside names.
struct Facts {
  std::vector<std::string> countries = {};
  parties::PartyDate birth = {};
  std::vector<std::string> identifiers = {};
};

// Facts are about the first name of the row; a birth date about the first that may be a person's.
void put_facts(const Facts& facts, ScreenRow& row) {
  bool is_first = true;
  bool has_birth = false;
  for (auto& [column, query] : row.queries) {
    if (query.is_address) {
      continue;
    }
    if (is_first) {
      query.countries = facts.countries;
      query.identifiers = facts.identifiers;
    }
    is_first = false;
    const bool may_be_person =
        query.kind == match::NameKind::kPerson || query.kind == match::NameKind::kUnknown;
    if (may_be_person && !has_birth) {
      query.birth = facts.birth;
      has_birth = true;
    }
  }
}

}  // namespace

ScreenLayout::ScreenLayout(
    const std::vector<std::string>& columns,
    const ScreenColumns& asked,
    const std::string& file
)
    : columns_(columns) {
  name_columns(asked, file);
  find_columns(asked);
  if (std::ranges::none_of(uses_, [](const Use& one) { return is_subject(one.role); })) {
    throw bad_data("{}: expected a column of names or addresses, got none that is known", file)
        .with_hint(fmt::format(
            "the columns are {}; --name-column, --company-column, --person-column, --vessel-column "
            "and --address-column say which hold what",
            join(columns, ", ")
        ));
  }
}

void ScreenLayout::use(
    const std::string& role,
    const std::string& column,
    const std::string& file
) {
  const auto found = std::ranges::find_if(columns_, [&](const std::string& one) {
    return is_equal_ignoring_case(trim(one), trim(column));
  });
  if (found == columns_.end()) {
    throw bad_data("{}: expected a column {}, got none", file, column)
        .with_hint(
            nearest_hint(column, columns_).empty() ? "the columns are " + join(columns_, ", ")
                                                   : nearest_hint(column, columns_)
        );
  }
  uses_.push_back({.role = role, .column = static_cast<std::size_t>(found - columns_.begin())});
}

void ScreenLayout::name_columns(const ScreenColumns& asked, const std::string& file) {
  const std::array<std::pair<const char*, const std::vector<std::string>*>, 6> several{
      {{"name", &asked.name},
       {"company", &asked.company},
       {"person", &asked.person},
       {"vessel", &asked.vessel},
       {"address", &asked.address},
       {"identifier", &asked.identifier}}};
  for (const auto& [role, columns] : several) {
    for (const std::string& column : *columns) {
      use(role, column, file);
    }
  }
  const std::array<std::pair<const char*, const std::string*>, 3> single{
      {{"key", &asked.key}, {"country", &asked.country}, {"birth", &asked.birth}}};
  for (const auto& [role, column] : single) {
    if (!column->empty()) {
      use(role, *column, file);
    }
  }
}

// Columns that are named decide for their role, and any named subject for all of them.
void ScreenLayout::find_columns(const ScreenColumns& asked) {
  const bool has_subject = !asked.name.empty() || !asked.company.empty() || !asked.person.empty() ||
                           !asked.vessel.empty() || !asked.address.empty();
  const std::vector<Use> named = uses_;
  const auto is_named = [&](const std::string& role) {
    return std::ranges::find(named, role, &Use::role) != named.end();
  };
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string role = role_of_name(columns_[i]);
    const bool is_single = role == "key" || role == "birth" || role == "type";
    const bool is_taken = std::ranges::find(uses_, role, &Use::role) != uses_.end();
    if (role.empty() || is_named(role) || (is_subject(role) && has_subject) ||
        (is_single && is_taken)) {
      continue;
    }
    uses_.push_back({.role = role, .column = i});
  }
  std::ranges::stable_sort(uses_, {}, [](const Use& one) {
    constexpr std::array<std::string_view, 5> kOrder{
        "name", "company", "person", "vessel", "address"};
    return std::ranges::find(kOrder, std::string_view(one.role)) - kOrder.begin();
  });
}

ScreenRow ScreenLayout::row_of(const std::vector<std::string>& cells, std::int64_t line) const {
  ScreenRow row{.line = line, .key = std::to_string(line)};
  Facts facts;
  std::string type;
  for (const Use& one : uses_) {
    const std::string_view text =
        one.column < cells.size() ? trim(cells[one.column]) : std::string_view();
    if (text.empty()) {
      continue;
    }
    if (one.role == "key") {
      row.key = text;
    } else if (one.role == "type") {
      type = text;
    } else if (one.role == "country") {
      const std::string country = parties::country_of_text(text);
      if (!country.empty()) {
        facts.countries.push_back(country);
      }
    } else if (one.role == "birth") {
      facts.birth = parties::parse_party_date(text);
    } else if (one.role == "identifier") {
      facts.identifiers.emplace_back(text);
    }
  }
  for (const Use& one : uses_) {
    const std::string_view text =
        one.column < cells.size() ? trim(cells[one.column]) : std::string_view();
    if (is_subject(one.role) && !text.empty()) {
      row.queries.emplace_back(
          columns_[one.column],
          parties::ScreeningQuery{
              .kind = kind_of_role(one.role, type),
              .is_address = one.role == "address",
              .text = std::string(text)}
      );
    }
  }
  put_facts(facts, row);
  if (row.queries.empty()) {
    row.problem = "expected a name or an address, got none";
  }
  return row;
}

std::vector<std::pair<std::string, std::string>> ScreenLayout::used() const {
  std::vector<std::pair<std::string, std::string>> used;
  for (const Use& one : uses_) {
    used.emplace_back(one.role, columns_[one.column]);
  }
  return used;
}

}  // namespace portolan::engine
