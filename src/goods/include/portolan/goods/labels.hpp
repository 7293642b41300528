#pragma once

#include <string>

#include "portolan/base/hs_code.hpp"

namespace portolan::goods {

/// Returns a short English label of a code, in Portolan's own words: of the code itself, or else of
/// the heading or chapter above it. "All goods" for TOTAL; empty for a code of no chapter. Labels
/// help to read a table; what a code covers is said by the nomenclature alone.
[[nodiscard]] std::string goods_label(const HsCode& code);

}  // namespace portolan::goods
