#include "portolan/goods/groups.hpp"

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

using DatesByFamily = std::map<std::string, std::string, std::less<>>;

// The earliest date that the newest EU list has for a code of each family.
DatesByFamily eu_dates(const ListCatalogue& lists, FamilyLocators& locators) {
  DatesByFamily dates;
  const GoodsList* eu = lists.find("eu");
  if (eu == nullptr) {
    return dates;
  }
  const FamilyLocator& locator = locators.of(eu->edition);
  for (const ListEntry& entry : eu->entries) {
    for (const HsCode& code : locator.codes_below(entry.code)) {
      for (const std::string& family : locator.families_of(code)) {
        std::string& date = dates[family];
        date = date.empty() ? entry.controlled_since : std::min(date, entry.controlled_since);
      }
    }
  }
  return dates;
}

// What is needed to date a mention.
class Dating {
 public:
  Dating(const ListCatalogue& lists, FamilyLocators& locators)
      : eu_dates_(goods::eu_dates(lists, locators)), default_(lists.controlled_since()) {
    if (const GoodsList* eu = lists.find("eu")) {
      eu_name_ = fmt::format("eu {}", eu->version);
    }
  }

  [[nodiscard]] ControlDate
  date_of(const GoodsList& list, const ListEntry& entry, const std::string& family) const {
    if (!entry.controlled_since.empty()) {
      return {entry.controlled_since, fmt::format("{} {}", list.name, list.version)};
    }
    return date_of(family);
  }

  [[nodiscard]] ControlDate date_of(const std::string& family) const {
    const auto found = eu_dates_.find(family);
    if (found != eu_dates_.end()) {
      return {found->second, eu_name_};
    }
    return {default_, "regime default"};
  }

 private:
  DatesByFamily eu_dates_;
  std::string default_;
  std::string eu_name_;
};

ListMention mention_of(
    const GoodsList& list,
    const ListEntry& entry,
    const std::string& family,
    const Dating& dating
) {
  ListMention mention;
  mention.list = list.name;
  mention.version = list.version;
  mention.tier = entry.tier;
  mention.code = entry.code;
  mention.edition = list.edition;
  mention.membership = entry.membership;
  mention.listed_on = entry.listed_on;
  mention.listed_on_status = entry.listed_on_status;
  mention.controlled_since = dating.date_of(list, entry, family);
  mention.threshold = entry.threshold;
  mention.threshold_unit = entry.threshold_unit;
  mention.note = entry.note;
  return mention;
}

auto order_of(const ListMention& mention) {
  return std::tuple(mention.list, mention.version, mention.tier, mention.code);
}

void add_mention(std::vector<ListMention>& mentions, ListMention mention) {
  const auto place = std::ranges::lower_bound(mentions, order_of(mention), {}, order_of);
  if (place == mentions.end() || order_of(*place) != order_of(mention)) {
    mentions.insert(place, std::move(mention));
  }
}

ControlDate earliest(std::span<const ListMention> mentions, const std::string& otherwise) {
  const auto first = std::ranges::min_element(mentions, {}, [](const ListMention& mention) {
    return mention.controlled_since.date;
  });
  return first == mentions.end() ? ControlDate{otherwise, "regime default"}
                                 : first->controlled_since;
}

// "3" stands for itself and for "3.A"; "3.A" for itself.
bool is_tier_below(std::string_view tier, std::string_view asked) {
  return tier == asked || (tier.starts_with(asked) && tier.substr(asked.size()).starts_with('.'));
}

// What is known of a family while the parts of the text are read.
struct Reached {
  std::map<HsEdition, std::set<HsCode>> named;
  std::vector<ListMention> mentions;
};

class Resolver {
 public:
  Resolver(const FamilyTable& families, const ListCatalogue& lists)
      : families_(families), lists_(lists), locators_(families), dating_(lists, locators_) {}

  GoodsGroup resolve(std::string_view text) {
    group_.text = text;
    for (const std::string_view piece : split(text, ',')) {
      const std::string_view part = trim(piece);
      if (const auto code = HsCode::parse(part); code && code->level() > 0) {
        add_code(*code);
      } else {
        add_list(part);
      }
    }
    for (auto& [family, reached] : reached_) {
      group_.families.push_back(family_of(family, std::move(reached)));
    }
    return std::move(group_);
  }

 private:
  void add_code(const HsCode& code) {
    group_.codes.push_back(code);
    HsCode subheading = code.prefix(6);
    if (code.level() > 6) {
      group_.notices.push_back(fmt::format(
          "{}: families are of subheadings; {} is taken", code.text(), subheading.text()
      ));
    }
    for (auto edition = families_.editions().rbegin(); edition != families_.editions().rend();
         ++edition) {
      if (name_codes(*edition, subheading)) {
        return;
      }
    }
    for (auto edition = all_hs_editions().rbegin(); edition != all_hs_editions().rend();
         ++edition) {
      if (name_codes(*edition, subheading)) {
        return;
      }
    }
    throw invalid_argument(
        "goods: expected an HS code, got \"{}\", which no edition has", code.text()
    );
  }

  // Returns whether the edition has codes below `prefix` that lead to a family.
  bool name_codes(HsEdition edition, const HsCode& prefix) {
    const FamilyLocator& locator = locators_.of(edition);
    const auto codes = locator.codes_below(prefix);
    for (const HsCode& code : codes) {
      for (const std::string& family : locator.families_of(code)) {
        reached_[family].named[edition].insert(code);
      }
    }
    return !codes.empty();
  }

  void add_list(std::string_view part) {
    const std::size_t colon = part.find(':');
    const std::string_view tier =
        colon == std::string_view::npos ? std::string_view() : part.substr(colon + 1);
    const std::string_view reference = part.substr(0, colon);
    const GoodsList& list = list_of(reference, part);
    bool has_tier = tier.empty();
    for (const ListEntry& entry : list.entries) {
      if (tier.empty() || is_tier_below(entry.tier, tier)) {
        has_tier = true;
        add_entry(list, entry);
      }
    }
    if (!has_tier) {
      throw invalid_argument("goods: expected a tier of {}, got \"{}\"", list.name, tier)
          .with_hint("tiers: " + join(tiers_of(list), ", "));
    }
    add_notice_of_unresolved(list);
  }

  static std::vector<std::string> tiers_of(const GoodsList& list) {
    std::set<std::string> tiers;
    for (const ListEntry& entry : list.entries) {
      tiers.insert(entry.tier);
    }
    return {tiers.begin(), tiers.end()};
  }

  const GoodsList& list_of(std::string_view reference, std::string_view part) const {
    const std::size_t dash = reference.find('-');
    const std::string_view version =
        dash == std::string_view::npos ? std::string_view() : reference.substr(dash + 1);
    const std::string name = to_ascii_lower(reference.substr(0, dash));
    if (const GoodsList* list = lists_.find(name, version)) {
      return *list;
    }
    std::vector<std::string> known = lists_.names();
    for (const GoodsList& list : lists_.lists()) {
      known.push_back(fmt::format("{}-{}", list.name, list.version));
    }
    throw invalid_argument(
        "goods: expected a list, a tier of one (chpl:1) or HS codes, got \"{}\"", part
    )
        .with_hint(
            name == "eu" ? "the EU list is there once its file is imported"
                         : hint_for(reference, known)
        );
  }

  static std::string hint_for(std::string_view reference, const std::vector<std::string>& known) {
    const std::string nearest = nearest_hint(reference, known);
    return nearest.empty() ? "known lists: " + join(known, ", ") : nearest;
  }

  void add_entry(const GoodsList& list, const ListEntry& entry) {
    const FamilyLocator& locator = locators_.of(list.edition);
    const auto codes = locator.codes_below(entry.code);
    if (codes.empty()) {
      group_.notices.push_back(fmt::format(
          "{} {}: {} has no family in the editions of the data",
          list.name,
          list.version,
          entry.code.text()
      ));
    }
    for (const HsCode& code : codes) {
      for (const std::string& family : locator.families_of(code)) {
        Reached& reached = reached_[family];
        reached.named[list.edition].insert(code);
        add_mention(reached.mentions, mention_of(list, entry, family, dating_));
      }
    }
  }

  void add_notice_of_unresolved(const GoodsList& list) {
    const auto num_unresolved =
        std::ranges::count(list.entries, FactStatus::kUnresolved, &ListEntry::membership);
    if (num_unresolved == 0) {
      return;
    }
    const auto num_known = static_cast<std::ptrdiff_t>(list.entries.size()) - num_unresolved;
    group_.notices.push_back(fmt::format(
        "{} {}: of its {} codes {} are known, {} of them for certain; the other {} are among {} "
        "unresolved ones, which are all included and marked",
        list.name,
        list.version,
        list.num_codes,
        num_known,
        list.num_certain(),
        list.num_codes - num_known,
        num_unresolved
    ));
  }

  GroupFamily family_of(const std::string& name, Reached reached) {
    GroupFamily family;
    family.family = name;
    for (const auto& [edition, named] : reached.named) {
      std::vector<HsCode> others;
      for (const HsCode& code : locators_.of(edition).codes_of(name)) {
        if (!named.contains(code)) {
          others.push_back(code);
        }
      }
      // The latest edition speaks, unless an earlier one says that all of the family is meant.
      if (family.named.empty() || others.empty() || !family.others.empty()) {
        family.named.assign(named.begin(), named.end());
        family.others = std::move(others);
        family.codes_edition = edition;
      }
    }
    family.label = goods_label(family.named.front());
    family.mentions = std::move(reached.mentions);
    family.controlled_since =
        family.mentions.empty() ? dating_.date_of(name) : earliest(family.mentions, {});
    return family;
  }

  const FamilyTable& families_;
  const ListCatalogue& lists_;
  FamilyLocators locators_;
  Dating dating_;
  GoodsGroup group_;
  std::map<std::string, Reached> reached_;
};

}  // namespace

GoodsGroup
resolve_goods(std::string_view text, const FamilyTable& families, const ListCatalogue& lists) {
  return Resolver(families, lists).resolve(text);
}

ListIndex::ListIndex(const FamilyTable& families, const ListCatalogue& lists)
    : default_(lists.controlled_since()) {
  FamilyLocators locators(families);
  const Dating dating(lists, locators);
  for (const std::string& name : lists.names()) {
    const GoodsList& list = *lists.find(name);
    const FamilyLocator& locator = locators.of(list.edition);
    for (const ListEntry& entry : list.entries) {
      for (const HsCode& code : locator.codes_below(entry.code)) {
        for (const std::string& family : locator.families_of(code)) {
          add_mention(mentions_[family], mention_of(list, entry, family, dating));
        }
      }
    }
  }
}

std::span<const ListMention> ListIndex::mentions(std::string_view family) const {
  const auto found = mentions_.find(family);
  return found == mentions_.end() ? std::span<const ListMention>() : found->second;
}

ControlDate ListIndex::controlled_since(std::string_view family) const {
  return earliest(mentions(family), default_);
}

}  // namespace portolan::goods
