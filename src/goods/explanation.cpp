#include "portolan/goods/explanation.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "family_locator.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/goods/labels.hpp"

namespace portolan::goods {
namespace {

std::vector<HsCode> codes_below(HsEdition edition, const HsCode& prefix) {
  std::vector<HsCode> codes;
  std::ranges::copy_if(
      hs_correlation().codes(edition),
      std::back_inserter(codes),
      [&](const HsCode& code) { return prefix.covers(code); }
  );
  return codes;
}

const ReviewedLink* review_of(const HsLink& link) {
  const auto& reviews = reviewed_links();
  const auto found = std::ranges::find_if(reviews, [&](const ReviewedLink& review) {
    return review.edition == link.edition && review.later == link.later &&
           review.earlier == link.earlier;
  });
  return found == reviews.end() ? nullptr : &*found;
}

ExplainedLink explained(const HsLink& link) {
  const ReviewedLink* review = review_of(link);
  ExplainedLink result{link, link.relation != LinkRelation::kPartial, {}};
  if (review != nullptr) {
    result.counts = result.counts || review->counts;
    result.reason = review->reason;
  }
  return result;
}

// Links from and to codes below `prefix`, but those of a code with itself; reviewed links that the
// correlation tables lack are among them.
std::vector<ExplainedLink> links_of(const HsCode& prefix) {
  std::vector<HsLink> links;
  const auto is_meant = [&](const HsCode& later, const HsCode& earlier) {
    return later != earlier && (prefix.covers(later) || prefix.covers(earlier));
  };
  for (const HsEdition edition : all_hs_editions()) {
    for (const HsLink& link : hs_correlation().links(edition)) {
      if (is_meant(link.later, link.earlier)) {
        links.push_back(link);
      }
    }
  }
  for (const ReviewedLink& review : reviewed_links()) {
    const HsLink link{review.edition, review.later, review.earlier, LinkRelation::kPartial};
    if (is_meant(review.later, review.earlier) && std::ranges::find(links, link) == links.end()) {
      links.push_back(link);
    }
  }
  std::ranges::sort(links, {}, [](const HsLink& link) {
    return std::tuple(link.edition, link.later, link.earlier);
  });
  std::vector<ExplainedLink> result;
  std::ranges::transform(links, std::back_inserter(result), explained);
  return result;
}

ExplainedFamily family_of(
    const std::string& name,
    const FamilyTable& families,
    const ListIndex& index,
    FamilyLocators& locators
) {
  ExplainedFamily family;
  family.family = name;
  family.members = families.members(name);
  family.label = goods_label(family.members.back().code);
  if (const auto code = HsCode::parse(name)) {
    family.label = goods_label(*code);
  }
  const auto mentions = index.mentions(name);
  family.mentions.assign(mentions.begin(), mentions.end());
  if (!mentions.empty()) {
    const HsEdition latest = all_hs_editions().back();
    std::set<HsCode> listed;
    for (const ListMention& mention : mentions) {
      for (const HsCode& code : locators.of(mention.edition).codes_of(name)) {
        if (mention.code.covers(code)) {
          listed.insert(code);
        }
      }
    }
    for (const HsCode& code : locators.of(latest).codes_of(name)) {
      if (!listed.contains(code)) {
        family.unlisted.push_back(code);
      }
    }
  }
  return family;
}

std::vector<std::string> notes_of(const CodeExplanation& explanation) {
  std::vector<std::string> notes;
  const HsEdition first = explanation.editions.front();
  const HsEdition last = explanation.editions.back();
  if (first != all_hs_editions().front()) {
    notes.push_back(fmt::format("does not exist before {}", to_string(first)));
  }
  if (last != all_hs_editions().back()) {
    notes.push_back(fmt::format("does not exist after {}", to_string(last)));
  }
  const auto num_dropped = std::ranges::count(explanation.links, false, &ExplainedLink::counts);
  if (num_dropped > 0) {
    notes.push_back(fmt::format(
        "{} links to other codes are partial overlaps that families do not follow", num_dropped
    ));
  }
  for (const ExplainedFamily& family : explanation.families) {
    if (!family.mentions.empty() && !family.unlisted.empty()) {
      notes.push_back(fmt::format(
          "family {} is partly controlled: {} of its codes of {} are on no list",
          family.family,
          family.unlisted.size(),
          to_string(all_hs_editions().back())
      ));
    }
  }
  return notes;
}

std::vector<std::string> codes_near(const HsCode& code) {
  std::vector<std::string> texts;
  const HsCode wanted = code.prefix(6);
  std::set<HsCode> known;
  for (const HsCode& subheading : hs_correlation().codes(all_hs_editions().back())) {
    const HsCode candidate = subheading.prefix(wanted.level());
    if (candidate.prefix(2) == wanted.prefix(2) && known.insert(candidate).second) {
      texts.push_back(candidate.to_string());
    }
  }
  return texts;
}

}  // namespace

CodeExplanation
explain_code(const HsCode& code, const FamilyTable& families, const ListCatalogue& lists) {
  CodeExplanation result;
  result.code = code.prefix(6);
  result.label = goods_label(result.code);
  for (const HsEdition edition : all_hs_editions()) {
    if (!codes_below(edition, result.code).empty()) {
      result.editions.push_back(edition);
    }
  }
  if (result.editions.empty() || code.level() == 0) {
    throw not_found("code: expected a code of the Harmonized System, got \"{}\"", code.text())
        .with_hint(nearest_hint(code.text(), codes_near(code)));
  }
  result.subheadings = codes_below(result.editions.back(), result.code);
  result.links = links_of(result.code);

  const ListIndex index(families, lists);
  FamilyLocators locators(families);
  std::set<std::string> names;
  for (const HsEdition edition : result.editions) {
    for (const HsCode& subheading : codes_below(edition, result.code)) {
      for (const std::string& name : locators.of(edition).families_of(subheading)) {
        names.insert(name);
      }
    }
  }
  for (const std::string& name : names) {
    result.families.push_back(family_of(name, families, index, locators));
    for (const ListMention& mention : result.families.back().mentions) {
      const bool is_about_code =
          mention.code.covers(result.code) || result.code.covers(mention.code);
      const auto is_same = [&](const ListMention& other) {
        return std::tie(other.list, other.version, other.tier, other.code) ==
               std::tie(mention.list, mention.version, mention.tier, mention.code);
      };
      if (is_about_code && std::ranges::none_of(result.mentions, is_same)) {
        result.mentions.push_back(mention);
      }
    }
  }
  std::ranges::sort(result.mentions, {}, [](const ListMention& mention) {
    return std::tie(mention.list, mention.version, mention.tier, mention.code);
  });
  result.notes = notes_of(result);
  return result;
}

}  // namespace portolan::goods
