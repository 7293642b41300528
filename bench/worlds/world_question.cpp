#include "world_question.hpp"

#include <set>

#include "portolan/base/countries.hpp"
#include "portolan/base/text.hpp"
#include "portolan/goods/lists.hpp"

namespace portolan::bench {
namespace {

std::vector<std::string> iso3_of(std::string_view group) {
  std::vector<std::string> texts;
  for (const CountryCode country : country_group(group)) {
    texts.push_back(country.to_string());
  }
  return texts;
}

/// One entry stands for all lists: detect reads the earliest date of control.
detect::Goods goods_of(const goods::GroupFamily& family, const goods::FamilyTable& table) {
  detect::Goods one;
  one.family = family.family;
  one.label = family.label;
  one.is_partly_controlled = family.is_partly_named();
  std::set<std::string> codes;
  for (const goods::FamilyMember& member : table.members(family.family)) {
    codes.insert(member.code.to_string());
  }
  one.hs.assign(codes.begin(), codes.end());
  one.lists.push_back(
      {.list = family.mentions.empty() ? "" : family.mentions.front().list,
       .tier = {},
       .listed_on = {},
       .controlled_since = detect::Date::parse(family.controlled_since.date)}
  );
  return one;
}

}  // namespace

WorldQuestion::WorldQuestion(const goods::FamilyTable& table)
    : table_(&table), index_(table, goods::ListCatalogue()) {
  const goods::ListCatalogue lists;
  const auto group = goods::resolve_goods(join(lists.names(), ","), table, lists);
  for (const goods::GroupFamily& family : group.families) {
    goods_.push_back(goods_of(family, table));
  }
}

detect::DetectInput WorldQuestion::input(const WorldPanel& panel) const {
  detect::DetectInput input;
  input.panel = &panel.panel;
  input.coverage = panel.coverage;
  input.goods = goods_;
  input.is_controlled = [this](int level, std::string_view family) {
    return level == 6 && !index_.mentions(family).empty();
  };
  input.controlling = iso3_of("G7+");
  input.customs_union = iso3_of("EAEU");
  return input;
}

detect::DetectOptions WorldQuestion::options() {
  detect::DetectOptions options;
  options.destination = "RUS";
  options.threads = 1;
  return options;
}

std::vector<world::FoundLead> found_leads(std::span<const detect::Lead> leads) {
  std::vector<world::FoundLead> found;
  for (const detect::Lead& lead : leads) {
    const auto hub = CountryCode::parse(lead.hub);
    const auto destination = CountryCode::parse(lead.destination);
    if (!hub || !destination) {
      continue;  // a place that is no country finds nothing
    }
    world::FoundLead one{
        .id = lead.id,
        .kind =
            lead.kind == detect::LeadKind::kLead ? world::LeadKind::kLead : world::LeadKind::kSurge,
        .hub = *hub,
        .destination = *destination,
        .hs = lead.goods.hs,
        .since = lead.since,
        .from = lead.window.since,
        .until = lead.window.until,
        .inflow_excess_usd = {},
        .outflow_excess_usd = {},
        .q_value = lead.q_value};
    if (lead.inflow) {
      one.inflow_excess_usd = lead.inflow->excess;
    }
    if (lead.outflow) {
      one.outflow_excess_usd = lead.outflow->excess;
    }
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace portolan::bench
