#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/hs_code.hpp"
#include "portolan/base/period.hpp"
#include "portolan/goods/families.hpp"
#include "portolan/goods/lists.hpp"

namespace portolan::engine {

/// Returns the period that a flag names; nothing for empty text. Throws `Error` (kInvalidArgument)
/// for other text.
[[nodiscard]] std::optional<Period> period_of(std::string_view flag, const std::string& text);

/// Returns the codes that a goods text names: TOTAL, or the codes of the families of its groups,
/// and adds to `notices` what a reader must know. Throws `Error` as `goods::resolve_goods` does.
[[nodiscard]] std::vector<HsCode> codes_of(
    const std::string& text,
    const goods::FamilyTable& families,
    const goods::ListCatalogue& lists,
    std::vector<std::string>& notices
);

}  // namespace portolan::engine
