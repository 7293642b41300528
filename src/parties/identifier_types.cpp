#include "identifier_types.hpp"

#include <algorithm>
#include <array>

namespace portolan::parties {

bool is_identifier(std::string_view type, std::string_view number) {
  constexpr std::array<std::string_view, 14> kNotes{
      "Gender",
      "Website",
      "Email Address",
      "Phone Number",
      "Fax",
      "econdary sanctions",
      "Additional Sanctions Information",
      "Directive Determination",
      "Transactions Prohibited",
      "Date",
      "Type",
      "IFCA",
      "CAATSA",
      "Effective"};
  const bool is_note = std::ranges::any_of(kNotes, [&](std::string_view note) {
    return type.find(note) != std::string_view::npos;
  });
  return !is_note && std::ranges::any_of(number, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace portolan::parties
