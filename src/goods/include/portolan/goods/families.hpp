#pragma once

#include <compare>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/hs_code.hpp"
#include "portolan/goods/hs_correlation.hpp"

namespace portolan::goods {

/// That a code of an edition belongs to a family: one row of the mapping.
struct FamilyMember {
  HsEdition edition = HsEdition::kHs2022;
  HsCode code;
  std::string family;

  bool operator==(const FamilyMember&) const = default;
};

/// A share between two bounds.
struct ShareInterval {
  double low = 0.0;
  double high = 1.0;

  bool operator==(const ShareInterval&) const = default;
};

/// Codes of several editions put together so that the trade of each family is comparable over time.
///
/// A family is a connected component of the codes of all editions between the first and the last
/// that were asked for, over the links that count: a code and itself, links in which one code lies
/// wholly within the other, and n:n links that are reviewed and count. Families are a partition:
/// every code of every edition is in exactly one, so totals are the same before and after.
/// Immutable; const methods may run concurrently.
class FamilyTable {
 public:
  /// Use `make_families`. `members` are ordered by edition and code.
  FamilyTable(std::vector<FamilyMember> members, std::vector<HsLink> dropped_links);

  /// Returns the family of `code`, cut to six digits, in `edition`; nothing if the edition does not
  /// have it or is not in the table. O(log n).
  [[nodiscard]] std::optional<std::string_view> family_of(HsEdition edition, const HsCode& code)
      const;

  /// Returns the family that `code`, cut to six digits, has in the latest edition that has it: for
  /// sources that do not tell the edition, or tell it wrongly.
  [[nodiscard]] std::optional<std::string_view> family_of(const HsCode& code) const;

  /// One row for each edition and six-digit code, in that order: the mapping as a table.
  [[nodiscard]] std::span<const FamilyMember> rows() const { return members_; }

  /// Names of all families, ascending.
  [[nodiscard]] std::vector<std::string> families() const;

  /// Members of a family, by edition and code; empty for an unknown name.
  [[nodiscard]] std::vector<FamilyMember> members(std::string_view family) const;

  /// Six-digit codes of a family in one edition, ascending.
  [[nodiscard]] std::vector<HsCode> codes(std::string_view family, HsEdition edition) const;

  /// The n:n links that were left out, by edition, later and earlier code.
  [[nodiscard]] std::span<const HsLink> dropped_links() const { return dropped_links_; }

  /// The editions of the table, oldest first.
  [[nodiscard]] std::span<const HsEdition> editions() const { return editions_; }

 private:
  std::vector<FamilyMember> members_;
  std::vector<HsLink> dropped_links_;
  std::vector<HsEdition> editions_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_family_;
};

/// Returns the families over all editions from the earliest to the latest of `editions`, those
/// between included. The name of a family is its smallest code of the latest edition it reaches;
/// where a family that reaches further has that name already (a code used again for other goods),
/// its next smallest code, and at last the code with "-" and the year of the edition behind.
/// Deterministic; O(codes + links).
///
/// Throws `Error` (kInvalidArgument) if `editions` is empty.
[[nodiscard]] FamilyTable make_families(
    std::span<const HsEdition> editions,
    const HsCorrelation& correlation = hs_correlation(),
    std::span<const ReviewedLink> reviewed = reviewed_links()
);

/// What a family traded in one period in the codes of one edition: all of it, and the codes that a
/// list names.
struct ControlledPart {
  double controlled_usd = 0.0;
  double total_usd = 0.0;
};

/// Returns between which shares the controlled codes of a partly controlled family lay over the
/// periods of an edition that tells them apart: the least and the largest of
/// controlled_usd / total_usd. Periods without trade say nothing; without any other period the
/// share is unknown, [0, 1].
///
/// Throws `Error` (kInvalidArgument) for a value that is negative, no number, or a part above its
/// total.
[[nodiscard]] ShareInterval controlled_share(std::span<const ControlledPart> periods);

}  // namespace portolan::goods
