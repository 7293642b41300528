#include "asked_goods.hpp"

#include <algorithm>
#include <set>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/goods/groups.hpp"

namespace portolan::engine {

std::optional<Period> period_of(std::string_view flag, const std::string& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  const auto period = Period::parse(text);
  if (!period) {
    throw invalid_argument("{}: expected a year or a month like 2023-05, got \"{}\"", flag, text);
  }
  return period;
}

std::vector<HsCode> codes_of(
    const std::string& text,
    const goods::FamilyTable& families,
    const goods::ListCatalogue& lists,
    std::vector<std::string>& notices
) {
  if (is_equal_ignoring_case(text, "TOTAL")) {
    return {HsCode()};
  }
  const goods::GoodsGroup group = goods::resolve_goods(text, families, lists);
  notices = group.notices;
  std::set<HsCode> codes(group.codes.begin(), group.codes.end());
  for (const auto& family : group.families) {
    const bool is_covered = std::ranges::any_of(group.codes, [&](const HsCode& code) {
      return std::ranges::all_of(family.named, [&](const HsCode& named) {
        return code.covers(named);
      });
    });
    if (!is_covered) {
      codes.insert(family.named.begin(), family.named.end());
    }
    if (family.is_partly_named()) {
      notices.push_back(fmt::format(
          "family {} ({}) also holds codes that were not asked for", family.family, family.label
      ));
    }
  }
  return {codes.begin(), codes.end()};
}

}  // namespace portolan::engine
