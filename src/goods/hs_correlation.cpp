#include "portolan/goods/hs_correlation.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "embedded/goods.hpp"
#include "portolan/base/embedded_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::goods {
namespace {

constexpr std::array<HsEdition, 7> kEditions = {
    HsEdition::kHs1992,
    HsEdition::kHs1996,
    HsEdition::kHs2002,
    HsEdition::kHs2007,
    HsEdition::kHs2012,
    HsEdition::kHs2017,
    HsEdition::kHs2022};

std::size_t index_of(HsEdition edition) {
  return static_cast<std::size_t>(edition);
}

HsCode code_of(std::string_view text) {
  const auto code = HsCode::parse(text);
  ensure(code && code->level() == 6, fmt::format("HS table: \"{}\" is no subheading", text));
  return *code;
}

HsEdition edition_of(std::string_view text) {
  const auto edition = parse_hs_edition(text);
  ensure(edition.has_value(), fmt::format("HS table: \"{}\" is no edition", text));
  return *edition;
}

LinkRelation relation_of(std::size_t num_links_of_later, std::size_t num_links_of_earlier) {
  if (num_links_of_later == 1) {
    return num_links_of_earlier == 1 ? LinkRelation::kSame : LinkRelation::kSplit;
  }
  return num_links_of_earlier == 1 ? LinkRelation::kMerged : LinkRelation::kPartial;
}

void set_relations(std::vector<HsLink>& links) {
  std::map<HsCode, std::size_t> num_of_later;
  std::map<HsCode, std::size_t> num_of_earlier;
  for (const HsLink& link : links) {
    ++num_of_later[link.later];
    ++num_of_earlier[link.earlier];
  }
  for (HsLink& link : links) {
    link.relation = relation_of(num_of_later[link.later], num_of_earlier[link.earlier]);
  }
}

// "1992-2007 2017" names the editions of 1992, 1996, 2002, 2007 and 2017.
std::vector<HsEdition> editions_of_ranges(std::string_view ranges) {
  std::vector<HsEdition> editions;
  for (const std::string_view range : split(ranges, ' ')) {
    const std::size_t dash = range.find('-');
    const std::size_t first = index_of(edition_of(range.substr(0, dash)));
    const std::size_t last =
        dash == std::string_view::npos ? first : index_of(edition_of(range.substr(dash + 1)));
    for (std::size_t i = first; i <= last; ++i) {
      editions.push_back(kEditions.at(i));
    }
  }
  return editions;
}

std::vector<HsCorrelation::Listing> shipped_codes() {
  std::vector<HsCorrelation::Listing> codes;
  for (const auto& record :
       read_embedded_table(embedded::hs_codes_csv, {"heading", "editions", "subheadings"})) {
    const auto editions = editions_of_ranges(record[1]);
    for (const std::string_view subheading : split(record[2], ' ')) {
      const HsCode code = code_of(record[0] + std::string(subheading));
      for (const HsEdition edition : editions) {
        codes.push_back({edition, code});
      }
    }
  }
  return codes;
}

std::vector<HsCorrelation::Pair> shipped_pairs(
    const std::vector<HsCorrelation::Listing>& sorted_codes
) {
  std::vector<HsCorrelation::Pair> pairs;
  std::vector<HsCorrelation::Listing> used_again;
  for (const auto& record :
       read_embedded_table(embedded::hs_links_csv, {"edition", "code", "predecessors"})) {
    const HsEdition edition = edition_of(record[0]);
    const HsCode later = code_of(record[1]);
    for (const std::string_view predecessor : split(record[2], ' ')) {
      if (predecessor.starts_with('!')) {
        used_again.push_back({edition, later});
      } else {
        pairs.push_back({edition, later, code_of(predecessor)});
      }
    }
  }
  // A code that both editions have is linked to itself.
  for (const auto& listing : sorted_codes) {
    if (listing.edition == kEditions.front() ||
        std::ranges::find(used_again, listing) != used_again.end()) {
      continue;
    }
    const HsEdition before = kEditions.at(index_of(listing.edition) - 1);
    if (std::ranges::binary_search(sorted_codes, HsCorrelation::Listing{before, listing.code})) {
      pairs.push_back({listing.edition, listing.code, listing.code});
    }
  }
  return pairs;
}

std::vector<ReviewedLink> shipped_reviewed_links() {
  std::vector<ReviewedLink> links;
  for (const auto& record : read_embedded_table(
           embedded::reviewed_links_csv,
           {"edition", "codes", "predecessors", "counts", "reason", "source"}
       )) {
    ensure(record[3] == "yes" || record[3] == "no", "reviewed links: counts is yes or no");
    for (const std::string_view later : split(record[1], ' ')) {
      for (const std::string_view earlier : split(record[2], ' ')) {
        links.push_back(
            {edition_of(record[0]),
             code_of(later),
             code_of(earlier),
             record[3] == "yes",
             record[4],
             record[5]}
        );
      }
    }
  }
  return links;
}

}  // namespace

std::string_view to_string(LinkRelation relation) {
  switch (relation) {
    case LinkRelation::kSame:
      return "1:1";
    case LinkRelation::kSplit:
      return "n:1";
    case LinkRelation::kMerged:
      return "1:n";
    case LinkRelation::kPartial:
      return "n:n";
  }
  return "";
}

std::span<const HsEdition> all_hs_editions() {
  return kEditions;
}

HsCorrelation::HsCorrelation(std::vector<Listing> codes, std::vector<Pair> pairs)
    : codes_(kEditions.size()), links_(kEditions.size()) {
  std::ranges::sort(codes);
  for (const Listing& listing : codes) {
    auto& of_edition = codes_.at(index_of(listing.edition));
    if (of_edition.empty() || of_edition.back() != listing.code) {
      of_edition.push_back(listing.code);
    }
  }
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  for (const Pair& pair : pairs) {
    const std::size_t later = index_of(pair.edition);
    if (later > 0 && has_code(pair.edition, pair.later) &&
        has_code(kEditions.at(later - 1), pair.earlier)) {
      links_.at(later).push_back({pair.edition, pair.later, pair.earlier, LinkRelation::kSame});
    }
  }
  for (auto& links : links_) {
    set_relations(links);
  }
}

std::span<const HsCode> HsCorrelation::codes(HsEdition edition) const {
  return codes_.at(index_of(edition));
}

bool HsCorrelation::has_code(HsEdition edition, const HsCode& code) const {
  return std::ranges::binary_search(codes(edition), code);
}

std::vector<HsEdition> HsCorrelation::editions_of(const HsCode& code) const {
  std::vector<HsEdition> editions;
  for (const HsEdition edition : kEditions) {
    if (has_code(edition, code)) {
      editions.push_back(edition);
    }
  }
  return editions;
}

std::span<const HsLink> HsCorrelation::links(HsEdition edition) const {
  return links_.at(index_of(edition));
}

std::vector<HsLink> HsCorrelation::predecessors(HsEdition edition, const HsCode& code) const {
  const auto of_edition = links(edition);
  const auto first = std::ranges::lower_bound(of_edition, code, {}, &HsLink::later);
  const auto last = std::ranges::upper_bound(of_edition, code, {}, &HsLink::later);
  return {first, last};
}

std::vector<HsLink> HsCorrelation::successors(HsEdition edition, const HsCode& code) const {
  std::vector<HsLink> found;
  if (edition != kEditions.back()) {
    std::ranges::copy_if(
        links(kEditions.at(index_of(edition) + 1)),
        std::back_inserter(found),
        [&](const HsLink& link) { return link.earlier == code; }
    );
  }
  return found;
}

const HsCorrelation& hs_correlation() {
  static const HsCorrelation correlation = [] {
    auto codes = shipped_codes();
    std::ranges::sort(codes);
    auto pairs = shipped_pairs(codes);
    return HsCorrelation(std::move(codes), std::move(pairs));
  }();
  return correlation;
}

const std::vector<ReviewedLink>& reviewed_links() {
  static const std::vector<ReviewedLink> links = shipped_reviewed_links();
  return links;
}

}  // namespace portolan::goods
