#pragma once

#include <string_view>

#include "portolan/parties/party.hpp"

namespace portolan::parties {

/// Puts what the remarks of OFAC's CSV say into the entry: "DOB 10 Dec 1948; nationality Iran;
/// Passport X1 (Iran); a.k.a. 'BNC'; Linked To: …." Names there are the weak ones. What is
/// none of this stays a remark.
void read_ofac_remarks(std::string_view remarks, ListedParty& party);

}  // namespace portolan::parties
