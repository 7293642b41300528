#include <string>

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::boolean_column;
using formats::Cell;
using formats::cell_of;
using formats::Document;
using formats::integer_column;
using formats::JsonWriter;
using formats::Overflow;
using formats::text_column;

std::vector<formats::Column> mention_columns() {
  return {
      text_column("code"),
      text_column("list"),
      text_column("version"),
      text_column("tier"),
      text_column("listed_on"),
      text_column("controlled_since"),
      text_column("membership"),
      text_column("label"),
      text_column("family"),
      text_column("edition"),
      text_column("controlled_since_source"),
      formats::decimal_column("threshold"),
      text_column("threshold_unit"),
      text_column("note")};
}

std::vector<Cell> mention_row(const engine::GoodsMention& mention) {
  return {
      mention.code,
      text_cell(mention.list),
      text_cell(mention.version),
      text_cell(mention.tier),
      text_cell(mention.listed_on),
      text_cell(mention.controlled_since),
      text_cell(mention.membership),
      text_cell(mention.label),
      text_cell(mention.family),
      text_cell(mention.edition),
      text_cell(mention.controlled_since_source),
      cell_of(mention.threshold),
      text_cell(mention.threshold_unit),
      text_cell(mention.note)};
}

void append_mentions(JsonWriter& json, const std::vector<engine::GoodsMention>& mentions) {
  const auto columns = mention_columns();
  json.key("lists").begin_array();
  for (const auto& mention : mentions) {
    const auto row = mention_row(mention);
    json.begin_object();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      json.field(columns[i].name, row[i]);
    }
    json.end_object();
  }
  json.end_array();
}

void append_families(JsonWriter& json, const std::vector<engine::GoodsFamily>& families) {
  json.key("families").begin_array();
  for (const auto& family : families) {
    json.begin_object()
        .field("family", family.family)
        .field("label", family.label)
        .key("members")
        .begin_array();
    for (const auto& [edition, code] : family.members) {
      json.begin_object().field("edition", edition).field("code", code).end_object();
    }
    json.end_array().field("unlisted", family.unlisted).end_object();
  }
  json.end_array();
}

std::string record_of(const engine::CodeExplained& explained) {
  JsonWriter json;
  json.begin_object()
      .field("code", explained.code)
      .field("label", explained.label)
      .field("editions", explained.editions)
      .field("subheadings", explained.subheadings);
  append_mentions(json, explained.mentions);
  json.key("links").begin_array();
  for (const auto& link : explained.links) {
    json.begin_object()
        .field("edition", link.edition)
        .field("later", link.later)
        .field("earlier", link.earlier)
        .field("relation", link.relation)
        .field("counts", link.counts)
        .field("reason", text_cell(link.reason))
        .end_object();
  }
  json.end_array();
  append_families(json, explained.families);
  json.end_object();
  return json.take();
}

std::string codes_of(const engine::GoodsFamily& family) {
  std::vector<std::string> parts;
  std::string edition;
  for (const auto& [member_edition, code] : family.members) {
    if (member_edition != edition) {
      edition = member_edition;
      parts.push_back(fmt::format("{}: {}", edition, code));
    } else {
      parts.back() += " " + code;
    }
  }
  return join(parts, "; ");
}

std::string mention_text(const engine::GoodsMention& mention) {
  std::string text = mention.code;
  text += mention.tier.empty() ? "" : fmt::format(", tier {}", mention.tier);
  text += mention.listed_on.empty() ? "" : fmt::format(", listed {}", mention.listed_on);
  text += fmt::format(
      ", controlled since {} ({})", mention.controlled_since, mention.controlled_since_source
  );
  return mention.membership == "confirmed" ? text : text + ", " + mention.membership;
}

}  // namespace

Document document_of(const std::vector<engine::GoodsListInfo>& lists) {
  Document document;
  document.schema = "portolan.goods_lists/1";
  document.table.columns = {
      text_column("list"),
      text_column("version"),
      text_column("published_on"),
      integer_column("entries"),
      integer_column("certain"),
      text_column("edition"),
      boolean_column("is_shipped"),
      text_column("title", Overflow::kWrap),
      text_column("source")};
  for (const auto& list : lists) {
    document.table.rows.push_back(
        {list.list,
         list.version,
         text_cell(list.published_on),
         list.entries,
         list.certain,
         list.edition,
         list.is_shipped,
         text_cell(list.title),
         text_cell(list.source)}
    );
  }
  return document;
}

Document
document_of(const engine::FindGoodsRequest& request, const engine::FindGoodsResult& result) {
  Document document;
  document.schema = "portolan.goods_found/1";
  JsonWriter params;
  document.params_json = params.begin_object()
                             .field("words", request.words)
                             .field("nomenclature", text_cell(request.nomenclature.string()))
                             .end_object()
                             .take();
  document.table.columns = {
      text_column("code", Overflow::kKeep),
      text_column("label", Overflow::kWrap),
      formats::double_column("score", "", 3),
      formats::double_column("covered", "", 2),
      text_column("lists", Overflow::kWrap),
      text_column("reasons", Overflow::kWrap)};
  document.records_json.emplace();
  for (const engine::FoundGoods& found : result.codes) {
    document.table.rows.push_back(
        {found.code,
         found.label,
         found.score,
         found.covered,
         text_cell(join(found.lists, ", ")),
         text_cell(join(found.reasons, "; "))}
    );
    JsonWriter record;
    document.records_json->push_back(record.begin_object()
                                         .field("code", found.code)
                                         .field("label", found.label)
                                         .field("score", found.score)
                                         .field("covered", found.covered)
                                         .field("lists", found.lists)
                                         .field("reasons", found.reasons)
                                         .end_object()
                                         .take());
  }
  document.notices = result.notices;
  return document;
}

Document document_of(const engine::CodeExplained& explained) {
  Document document;
  document.schema = "portolan.goods_code/1";
  document.records_json = std::vector<std::string>{record_of(explained)};
  document.notices = explained.notices;
  document.table.columns = {
      text_column("about"), text_column("name"), text_column("what", Overflow::kWrap)};
  auto& rows = document.table.rows;
  rows.push_back({"code", explained.code, explained.label});
  rows.push_back({"editions", Cell(), join(explained.editions, " ")});
  if (explained.subheadings != std::vector<std::string>{explained.code}) {
    rows.push_back({"subheadings", Cell(), join(explained.subheadings, " ")});
  }
  for (const auto& mention : explained.mentions) {
    rows.push_back(
        {"list", fmt::format("{}-{}", mention.list, mention.version), mention_text(mention)}
    );
  }
  for (const auto& link : explained.links) {
    if (!link.counts && link.reason.empty()) {
      continue;  // a note counts them; JSON lists them all
    }
    rows.push_back(
        {"link",
         link.edition,
         fmt::format(
             "{} from {} ({}{}){}",
             link.later,
             link.earlier,
             link.relation,
             link.counts ? "" : ", not followed",
             link.reason.empty() ? "" : ": " + link.reason
         )}
    );
  }
  for (const auto& family : explained.families) {
    rows.push_back({"family", family.family, codes_of(family)});
    if (!family.unlisted.empty()) {
      rows.push_back({"on no list", family.family, join(family.unlisted, " ")});
    }
  }
  return document;
}

Document document_of(const engine::GroupExplained& group) {
  Document document;
  document.schema = "portolan.goods_group/1";
  document.table.columns = mention_columns();
  for (const auto& mention : group.mentions) {
    document.table.rows.push_back(mention_row(mention));
  }
  document.notices = group.notices;
  document.notices.push_back(fmt::format("{} families", group.num_families));
  return document;
}

Document document_of(const engine::ImportListResult& result) {
  Document document = document_of(std::vector<engine::GoodsListInfo>{result.list});
  document.schema = "portolan.goods_import/1";
  document.notices.push_back(fmt::format(
      "{} records: {} entries, {} apart, {} rejected{}",
      result.records,
      result.list.entries,
      result.apart,
      result.rejects.size(),
      result.is_known ? "; the list is there already, nothing changed" : ""
  ));
  for (const auto& reject : result.rejects) {
    document.notices.push_back(fmt::format(
        "line {}: {}: {}, got \"{}\"", reject.line, reject.column, reject.reason, reject.value
    ));
  }
  return document;
}

}  // namespace portolan::wire
