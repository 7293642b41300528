#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/goods/families.hpp"
#include "portolan/goods/lists.hpp"

namespace portolan::goods {

/// A date of control and where it comes from.
struct ControlDate {
  std::string date;    ///< "2022-02-25".
  std::string source;  ///< "chpl 50", "eu 2023-02-25" or "regime default".

  bool operator==(const ControlDate&) const = default;
};

/// That a version of a list names codes of a family.
struct ListMention {
  std::string list;
  std::string version;
  std::string tier;
  HsCode code;  ///< As the list has it.
  HsEdition edition = HsEdition::kHs2022;
  FactStatus membership = FactStatus::kConfirmed;
  std::string listed_on;
  FactStatus listed_on_status = FactStatus::kConfirmed;
  ControlDate controlled_since;
  std::optional<Decimal3> threshold;
  std::string threshold_unit;
  std::string note;
};

/// A family that a group of goods reaches.
struct GroupFamily {
  std::string family;
  std::string label;
  /// What the group names in it: codes of `codes_edition`, and the family's other codes of that
  /// edition. A family with other codes is only partly meant.
  std::vector<HsCode> named;
  std::vector<HsCode> others;
  HsEdition codes_edition = HsEdition::kHs2022;
  std::vector<ListMention> mentions;  ///< Of the lists that the group names.
  /// The earliest date of its mentions; for codes named without a list, that of the regime.
  ControlDate controlled_since;

  [[nodiscard]] bool is_partly_named() const { return !others.empty(); }
};

/// What the text of `--goods` means.
struct GoodsGroup {
  std::string text;
  std::vector<GroupFamily> families;  ///< By name; each once.
  /// Codes that were named without a list, as given: for rows of sources that give no subheadings.
  std::vector<HsCode> codes;
  /// What a reader must know: unresolved members, codes without a family in the data.
  std::vector<std::string> notices;
};

/// Returns the families that `text` names: parts between commas, each of them
///
/// - a list, in its latest version or a named one: `chpl`, `chpl-45`, `eu`;
/// - a tier of it, with the tiers below: `chpl:1`, `chpl-50:3`, `chpl:3.A`;
/// - an HS code or prefix of 2 to 10 digits, taken in the latest edition that has it: `8542`.
///
/// Codes are carried from the list's edition to the families, also where the data hold other
/// editions only. Dates: an entry's own `controlled_since`; else the earliest date that the newest
/// list `eu` has for a code of the same family; else the regime's default.
///
/// Throws `Error` (kInvalidArgument) with the nearest names as hint for a part that is none of
/// these.
[[nodiscard]] GoodsGroup
resolve_goods(std::string_view text, const FamilyTable& families, const ListCatalogue& lists = {});

/// Which families the lists name: the latest version of every list. Immutable.
class ListIndex {
 public:
  ListIndex(const FamilyTable& families, const ListCatalogue& lists);

  /// Mentions of a family's codes, by list, version, tier and code; empty if no list names any.
  [[nodiscard]] std::span<const ListMention> mentions(std::string_view family) const;

  /// The earliest date of the mentions; the regime's default without any.
  [[nodiscard]] ControlDate controlled_since(std::string_view family) const;

 private:
  std::map<std::string, std::vector<ListMention>, std::less<>> mentions_;
  std::string default_;  // date without any mention
};

}  // namespace portolan::goods
