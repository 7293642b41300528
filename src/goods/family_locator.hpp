#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/goods/families.hpp"

namespace portolan::goods {

/// Finds families by codes of any edition, also of one that the table does not reach: such codes
/// are followed through a wider table. Borrows `families`.
class FamilyLocator {
 public:
  FamilyLocator(const FamilyTable& families, HsEdition edition);

  /// Families that hold goods of a six-digit code of the edition, ascending; empty if none does.
  [[nodiscard]] std::vector<std::string> families_of(const HsCode& code) const;

  /// Codes of the edition that hold goods of the family, ascending.
  [[nodiscard]] std::vector<HsCode> codes_of(std::string_view family) const;

  /// Codes of the edition that `prefix` covers, ascending.
  [[nodiscard]] std::vector<HsCode> codes_below(const HsCode& prefix) const;

 private:
  std::map<HsCode, std::vector<std::string>> families_;
  std::map<std::string, std::vector<HsCode>, std::less<>> codes_;
};

/// Locators by edition, each made once.
class FamilyLocators {
 public:
  explicit FamilyLocators(const FamilyTable& families) : families_(families) {}
  const FamilyLocator& of(HsEdition edition);

 private:
  const FamilyTable& families_;
  std::map<HsEdition, std::unique_ptr<FamilyLocator>> locators_;
};

}  // namespace portolan::goods
