#pragma once

#include <string>
#include <vector>

#include "portolan/base/hs_code.hpp"
#include "portolan/goods/families.hpp"
#include "portolan/goods/groups.hpp"
#include "portolan/goods/hs_correlation.hpp"
#include "portolan/goods/lists.hpp"

namespace portolan::goods {

/// A link of an explained code, and whether families follow it.
struct ExplainedLink {
  HsLink link;
  bool counts = false;
  std::string reason;  ///< Of a reviewed link; empty for others.
};

/// A family that an explained code belongs to.
struct ExplainedFamily {
  std::string family;
  std::string label;
  std::vector<FamilyMember> members;  ///< By edition and code.
  std::vector<ListMention> mentions;
  /// Codes of the latest edition that no list names although it names others of the family: then
  /// the family is partly controlled.
  std::vector<HsCode> unlisted;
};

/// What `goods show` says of a code.
struct CodeExplanation {
  HsCode code;
  std::string label;
  std::vector<HsEdition> editions;    ///< Those that have the code or codes below it.
  std::vector<HsCode> subheadings;    ///< In the latest of them; the code itself at level 6.
  std::vector<ListMention> mentions;  ///< Of these subheadings, by list, tier and code.
  std::vector<ExplainedLink> links;   ///< To other codes, by edition, later and earlier code.
  std::vector<ExplainedFamily> families;
  std::vector<std::string> notes;
};

/// Explains a code of 2 to 10 digits; longer ones as their subheading. `families` should reach over
/// the editions of the data, or over all.
///
/// Throws `Error` (kNotFound, with the nearest codes as hint) if no edition has it.
[[nodiscard]] CodeExplanation
explain_code(const HsCode& code, const FamilyTable& families, const ListCatalogue& lists = {});

}  // namespace portolan::goods
