#include "family_locator.hpp"

#include <algorithm>
#include <set>

namespace portolan::goods {

FamilyLocator::FamilyLocator(const FamilyTable& families, HsEdition edition) {
  const auto editions = families.editions();
  const bool is_reached = std::ranges::find(editions, edition) != editions.end();
  std::vector<HsEdition> wider(editions.begin(), editions.end());
  wider.push_back(edition);
  const FamilyTable wide = is_reached ? families : make_families(wider);
  std::map<std::string, std::set<std::string>> narrow_of_wide;
  for (const FamilyMember& member : families.rows()) {
    const auto name = is_reached ? member.family
                                 : std::string(wide.family_of(member.edition, member.code).value());
    narrow_of_wide[name].insert(member.family);
  }
  for (const HsCode& code : hs_correlation().codes(edition)) {
    const auto family = wide.family_of(edition, code);
    const auto found = family ? narrow_of_wide.find(std::string(*family)) : narrow_of_wide.end();
    if (found != narrow_of_wide.end()) {
      families_[code].assign(found->second.begin(), found->second.end());
      for (const std::string& name : found->second) {
        codes_[name].push_back(code);
      }
    }
  }
}

std::vector<std::string> FamilyLocator::families_of(const HsCode& code) const {
  const auto found = families_.find(code);
  return found == families_.end() ? std::vector<std::string>() : found->second;
}

std::vector<HsCode> FamilyLocator::codes_of(std::string_view family) const {
  const auto found = codes_.find(family);
  return found == codes_.end() ? std::vector<HsCode>() : found->second;
}

std::vector<HsCode> FamilyLocator::codes_below(const HsCode& prefix) const {
  std::vector<HsCode> codes;
  for (const auto& [code, families] : families_) {
    if (prefix.covers(code)) {
      codes.push_back(code);
    }
  }
  return codes;
}

const FamilyLocator& FamilyLocators::of(HsEdition edition) {
  auto& locator = locators_[edition];
  if (!locator) {
    locator = std::make_unique<FamilyLocator>(families_, edition);
  }
  return *locator;
}

}  // namespace portolan::goods
