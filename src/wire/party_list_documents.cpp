#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::Document;
using formats::integer_column;
using formats::JsonWriter;
using formats::Overflow;
using formats::text_column;

constexpr std::array<const char*, 7>
    kSchemas{"person", "company", "organization", "vessel", "aircraft", "address", "unknown"};

std::int64_t count_of(const engine::NamedCounts& counts, std::string_view name) {
  const auto found = std::ranges::find(counts, name, [](const auto& one) { return one.first; });
  return found == counts.end() ? 0 : found->second;
}

void add_version_columns(std::vector<formats::Column>& columns) {
  columns.push_back(integer_column("entries"));
  for (const char* schema : kSchemas) {
    columns.push_back(integer_column(schema));
  }
  columns.push_back(integer_column("nameless"));
  columns.push_back(integer_column("rejected"));
  columns.push_back(text_column("format"));
  columns.push_back(text_column("import_id", Overflow::kKeep));
  columns.push_back(text_column("files"));
  columns.push_back(text_column("sha256"));
}

void add_version_cells(std::vector<Cell>& row, const engine::PartyListVersion& version) {
  row.emplace_back(version.entries);
  for (const char* schema : kSchemas) {
    row.emplace_back(count_of(version.schemas, schema));
  }
  row.emplace_back(version.nameless);
  row.emplace_back(version.rejected);
  row.emplace_back(version.format);
  row.emplace_back(version.import_id);
  row.emplace_back(version.files);
  row.emplace_back(version.sha256);
}

std::string counts_text(const engine::NamedCounts& counts) {
  std::vector<std::string> texts;
  for (const auto& [name, count] : counts) {
    texts.push_back(fmt::format("{} {}", count, name));
  }
  return join(texts, ", ");
}

void add_notices(const engine::ImportedPartyList& list, std::vector<std::string>& notices) {
  const engine::PartyListVersion& version = list.version;
  if (list.is_known) {
    notices.push_back(fmt::format(
        "{}: the same bytes are there already as {} of {}: nothing changed",
        version.list,
        version.import_id,
        version.as_of
    ));
    return;
  }
  for (const std::string& notice : list.notices) {
    notices.push_back(notice);
  }
  if (!list.attached.empty()) {
    notices.push_back(
        version.list + ": read as parts of entries or links: " + counts_text(list.attached)
    );
  }
  if (version.nameless > 0) {
    notices.push_back(fmt::format(
        "{}: {} entries have no name and cannot be screened for", version.list, version.nameless
    ));
  }
  for (const engine::RejectedRecord& reject : list.first_rejects) {
    notices.push_back(fmt::format(
        "{}: line {} was not read: {}{}{}",
        version.list,
        reject.line,
        reject.column,
        reject.column.empty() ? "" : ": ",
        reject.reason
    ));
  }
}

}  // namespace

Document document_of(const engine::ImportPartiesResult& result) {
  Document document;
  document.schema = "portolan.parties_import/1";
  document.table.columns = {
      text_column("list", Overflow::kKeep), text_column("as_of"), text_column("outcome")};
  add_version_columns(document.table.columns);
  for (const auto& list : result.lists) {
    std::vector<Cell> row{
        list.version.list,
        list.version.as_of,
        std::string(
            list.is_known       ? "known"
            : list.base.empty() ? "imported"
                                : "changes applied"
        )};
    add_version_cells(row, list.version);
    document.table.rows.push_back(std::move(row));
    add_notices(list, document.notices);
  }
  return document;
}

Document document_of(const std::vector<engine::PartyListVersion>& versions) {
  Document document;
  document.schema = "portolan.parties_list/1";
  document.table.columns = {
      text_column("list", Overflow::kKeep),
      text_column("as_of"),
      formats::boolean_column("is_newest")};
  add_version_columns(document.table.columns);
  document.table.columns.push_back(text_column("imported_at"));
  for (const auto& version : versions) {
    std::vector<Cell> row{version.list, version.as_of, version.is_newest};
    add_version_cells(row, version);
    row.emplace_back(version.imported_at);
    document.table.rows.push_back(std::move(row));
  }
  if (versions.empty()) {
    document.notices.emplace_back("no list is here yet; portolan parties import FILE… brings one in"
    );
  }
  return document;
}

Document document_of(const std::vector<engine::PartyShown>& parties) {
  Document document;
  document.schema = "portolan.party/1";
  document.table.columns = {
      text_column("list", Overflow::kKeep),
      text_column("as_of"),
      text_column("entry_id", Overflow::kKeep),
      text_column("field", Overflow::kKeep),
      text_column("value", Overflow::kWrap)};
  document.records_json.emplace();
  for (const auto& party : parties) {
    JsonWriter json;
    json.begin_object()
        .field("list", party.list)
        .field("as_of", party.as_of)
        .field("import_id", party.import_id)
        .field("entry_id", party.entry_id)
        .field("schema", party.schema)
        .field("caption", party.caption)
        .field("line", party.line)
        .field("content_sha256", party.content_sha256)
        .key("statements")
        .begin_array();
    for (const auto& [field, value] : party.statements) {
      document.table.rows.push_back({party.list, party.as_of, party.entry_id, field, value});
      json.begin_object().field("field", field).field("value", value).end_object();
    }
    json.end_array().end_object();
    document.records_json->push_back(json.take());
  }
  return document;
}

Document document_of(const engine::PartyDeltaResult& result) {
  Document document;
  document.schema = "portolan.parties_delta/1";
  document.params_json = JsonWriter()
                             .begin_object()
                             .field("list", result.newer.list)
                             .field("older", result.older.import_id)
                             .field("older_as_of", result.older.as_of)
                             .field("newer", result.newer.import_id)
                             .field("newer_as_of", result.newer.as_of)
                             .end_object()
                             .take();
  document.table.columns = {
      text_column("change"),
      text_column("entry_id", Overflow::kKeep),
      text_column("schema"),
      text_column("name"),
      text_column("gone", Overflow::kWrap),
      text_column("come", Overflow::kWrap)};
  document.records_json.emplace();
  for (const auto& one : result.differences) {
    document.table.rows.push_back(
        {one.change,
         one.entry_id,
         one.schema,
         one.caption,
         text_cell(join(one.gone, "; ")),
         text_cell(join(one.come, "; "))}
    );
    document.records_json->push_back(JsonWriter()
                                         .begin_object()
                                         .field("change", one.change)
                                         .field("entry_id", one.entry_id)
                                         .field("schema", one.schema)
                                         .field("name", one.caption)
                                         .field("gone", one.gone)
                                         .field("come", one.come)
                                         .end_object()
                                         .take());
  }
  document.notices.push_back(fmt::format(
      "{}: {} ({}) against {} ({})",
      result.newer.list,
      result.newer.as_of,
      result.newer.import_id,
      result.older.as_of,
      result.older.import_id
  ));
  return document;
}

}  // namespace portolan::wire
