#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "portolan/base/hs_code.hpp"

namespace portolan::goods {

/// How the goods of two linked codes of adjacent editions overlap.
enum class LinkRelation : std::uint8_t {
  kSame,     ///< 1:1: neither has any other link between these editions.
  kSplit,    ///< n:1: the later code lies wholly within the earlier one, which has others too.
  kMerged,   ///< 1:n: the earlier code lies wholly within the later one, which has others too.
  kPartial,  ///< n:n: each has goods that the other has not.
};

/// Returns "1:1", "n:1", "1:n" or "n:n", read as later to earlier.
[[nodiscard]] std::string_view to_string(LinkRelation relation);

/// Two six-digit codes of adjacent editions that have goods in common.
struct HsLink {
  HsEdition edition = HsEdition::kHs2022;  ///< The later of the two editions.
  HsCode later;
  HsCode earlier;
  LinkRelation relation = LinkRelation::kSame;

  bool operator==(const HsLink&) const = default;
};

/// All editions, oldest first.
[[nodiscard]] std::span<const HsEdition> all_hs_editions();

/// Subheadings of the Harmonized System by edition, and which of adjacent editions hold the same
/// goods. Immutable; const methods may run concurrently.
///
/// The relation of a link follows from how many links each of its codes has between the two
/// editions. The published tables sometimes mark a link as n:n because its neighbours are; here a
/// code with one link only lies wholly within the other, whatever its neighbours do.
class HsCorrelation {
 public:
  struct Pair {
    HsEdition edition = HsEdition::kHs2022;  ///< The later edition.
    HsCode later;
    HsCode earlier;

    auto operator<=>(const Pair&) const = default;
  };

  struct Listing {
    HsEdition edition = HsEdition::kHs2022;
    HsCode code;

    auto operator<=>(const Listing&) const = default;
  };

  /// Takes which codes each edition has, and all pairs of adjacent editions, those of a code with
  /// itself included. Pairs that name a code its edition does not have are left out.
  HsCorrelation(std::vector<Listing> codes, std::vector<Pair> pairs);

  /// Six-digit codes of an edition, ascending.
  [[nodiscard]] std::span<const HsCode> codes(HsEdition edition) const;
  [[nodiscard]] bool has_code(HsEdition edition, const HsCode& code) const;

  /// The editions that have `code`, oldest first.
  [[nodiscard]] std::vector<HsEdition> editions_of(const HsCode& code) const;

  /// Links between `edition` and the one before, by later and earlier code.
  [[nodiscard]] std::span<const HsLink> links(HsEdition edition) const;

  /// Links from a code of `edition` to the edition before, and to the edition behind.
  [[nodiscard]] std::vector<HsLink> predecessors(HsEdition edition, const HsCode& code) const;
  [[nodiscard]] std::vector<HsLink> successors(HsEdition edition, const HsCode& code) const;

 private:
  std::vector<std::vector<HsCode>> codes_;  // by edition
  std::vector<std::vector<HsLink>> links_;  // by later edition
};

/// Returns the tables that the program ships (HS1992 to HS2022): docs/data/hs.md. The first call
/// reads them, in about 20 ms.
[[nodiscard]] const HsCorrelation& hs_correlation();

/// A decision about one n:n link, from data/reviewed_links.csv.
struct ReviewedLink {
  HsEdition edition = HsEdition::kHs2022;  ///< The later edition.
  HsCode later;
  HsCode earlier;
  bool counts = false;
  std::string reason;
  std::string source;
};

/// Returns the decisions that the program ships, in the order of the table.
[[nodiscard]] const std::vector<ReviewedLink>& reviewed_links();

}  // namespace portolan::goods
