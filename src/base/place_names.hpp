#pragma once

#include <string>
#include <string_view>

namespace portolan {

/// Returns the form under which names of places are compared: what follows "(incl." or "(excl." cut
/// off; lower case; Latin letters without accents; ё as е; punctuation as single blanks; "&" as
/// "and"; "the" dropped; "St", "Isds", "Rep", "Dem" written out. Text that is not UTF-8 is taken as
/// Latin-1.
[[nodiscard]] std::string place_name_key(std::string_view text);

/// Returns `text` with UTF-8 that was read as Latin-1 and written again put right ("CÃ´te" becomes
/// "Côte"); the text itself where that does not fit.
[[nodiscard]] std::string repair_mojibake(std::string_view text);

}  // namespace portolan
