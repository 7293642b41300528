#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/period.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::cell_of;
using formats::Document;
using formats::integer_column;
using formats::JsonWriter;
using formats::Overflow;
using formats::text_column;

Cell period_cell(std::optional<std::int64_t> number) {
  return number ? Cell(period_text(*number)) : Cell();
}

void append_counts(
    JsonWriter& json,
    std::string_view name,
    const std::vector<std::pair<std::string, std::int64_t>>& counts
) {
  json.key(name).begin_object();
  for (const auto& [kind, rows] : counts) {
    json.field(kind, rows);
  }
  json.end_object();
}

std::string record_of(const engine::SourceDetail& detail) {
  const engine::Source& source = detail.source;
  JsonWriter json;
  json.begin_object()
      .field("import_id", source.import_id)
      .field("file", source.file)
      .field("member", source.member)
      .field("dialect", source.dialect)
      .field("source", source.source)
      .field("vintage", source.vintage)
      .field("sha256", source.sha256)
      .field("bytes", source.bytes)
      .field("imported_at", source.imported_at)
      .field("records", source.records)
      .field("imported", source.imported);
  append_counts(json, "apart", detail.apart);
  append_counts(json, "rejected", detail.rejected);
  json.key("coverage").begin_array();
  const auto& columns = detail.coverage.columns;
  for (const auto& row : detail.coverage.rows) {
    json.begin_object();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      json.field(columns[i].name, row[i]);
    }
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace

std::string period_text(std::int64_t number) {
  const auto period = Period::from_number(static_cast<std::int32_t>(number));
  return period ? period->to_string() : fmt::format("{}", number);
}

Document document_of(const engine::InitResult& result) {
  Document document;
  document.schema = "portolan.init/1";
  document.table.columns = {text_column("workspace")};
  document.table.rows = {{result.root.string()}};
  document.notices = {"portolan import FILE… reads customs data into it"};
  return document;
}

Document document_of(const std::vector<engine::Setting>& settings) {
  Document document;
  document.schema = "portolan.config/1";
  document.table.columns = {
      text_column("key"), text_column("value"), formats::boolean_column("is_default")};
  for (const auto& setting : settings) {
    document.table.rows.push_back({setting.key, setting.value, setting.is_default});
  }
  return document;
}

Document document_of(const engine::VerifyResult& result) {
  Document document;
  document.schema = "portolan.verify/1";
  document.table.columns = {
      text_column("severity"), text_column("subject"), text_column("detail", Overflow::kWrap)};
  for (const auto& finding : result.findings) {
    document.table.rows.push_back(
        {finding.is_fault ? "fault" : "note", finding.subject, finding.detail}
    );
  }
  document.notices = {fmt::format(
      "{} imports were checked: {}",
      result.num_imports,
      result.has_faults() ? "something is damaged" : "every hash, count and chain agrees"
  )};
  return document;
}

Document document_of(const engine::RebuildResult& result) {
  Document document;
  document.schema = "portolan.rebuild/1";
  document.table.columns = {integer_column("imports"), integer_column("generation")};
  document.table.rows = {{result.num_imports, result.generation}};
  return document;
}

Document document_of(const std::vector<engine::Source>& sources) {
  Document document;
  document.schema = "portolan.sources/1";
  document.table.columns = {
      text_column("import_id", Overflow::kKeep),
      text_column("source"),
      text_column("file"),
      text_column("from"),
      text_column("until"),
      integer_column("reporters"),
      integer_column("imported"),
      integer_column("apart"),
      integer_column("rejected"),
      text_column("dialect"),
      text_column("vintage"),
      text_column("member"),
      integer_column("records"),
      integer_column("bytes"),
      text_column("sha256"),
      text_column("imported_at")};
  for (const auto& source : sources) {
    document.table.rows.push_back(
        {source.import_id,
         source.source,
         source.file,
         period_cell(source.first_period),
         period_cell(source.last_period),
         source.num_reporters,
         source.imported,
         source.apart,
         source.rejected,
         source.dialect,
         cell_of(source.vintage),
         cell_of(source.member),
         source.records,
         source.bytes,
         source.sha256,
         source.imported_at}
    );
  }
  if (sources.empty()) {
    document.notices = {"nothing is imported yet; portolan import FILE… does it"};
  }
  return document;
}

Document document_of(const engine::SourceDetail& detail) {
  Document document;
  document.schema = "portolan.source/1";
  document.table = detail.coverage;
  document.records_json = std::vector<std::string>{record_of(detail)};
  const engine::Source& source = detail.source;
  document.notices.push_back(fmt::format(
      "{} ({}): {} records = {} imported + {} apart + {} rejected",
      source.file,
      source.dialect,
      source.records,
      source.imported,
      source.apart,
      source.rejected
  ));
  for (const auto& [plane, rows] : detail.apart) {
    document.notices.push_back(fmt::format("apart: {}: {}", plane, rows));
  }
  for (const auto& [reason, rows] : detail.rejected) {
    document.notices.push_back(fmt::format("rejected: {}: {}", reason, rows));
  }
  return document;
}

Document document_of(const engine::SqlRequest& request, engine::SqlResult result) {
  Document document;
  document.schema = "portolan.sql/1";
  JsonWriter json;
  document.params_json = json.begin_object().field("sql", request.sql).end_object().take();
  const auto kept = std::ssize(result.table.rows);
  document.truncated = kept < result.num_rows;
  if (document.truncated) {
    document.notices.push_back(fmt::format(
        "{} of {} rows are shown; --all shows all, --limit N as many", kept, result.num_rows
    ));
  }
  document.table = std::move(result.table);
  return document;
}

}  // namespace portolan::wire
