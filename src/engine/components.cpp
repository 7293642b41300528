#include "portolan/engine/components.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <tuple>

#include <fmt/format.h>

#include "goods_catalogue.hpp"
#include "open_workspace.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/components/goods_of_part.hpp"
#include "portolan/components/makers.hpp"
#include "portolan/components/workspace_components.hpp"
#include "portolan/goods/labels.hpp"
#include "portolan/goods/lists.hpp"
#include "portolan/linkage/records.hpp"

namespace portolan::engine {
namespace {

using components::Component;

/// Tells whether the words of `asked` follow each other at the beginnings of words of `text`.
bool has_words(const std::string& text, const std::string& asked) {
  return (" " + linkage::fold(text)).find(" " + asked) != std::string::npos;
}

/// Components that a request asks about.
class Asked {
 public:
  explicit Asked(const ComponentsRequest& request)
      : workspace_(open_workspace(request.workspace)),
        part_(components::bare_part_number(request.part)),
        maker_(linkage::fold(request.maker)),
        weapon_(linkage::fold(request.weapon)) {
    if (!request.part.empty() && part_.empty()) {
      throw invalid_argument("--part: expected letters or digits, got \"{}\"", request.part);
    }
    auto all = components::workspace_components(workspace_);
    if (all.empty()) {
      throw not_found("components: expected an import of components in the workspace, got none")
          .with_hint("portolan components import FILE");
    }
    num_all_ = all.size();
    for (Component& component : all) {
      if (fits(component)) {
        components_.push_back(std::move(component));
      }
    }
  }

  [[nodiscard]] const store::Workspace& workspace() const { return workspace_; }
  [[nodiscard]] std::span<const Component> components() const { return components_; }
  [[nodiscard]] std::string count_notice() const {
    return fmt::format("components: {} of {}", components_.size(), num_all_);
  }

 private:
  [[nodiscard]] bool fits(const Component& component) const {
    const auto has_part = [this](const std::string& text) {
      return components::bare_part_number(text).find(part_) != std::string::npos;
    };
    return (part_.empty() || has_part(component.part_number) || has_part(component.marking)) &&
           (maker_.empty() || has_words(component.maker, maker_)) &&
           (weapon_.empty() || has_words(component.weapons, weapon_) ||
            has_words(component.note, weapon_));
  }

  store::Workspace workspace_;
  std::string part_;
  std::string maker_;
  std::string weapon_;
  std::vector<Component> components_;
  std::size_t num_all_ = 0;
};

std::string iso3_text(const std::optional<CountryCode>& country) {
  return country ? country->to_string() : "";
}

/// Families, labels and lists of codes.
class CodeFacts {
 public:
  explicit CodeFacts(const store::Workspace& workspace)
      : families_(family_table(workspace)), lists_(list_catalogue(workspace)) {}

  [[nodiscard]] std::string family(const HsCode& code) const {
    constexpr int kSubheading = 6;
    if (code.level() < kSubheading) {
      return "";
    }
    return std::string(families_.family_of(HsEdition::kHs2022, code).value_or(""));
  }

  /// "chpl 50 tier 1" for the latest version of each list that names the code or codes under it.
  [[nodiscard]] std::vector<std::string> lists(const HsCode& code) const {
    std::vector<std::string> result;
    for (const std::string& name : lists_.names()) {
      const goods::GoodsList* list = lists_.find(name);
      std::set<std::string> tiers;
      bool is_named = false;
      for (const goods::ListEntry& entry : list->entries) {
        if (code.covers(entry.code) || entry.code.covers(code)) {
          is_named = true;
          tiers.insert(entry.tier);
        }
      }
      tiers.erase("");
      if (is_named) {
        const std::vector<std::string> sorted(tiers.begin(), tiers.end());
        result.push_back(fmt::format(
            "{} {}{}", name, list->version, sorted.empty() ? "" : " tier " + join(sorted, ", ")
        ));
      }
    }
    return result;
  }

 private:
  goods::FamilyTable families_;
  goods::ListCatalogue lists_;
};

std::string reason_text(const components::GoodsOfPart& goods) {
  return fmt::format("{}: {}", goods.evidence, goods.reason);
}

ComponentRow row_of(const Component& component, const CodeFacts& facts) {
  ComponentRow row{
      .id = component.id,
      .marking = component.marking,
      .part_number = component.part_number,
      .maker = component.maker,
      .country = iso3_text(component.country),
      .weapons = component.weapons,
      .source_url = component.source_url};
  if (const auto goods = components::goods_of(component)) {
    row.hs = goods->code.to_string();
    row.family = facts.family(goods->code);
    row.label = goods::goods_label(goods->code);
    row.confidence = to_string(goods->confidence);
    row.reason = reason_text(*goods);
  }
  return row;
}

std::vector<MakerRow> maker_rows(std::span<const Component> components) {
  std::vector<MakerRow> rows;
  for (const components::Maker& maker : components::makers_of(components)) {
    MakerRow row{
        .maker = maker.name,
        .components = maker.num_components,
        .weapons = maker.num_weapons,
        .spellings = maker.spellings};
    for (const CountryCode& country : maker.countries) {
      row.countries.push_back(country.to_string());
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Counts of one code and confidence.
struct Gathered {
  std::int64_t num_components = 0;
  std::set<std::string> makers;
  std::set<std::string> weapons;
  std::string reason;
};

std::vector<PartGoodsRow>
goods_rows(std::span<const Component> components, const CodeFacts& facts) {
  std::map<std::tuple<std::string, std::string>, Gathered> by_code;
  for (const Component& component : components) {
    const auto goods = components::goods_of(component);
    Gathered& gathered =
        goods ? by_code[{goods->code.to_string(), std::string(to_string(goods->confidence))}]
              : by_code[{"", ""}];
    ++gathered.num_components;
    gathered.makers.insert(components::maker_key(component.maker));
    gathered.weapons.insert(component.weapons);
    gathered.reason =
        goods ? goods->reason : "no rule fits: the record does not tell what the part is";
  }
  std::vector<PartGoodsRow> rows;
  for (const auto& [key, gathered] : by_code) {
    PartGoodsRow row{
        .hs = std::get<0>(key),
        .confidence = std::get<1>(key),
        .components = gathered.num_components,
        .makers = static_cast<std::int64_t>(gathered.makers.size() - gathered.makers.count("")),
        .weapons = static_cast<std::int64_t>(gathered.weapons.size() - gathered.weapons.count("")),
        .reason = gathered.reason};
    if (const auto code = HsCode::parse(row.hs); code && !row.hs.empty()) {
      row.family = facts.family(*code);
      row.label = goods::goods_label(*code);
      row.lists = facts.lists(*code);
    }
    rows.push_back(std::move(row));
  }
  std::ranges::sort(rows, [](const PartGoodsRow& a, const PartGoodsRow& b) {
    const bool a_untold = a.hs.empty();
    const bool b_untold = b.hs.empty();
    return std::tie(a_untold, b.components, a.hs, a.confidence) <
           std::tie(b_untold, a.components, b.hs, b.confidence);
  });
  return rows;
}

}  // namespace

ImportComponentsResult
import_components(const ImportComponentsRequest& request, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  progress.begin("importing", request.file.filename().string(), 0);
  const auto imported = components::import_components(workspace, request.file, request.now);
  progress.end();
  ImportComponentsResult result{
      .import_id = imported.import_id,
      .is_new = imported.is_new,
      .records = imported.file.records,
      .imported = static_cast<std::int64_t>(imported.file.components.size()),
      .rejected = static_cast<std::int64_t>(imported.file.rejects.size())};
  for (const auto& [given, count] : imported.file.unknown_countries) {
    result.unknown_countries += count;
    result.notices.push_back(
        fmt::format("country \"{}\", which is none that is known: {} records", given, count)
    );
  }
  std::vector<std::string> left_out;
  for (const auto& [column, field] : imported.file.mapping) {
    if (field.empty()) {
      left_out.push_back(column);
    }
  }
  if (!left_out.empty()) {
    result.notices.push_back("columns that are not kept: " + join(left_out, ", "));
  }
  for (const auto& reject : imported.file.rejects) {
    result.notices.push_back(fmt::format(
        "line {}: {}{}, got \"{}\"",
        reject.line,
        reject.column.empty() ? "" : reject.column + ": ",
        reject.reason,
        reject.value
    ));
  }
  return result;
}

ComponentsResult list_components(const ComponentsRequest& request) {
  const Asked asked(request);
  const CodeFacts facts(asked.workspace());
  ComponentsResult result;
  for (const Component& component : asked.components()) {
    result.rows.push_back(row_of(component, facts));
  }
  result.notices.push_back(asked.count_notice());
  return result;
}

MakersResult component_makers(const ComponentsRequest& request) {
  const Asked asked(request);
  MakersResult result;
  result.makers = maker_rows(asked.components());
  std::int64_t num_unnamed = static_cast<std::int64_t>(asked.components().size());
  for (const MakerRow& maker : result.makers) {
    num_unnamed -= maker.components;
  }
  for (const auto& share : components::country_shares(asked.components())) {
    result.countries.push_back(
        {.country = iso3_text(share.country),
         .components = share.num_components,
         .makers = share.num_makers,
         .share_of_known = share.share_of_known,
         .least_share = share.least_share,
         .most_share = share.most_share}
    );
  }
  result.notices.push_back(asked.count_notice());
  if (num_unnamed > 0) {
    result.notices.push_back(
        fmt::format("components of which the maker is not known: {}", num_unnamed)
    );
  }
  return result;
}

PartGoodsResult component_goods(const ComponentsRequest& request) {
  const Asked asked(request);
  return {
      .rows = goods_rows(asked.components(), CodeFacts(asked.workspace())),
      .notices = {asked.count_notice()}};
}

}  // namespace portolan::engine
