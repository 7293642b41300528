#include "ofac_remarks.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "list_rows.hpp"
#include "portolan/base/text.hpp"

namespace portolan::parties {
namespace {

// Documents and registrations by the words with which OFAC begins them, longer ones first.
constexpr std::array<std::string_view, 62> kIdentifierWords{
    "Vessel Registration Identification",
    "Digital Currency Address -",
    "Aircraft Construction Number",
    "Aircraft Manufacturer's Serial Number (MSN)",
    "Aircraft Mode S Transponder Code",
    "Aircraft Tail Number",
    "Aircraft Serial Identification",
    "Business Registration Document #",
    "Business Registration Number",
    "Business Number",
    "Central Registration System Number",
    "Certificate of Incorporation Number",
    "Chamber of Commerce Number",
    "Chinese Commercial Code",
    "Citizen's Card Number",
    "Commercial Registry Number",
    "Company Number",
    "Diplomatic Passport",
    "Driver's License No.",
    "D-U-N-S Number",
    "Economic Register Number (CBLS)",
    "Enterprise Number",
    "File Number",
    "Fiscal Code",
    "Folio Mercantil No.",
    "Government Gazette Number",
    "Identification Number",
    "Istanbul Chamber of Comm. No.",
    "Kenyan ID No.",
    "Legal Entity Number",
    "License",
    "Matricula Mercantil No",
    "Military Registration Number",
    "National Foreign ID Number",
    "National ID No.",
    "Passport",
    "Personal ID Card",
    "Public Registration Number",
    "Registered Charity No.",
    "Registration ID",
    "Registration Number",
    "Residency Number",
    "RIF #",
    "SSN",
    "Stateless Person ID Card",
    "Stateless Person Passport",
    "SWIFT/BIC",
    "Tax ID No.",
    "Trade License No.",
    "UAE Identification",
    "UK Company Number",
    "Unified Social Credit Code (USCC)",
    "US FEIN",
    "V.A.T. Number",
    "VisaNumberID",
    "Cedula No.",
    "C.U.I.T.",
    "C.U.R.P.",
    "D.N.I.",
    "MMSI",
    "NIT #",
    "RUC #"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kDetailWords{{
    {"Gender", "gender"},
    {"POB", "place of birth"},
    {"Linked To:", "linked to"},
    {"Organization Established Date", "established"},
    {"Organization Type:", "organization type"},
    {"Website", "website"},
    {"Email Address", "email"},
    {"Telephone:", "telephone"},
    {"Phone Number", "telephone"},
    {"Aircraft Model", "aircraft model"},
    {"Aircraft Operator", "aircraft operator"},
    {"Aircraft Manufacture Date", "aircraft manufacture date"},
    {"Vessel Year of Build", "year built"},
}};

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text = trim(text.substr(prefix.size()));
  return true;
}

// "A123 (Iran) issued 2003; expires 2008": the number, and the country between the brackets.
PartyIdentifier identifier_of(std::string_view type, std::string_view rest) {
  PartyIdentifier identifier{.type = std::string(type)};
  const auto bracket = rest.find(" (");
  const auto end = bracket == std::string_view::npos ? bracket : rest.find(')', bracket);
  std::string_view number = rest.substr(0, bracket);
  if (end != std::string_view::npos) {
    identifier.country_text = rest.substr(bracket + 2, end - bracket - 2);
    identifier.country = country_of_text(identifier.country_text);
  }
  for (const std::string_view word : {" issued ", " expires ", " Issued ", " Expires "}) {
    number = number.substr(0, number.find(word));
  }
  identifier.number = trim(number);
  return identifier;
}

bool read_name(std::string_view remark, ListedParty& party) {
  constexpr std::array<std::pair<std::string_view, NameRole>, 3> kRoles{
      {{"a.k.a.", NameRole::kAlias}, {"f.k.a.", NameRole::kFormer}, {"n.k.a.", NameRole::kAlias}}};
  for (const auto& [prefix, role] : kRoles) {
    std::string_view rest = remark;
    if (take_prefix(rest, prefix)) {
      const bool is_quoted = rest.size() > 1 && rest.front() == '\'' && rest.back() == '\'';
      party.names.push_back(
          {.text = std::string(is_quoted ? rest.substr(1, rest.size() - 2) : rest),
           .role = role,
           .is_weak = true}
      );
      return true;
    }
  }
  return false;
}

bool read_country(std::string_view remark, ListedParty& party) {
  constexpr std::array<std::pair<std::string_view, CountryRole>, 3> kRoles{
      {{"nationality ", CountryRole::kNationality},
       {"citizen ", CountryRole::kCitizenship},
       {"Former Vessel Flag ", CountryRole::kFlag}}};
  for (const auto& [prefix, role] : kRoles) {
    std::string_view rest = remark;
    if (take_prefix(rest, prefix)) {
      party.countries.push_back(
          {.role = role, .text = std::string(rest), .country = country_of_text(rest)}
      );
      return true;
    }
  }
  return false;
}

void read_remark(std::string_view remark, ListedParty& party) {
  std::string_view rest = remark;
  take_prefix(rest, "alt. ");
  if (take_prefix(rest, "DOB ")) {
    party.birth_dates.push_back(parse_party_date(rest));
    return;
  }
  if (read_name(rest, party) || read_country(rest, party)) {
    return;
  }
  for (const std::string_view word : kIdentifierWords) {
    std::string_view number = rest;
    if (take_prefix(number, word) &&
        std::ranges::any_of(number, [](char c) { return c >= '0' && c <= '9'; })) {
      party.identifiers.push_back(identifier_of(word, number));
      if (number.find(" issued ") != std::string_view::npos ||
          number.find(" expires ") != std::string_view::npos) {
        party.remarks.emplace_back(remark);
      }
      return;
    }
  }
  for (const auto& [word, key] : kDetailWords) {
    std::string_view value = rest;
    if (take_prefix(value, word)) {
      party.details.push_back({.key = std::string(key), .value = std::string(value)});
      return;
    }
  }
  party.remarks.emplace_back(remark);
}

}  // namespace

void read_ofac_remarks(std::string_view remarks, ListedParty& party) {
  std::string_view text = trim(remarks);
  if (text.ends_with('.')) {
    text.remove_suffix(1);
  }
  for (const std::string& remark : pieces(text, "; ")) {
    read_remark(remark, party);
  }
}

}  // namespace portolan::parties
