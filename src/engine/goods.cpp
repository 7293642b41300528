#include "portolan/engine/goods.hpp"

#include <algorithm>
#include <iterator>

#include "goods_catalogue.hpp"
#include "open_workspace.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/base/text.hpp"
#include "portolan/goods/explanation.hpp"
#include "portolan/goods/groups.hpp"
#include "portolan/goods/labels.hpp"
#include "portolan/goods/workspace_lists.hpp"

namespace portolan::engine {
namespace {

GoodsListInfo info_of(const goods::GoodsList& list) {
  GoodsListInfo info;
  info.list = list.name;
  info.version = list.version;
  info.published_on = list.published_on;
  info.edition = to_string(list.edition);
  info.entries = std::ssize(list.entries);
  info.certain = list.num_certain();
  info.is_shipped = std::ranges::any_of(goods::shipped_lists(), [&](const auto& shipped) {
    return shipped.name == list.name && shipped.version == list.version;
  });
  info.title = list.title;
  info.source = list.source;
  return info;
}

GoodsMention mention_of(const goods::ListMention& mention, std::string_view family) {
  GoodsMention result;
  result.family = family;
  result.label = goods::goods_label(mention.code);
  result.code = mention.code.to_string();
  result.edition = to_string(mention.edition);
  result.list = mention.list;
  result.version = mention.version;
  result.tier = mention.tier;
  result.membership = to_string(mention.membership);
  result.listed_on = mention.listed_on;
  result.controlled_since = mention.controlled_since.date;
  result.controlled_since_source = mention.controlled_since.source;
  result.threshold = mention.threshold;
  result.threshold_unit = mention.threshold_unit;
  result.note = mention.note;
  return result;
}

std::vector<std::string> texts_of(const std::vector<HsCode>& codes) {
  std::vector<std::string> texts;
  for (const auto& code : codes) {
    texts.push_back(code.to_string());
  }
  return texts;
}

GoodsFamily family_of(const goods::ExplainedFamily& explained) {
  GoodsFamily family;
  family.family = explained.family;
  family.label = explained.label;
  family.unlisted = texts_of(explained.unlisted);
  for (const auto& member : explained.members) {
    family.members.emplace_back(to_string(member.edition), member.code.to_string());
  }
  return family;
}

// A code that a group names without a list is a row of its own, with the date that holds for it.
GoodsMention unlisted_mention(const goods::GroupFamily& family, const HsCode& code) {
  GoodsMention mention;
  mention.family = family.family;
  mention.label = family.label;
  mention.code = code.to_string();
  mention.edition = to_string(family.codes_edition);
  mention.controlled_since = family.controlled_since.date;
  mention.controlled_since_source = family.controlled_since.source;
  return mention;
}

HsEdition edition_of(const std::string& text) {
  const auto edition = text.empty() ? HsEdition::kHs2022 : parse_hs_edition(text);
  if (!edition) {
    throw invalid_argument("--edition: expected HS1992 to HS2022, got \"{}\"", text);
  }
  return *edition;
}

}  // namespace

std::vector<GoodsListInfo> goods_lists(const GoodsListsRequest& request) {
  const goods::ListCatalogue catalogue = list_catalogue(workspace_if_any(request.workspace));
  std::vector<GoodsListInfo> infos;
  for (const auto& list : catalogue.lists()) {
    infos.push_back(info_of(list));
  }
  return infos;
}

bool is_one_code(const std::string& text) {
  return !is_equal_ignoring_case(text, "TOTAL") && HsCode::parse(text).has_value();
}

CodeExplained explain_code(const GoodsRequest& request) {
  const auto code = HsCode::parse(request.text);
  if (!code) {
    throw invalid_argument("code: expected 2 to 10 digits, got \"{}\"", request.text);
  }
  const auto workspace = workspace_if_any(request.workspace);
  const goods::CodeExplanation explained =
      goods::explain_code(*code, family_table(workspace), list_catalogue(workspace));
  CodeExplained result;
  result.code = explained.code.to_string();
  result.label = explained.label;
  for (const HsEdition edition : explained.editions) {
    result.editions.emplace_back(to_string(edition));
  }
  result.subheadings = texts_of(explained.subheadings);
  for (const auto& mention : explained.mentions) {
    result.mentions.push_back(mention_of(mention, ""));
  }
  for (const auto& link : explained.links) {
    result.links.push_back(
        {std::string(to_string(link.link.edition)),
         link.link.later.to_string(),
         link.link.earlier.to_string(),
         std::string(to_string(link.link.relation)),
         link.counts,
         link.reason}
    );
  }
  for (const auto& family : explained.families) {
    result.families.push_back(family_of(family));
  }
  result.notices = explained.notes;
  return result;
}

GroupExplained explain_group(const GoodsRequest& request) {
  const auto workspace = workspace_if_any(request.workspace);
  const goods::GoodsGroup group =
      goods::resolve_goods(request.text, family_table(workspace), list_catalogue(workspace));
  GroupExplained result;
  result.num_families = std::ssize(group.families);
  result.notices = group.notices;
  for (const auto& family : group.families) {
    for (const auto& mention : family.mentions) {
      result.mentions.push_back(mention_of(mention, family.family));
    }
    if (family.mentions.empty()) {
      for (const auto& code : family.named) {
        result.mentions.push_back(unlisted_mention(family, code));
      }
    }
  }
  return result;
}

ImportListResult import_goods_list(const ImportListRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  goods::ListFileOptions options;
  options.name = request.name;
  options.version = request.version;
  options.edition = edition_of(request.edition);
  options.title = request.title;
  options.source = request.source;
  const goods::ListImport imported =
      goods::import_list(workspace, request.file, options, request.at);
  ImportListResult result;
  result.is_known = !imported.is_new;
  result.list = info_of(imported.file.list);
  result.records = imported.file.records;
  result.apart = imported.file.num_apart;
  for (const auto& reject : imported.file.rejects) {
    result.rejects.push_back({reject.line, reject.column, reject.reason, reject.value});
  }
  return result;
}

}  // namespace portolan::engine
