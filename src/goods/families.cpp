#include "portolan/goods/families.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/error.hpp"

namespace portolan::goods {
namespace {

// A code of an edition is a node; nodes are numbered by edition and code.
class CodeGraph {
 public:
  CodeGraph(const HsCorrelation& correlation, std::span<const HsEdition> editions) {
    for (const HsEdition edition : editions) {
      first_[static_cast<std::size_t>(edition)] = nodes_.size();
      for (const HsCode& code : correlation.codes(edition)) {
        nodes_.push_back({edition, code, {}});
      }
    }
    parents_.resize(nodes_.size());
    std::iota(parents_.begin(), parents_.end(), std::size_t{0});
  }

  // Links of codes that the edition does not have change nothing.
  void connect(
      const HsCorrelation& correlation,
      const HsCorrelation::Listing& one,
      const HsCorrelation::Listing& other
  ) {
    const auto a = node_of(correlation, one);
    const auto b = node_of(correlation, other);
    if (a && b) {
      const std::size_t root_a = root_of(*a);
      const std::size_t root_b = root_of(*b);
      parents_[std::max(root_a, root_b)] = std::min(root_a, root_b);
    }
  }

  std::vector<std::vector<std::size_t>> components() {
    std::map<std::size_t, std::vector<std::size_t>> by_root;
    for (std::size_t node = 0; node < nodes_.size(); ++node) {
      by_root[root_of(node)].push_back(node);
    }
    std::vector<std::vector<std::size_t>> components;
    for (auto& [root, members] : by_root) {
      components.push_back(std::move(members));
    }
    return components;
  }

  [[nodiscard]] const std::vector<FamilyMember>& nodes() const { return nodes_; }

 private:
  [[nodiscard]] std::optional<std::size_t>
  node_of(const HsCorrelation& correlation, const HsCorrelation::Listing& listing) const {
    const auto codes = correlation.codes(listing.edition);
    const auto found = std::ranges::lower_bound(codes, listing.code);
    if (found == codes.end() || *found != listing.code) {
      return std::nullopt;
    }
    return first_[static_cast<std::size_t>(listing.edition)] +
           static_cast<std::size_t>(found - codes.begin());
  }

  std::size_t root_of(std::size_t node) {
    while (parents_[node] != node) {
      parents_[node] = parents_[parents_[node]];
      node = parents_[node];
    }
    return node;
  }

  std::vector<FamilyMember> nodes_;
  std::vector<std::size_t> parents_;
  std::array<std::size_t, 7> first_{};
};

// Names that a family may bear, the preferred one first.
std::vector<std::string>
possible_names(const std::vector<FamilyMember>& nodes, const std::vector<std::size_t>& component) {
  std::vector<std::string> names;
  const HsEdition latest = nodes[component.back()].edition;
  for (const std::size_t node : component) {
    if (nodes[node].edition == latest) {
      names.push_back(nodes[node].code.to_string());
    }
  }
  names.push_back(fmt::format("{}-{}", names.front(), to_string(latest).substr(2)));
  return names;
}

void name_families(
    std::vector<FamilyMember>& members,
    const std::vector<std::vector<std::size_t>>& components
) {
  // Families that reach further choose first; among equals the one with the smaller code.
  struct Choice {
    int reach = 0;
    std::vector<std::string> names;
    const std::vector<std::size_t>* component = nullptr;
  };
  std::vector<Choice> choices;
  for (const auto& component : components) {
    const int reach = -static_cast<int>(members[component.back()].edition);
    choices.push_back({reach, possible_names(members, component), &component});
  }
  std::ranges::sort(choices, {}, [](const Choice& choice) {
    return std::tie(choice.reach, choice.names.front());
  });
  std::set<std::string> taken;
  for (const Choice& choice : choices) {
    const auto name = std::ranges::find_if(choice.names, [&](const std::string& candidate) {
      return taken.insert(candidate).second;
    });
    ensure(name != choice.names.end(), "families: a family found no name");
    for (const std::size_t node : *choice.component) {
      members[node].family = *name;
    }
  }
}

std::vector<HsEdition> editions_between(std::span<const HsEdition> editions) {
  if (editions.empty()) {
    throw invalid_argument("editions: expected at least one HS edition, got none");
  }
  const auto [first, last] = std::ranges::minmax(editions);
  std::vector<HsEdition> between;
  for (const HsEdition edition : all_hs_editions()) {
    if (edition >= first && edition <= last) {
      between.push_back(edition);
    }
  }
  return between;
}

HsEdition edition_before(HsEdition edition) {
  return static_cast<HsEdition>(static_cast<int>(edition) - 1);
}

}  // namespace

FamilyTable::FamilyTable(std::vector<FamilyMember> members, std::vector<HsLink> dropped_links)
    : members_(std::move(members)), dropped_links_(std::move(dropped_links)) {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    by_family_[members_[i].family].push_back(i);
    if (editions_.empty() || editions_.back() != members_[i].edition) {
      editions_.push_back(members_[i].edition);
    }
  }
}

std::optional<std::string_view> FamilyTable::family_of(HsEdition edition, const HsCode& code)
    const {
  const auto key = std::pair(edition, code.prefix(6));
  const auto found = std::ranges::lower_bound(members_, key, {}, [](const FamilyMember& member) {
    return std::pair(member.edition, member.code);
  });
  if (found == members_.end() || std::pair(found->edition, found->code) != key) {
    return std::nullopt;
  }
  return found->family;
}

std::optional<std::string_view> FamilyTable::family_of(const HsCode& code) const {
  for (auto edition = editions_.rbegin(); edition != editions_.rend(); ++edition) {
    if (const auto family = family_of(*edition, code)) {
      return family;
    }
  }
  return std::nullopt;
}

std::vector<std::string> FamilyTable::families() const {
  std::vector<std::string> names;
  for (const auto& [name, members] : by_family_) {
    names.push_back(name);
  }
  return names;
}

std::vector<FamilyMember> FamilyTable::members(std::string_view family) const {
  std::vector<FamilyMember> result;
  const auto found = by_family_.find(family);
  if (found != by_family_.end()) {
    for (const std::size_t i : found->second) {
      result.push_back(members_[i]);
    }
  }
  return result;
}

std::vector<HsCode> FamilyTable::codes(std::string_view family, HsEdition edition) const {
  std::vector<HsCode> codes;
  for (const FamilyMember& member : members(family)) {
    if (member.edition == edition) {
      codes.push_back(member.code);
    }
  }
  return codes;
}

FamilyTable make_families(
    std::span<const HsEdition> editions,
    const HsCorrelation& correlation,
    std::span<const ReviewedLink> reviewed
) {
  const std::vector<HsEdition> between = editions_between(editions);
  CodeGraph graph(correlation, between);
  std::set<HsCorrelation::Pair> counted;
  for (const ReviewedLink& link : reviewed) {
    if (link.counts && link.edition > between.front() && link.edition <= between.back()) {
      counted.insert({link.edition, link.later, link.earlier});
      graph.connect(
          correlation, {link.edition, link.later}, {edition_before(link.edition), link.earlier}
      );
    }
  }
  std::vector<HsLink> dropped;
  for (const HsEdition edition : between) {
    if (edition == between.front()) {
      continue;
    }
    for (const HsLink& link : correlation.links(edition)) {
      const bool is_whole = link.relation != LinkRelation::kPartial || link.later == link.earlier;
      if (is_whole) {
        graph.connect(correlation, {edition, link.later}, {edition_before(edition), link.earlier});
      } else if (!counted.contains({edition, link.later, link.earlier})) {
        dropped.push_back(link);
      }
    }
  }
  std::vector<FamilyMember> members = graph.nodes();
  name_families(members, graph.components());
  return {std::move(members), std::move(dropped)};
}

ShareInterval controlled_share(std::span<const ControlledPart> periods) {
  ShareInterval share{.low = 1.0, .high = 0.0};
  for (const ControlledPart& period : periods) {
    const bool is_part = std::isfinite(period.total_usd) && period.controlled_usd >= 0.0 &&
                         period.controlled_usd <= period.total_usd;
    if (!is_part) {
      throw invalid_argument(
          "controlled_usd: expected between 0 and the total {}, got {}",
          period.total_usd,
          period.controlled_usd
      );
    }
    if (period.total_usd > 0.0) {
      share.low = std::min(share.low, period.controlled_usd / period.total_usd);
      share.high = std::max(share.high, period.controlled_usd / period.total_usd);
    }
  }
  return share.low > share.high ? ShareInterval{} : share;
}

}  // namespace portolan::goods
