#include "portolan/goods/workspace_lists.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/database.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/parquet.hpp"

namespace portolan::goods {
namespace {

using formats::JsonValue;

constexpr std::string_view kTable = "goods_list";
constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20U;

// Columns of the table, in the order of docs/data/lists.md; those from "plane" on are texts.
constexpr std::size_t kFirstText = 2;
constexpr std::array<std::string_view, 9> kTextColumns = {
    "plane",
    "code",
    "tier",
    "membership",
    "listed_on",
    "listed_on_status",
    "controlled_since",
    "threshold_unit",
    "note"};

std::array<std::string, kTextColumns.size()> texts_of(const ListRow& row) {
  const ListEntry& entry = row.entry;
  return {
      row.is_apart ? "not_controlled" : "main",
      entry.code.to_string(),
      entry.tier,
      std::string(to_string(entry.membership)),
      entry.listed_on,
      std::string(to_string(entry.listed_on_status)),
      entry.controlled_since,
      entry.threshold_unit,
      entry.note};
}

std::vector<store::ColumnSpec> columns_of(const GoodsList& list, const std::string& import_id) {
  using enum store::ColumnType;
  std::vector<store::ColumnSpec> columns;
  const auto add =
      [&](std::string_view name, store::ColumnType type, std::optional<store::Value> constant) {
        store::ColumnSpec column{.name = std::string(name), .type = type};
        column.constant = std::move(constant);
        columns.push_back(std::move(column));
      };
  add("ordinal", kBigint, std::nullopt);
  add("line", kBigint, std::nullopt);
  for (const std::string_view name : kTextColumns) {
    add(name, kVarchar, std::nullopt);
  }
  add("threshold", kDecimal3, std::nullopt);
  add("import_id", kVarchar, store::Value(import_id));
  add("list", kVarchar, store::Value(list.name));
  add("version", kVarchar, store::Value(list.version));
  add("hs_edition", kVarchar, store::Value(to_string(list.edition)));
  return columns;
}

void write_rows(
    const ListFile& file,
    const std::string& import_id,
    const std::filesystem::path& to
) {
  std::vector<std::array<std::string, kTextColumns.size()>> texts;
  for (const ListRow& row : file.rows) {
    texts.push_back(texts_of(row));
  }
  std::size_t next = 0;
  const auto fill = [&](store::RowBatch& batch) {
    std::size_t filled = 0;
    for (; next < file.rows.size() && filled < store::kBatchRows; ++next, ++filled) {
      batch.values<std::int64_t>(0)[filled] = file.rows[next].ordinal;
      batch.values<std::int64_t>(1)[filled] = file.rows[next].line;
      for (std::size_t i = 0; i < kTextColumns.size(); ++i) {
        if (texts[next][i].empty()) {
          batch.set_null(kFirstText + i, filled);
        } else {
          batch.set_text(kFirstText + i, filled, texts[next][i]);
        }
      }
      const std::size_t threshold = kFirstText + kTextColumns.size();
      if (const auto& value = file.rows[next].entry.threshold) {
        batch.thousandths(threshold)[filled] = value->thousandths();
      } else {
        batch.set_null(threshold, filled);
      }
    }
    return filled;
  };
  store::write_parquet(to, columns_of(file.list, import_id), fill);
}

void write_rejects(
    const ListFile& file,
    const std::string& import_id,
    const std::filesystem::path& to
) {
  std::vector<store::ColumnSpec> columns = store::rejects_columns();
  columns[0].constant = store::Value(import_id);
  std::size_t next = 0;
  const auto fill = [&](store::RowBatch& batch) {
    std::size_t filled = 0;
    for (; next < file.rejects.size() && filled < store::kBatchRows; ++next, ++filled) {
      const ListReject& reject = file.rejects[next];
      batch.values<std::int64_t>(1)[filled] = reject.ordinal;
      batch.values<std::int64_t>(2)[filled] = reject.line;
      batch.set_text(3, filled, reject.column);
      batch.set_text(4, filled, reject.reason);
      batch.set_text(5, filled, reject.value);
    }
    return filled;
  };
  store::write_parquet(to, columns, fill);
}

// What the list is called belongs to the import's identity: the same file may be two lists.
std::string mapping_of(const GoodsList& list) {
  return fmt::format(
      "list = \"{}\"\nversion = \"{}\"\nhs_edition = \"{}\"\n",
      list.name,
      list.version,
      to_string(list.edition)
  );
}

struct FileFacts {
  std::string name = {};
  std::string member = {};
  std::string sha256 = {};
  std::int64_t bytes = 0;
  std::string encoding = {};
};

JsonValue manifest_of(const ListFile& file, const FileFacts& facts, std::string_view at) {
  const GoodsList& list = file.list;
  JsonValue apart = JsonValue::object();
  if (file.num_apart > 0) {
    apart.set("not_controlled", file.num_apart);
  }
  std::map<std::string, std::int64_t> reasons;
  for (const ListReject& reject : file.rejects) {
    ++reasons[reject.reason];
  }
  JsonValue rejected = JsonValue::object();
  for (const auto& [reason, count] : reasons) {
    rejected.set(reason, count);
  }
  JsonValue about = JsonValue::object();
  about.set("name", list.name).set("version", list.version).set("published_on", list.published_on);
  about.set("hs_edition", to_string(list.edition)).set("title", list.title);
  about.set("source", list.source);
  JsonValue manifest = JsonValue::object();
  manifest.set("schema", "portolan.import/1").set("file", facts.name).set("member", facts.member);
  manifest.set("sha256", facts.sha256).set("bytes", facts.bytes).set("dialect", file.layout);
  manifest.set("dialect_version", "1");
  const std::string mapping = mapping_of(list);
  manifest.set("mapping_sha256", formats::sha256_of(mapping)).set("mapping", mapping);
  manifest.set("encoding", facts.encoding).set("source", list.name).set("vintage", list.version);
  manifest.set("records", file.records);
  manifest.set("imported", static_cast<std::int64_t>(list.entries.size()));
  manifest.set("apart", apart).set("rejected", rejected).set("goods_list", about);
  manifest.set("imported_at", at).set("portolan_version", PORTOLAN_VERSION);
  return manifest;
}

std::string text_or_empty(const store::Result& rows, std::size_t row, std::string_view column) {
  return rows.text(row, rows.column(column)).value_or("");
}

FactStatus status_of(std::string_view text, const std::string& where) {
  for (const FactStatus status :
       {FactStatus::kConfirmed, FactStatus::kInferred, FactStatus::kUnresolved}) {
    if (text == to_string(status)) {
      return status;
    }
  }
  throw bad_data("{}: expected a status, got \"{}\"", where, text);
}

GoodsList read_back(const store::LakeImport& import) {
  const JsonValue manifest = store::read_manifest(import);
  const JsonValue* about = manifest.find("goods_list");
  const std::string where = (import.folder / "import.json").filename().string();
  if (about == nullptr) {
    throw bad_data("{}: expected \"goods_list\", got none", where);
  }
  GoodsList list;
  list.name = about->string_at("name");
  list.version = about->string_at("version");
  list.published_on = about->string_at("published_on");
  list.title = about->string_at("title");
  list.source = about->string_at("source");
  list.sha256 = manifest.string_at("sha256");
  const auto edition = parse_hs_edition(about->string_at("hs_edition"));
  if (!edition) {
    throw bad_data("{}: expected an HS edition, got \"{}\"", where, about->string_at("hs_edition"));
  }
  list.edition = *edition;

  store::DatabaseOptions options;
  options.allowed_folders = {import.folder};
  options.memory_limit = "200MB";
  options.threads = 1;
  store::Database database(options);
  const store::Result rows = database.query(
      "SELECT * FROM read_parquet(?, hive_partitioning = false) WHERE plane = 'main' "
      "ORDER BY code, coalesce(tier, '')",
      {(import.folder / "part-0000.parquet").string()}
  );
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    const auto code = HsCode::parse(text_or_empty(rows, row, "code"));
    if (!code) {
      throw bad_data("part-0000.parquet: expected an HS code in row {}", row);
    }
    ListEntry entry;
    entry.code = *code;
    entry.tier = text_or_empty(rows, row, "tier");
    entry.membership = status_of(text_or_empty(rows, row, "membership"), where);
    entry.listed_on = text_or_empty(rows, row, "listed_on");
    entry.listed_on_status = status_of(text_or_empty(rows, row, "listed_on_status"), where);
    entry.controlled_since = text_or_empty(rows, row, "controlled_since");
    entry.threshold = rows.decimal(row, rows.column("threshold"));
    entry.threshold_unit = text_or_empty(rows, row, "threshold_unit");
    entry.note = text_or_empty(rows, row, "note");
    list.entries.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

ListImport import_list(
    const store::Workspace& workspace,
    const std::filesystem::path& file,
    const ListFileOptions& options,
    std::string_view at
) {
  formats::InputFile input(file);
  formats::TextSource text(input);
  const std::string content = formats::read_all(text, kMaxFileBytes);
  ListImport result;
  result.file = read_list(content, input.name(), options);
  FileFacts facts{
      .name = file.filename().string(), .member = input.member(), .bytes = input.size()};
  facts.encoding = std::string(formats::to_string(text.encoding().encoding));
  facts.sha256 = input.sha256();
  result.file.list.sha256 = facts.sha256;
  result.import_id = store::import_id(
      {.file_sha256 = facts.sha256,
       .member = facts.member,
       .dialect = result.file.layout,
       .mapping_sha256 = formats::sha256_of(mapping_of(result.file.list))}
  );
  if (store::find_import(workspace, result.import_id)) {
    return result;
  }
  workspace_lists(workspace).add(result.file.list);  // another list of that name and version throws
  auto import = store::LakeTransaction::begin(workspace, kTable, result.import_id);
  if (!import) {
    return result;
  }
  write_rows(result.file, result.import_id, import->part_file(0));
  std::optional<std::int64_t> num_rejects;
  if (!result.file.rejects.empty()) {
    write_rejects(result.file, result.import_id, import->rejects_file());
    num_rejects = static_cast<std::int64_t>(result.file.rejects.size());
  }
  const std::array part_rows = {static_cast<std::int64_t>(result.file.rows.size())};
  result.is_new = import->commit(manifest_of(result.file, facts, at), part_rows, num_rejects);
  store::update_catalogue(workspace);
  return result;
}

ListCatalogue workspace_lists(const store::Workspace& workspace) {
  ListCatalogue catalogue;
  for (const store::LakeImport& import : store::list_imports(workspace)) {
    if (import.table == kTable) {
      catalogue.add(read_back(import));
    }
  }
  return catalogue;
}

}  // namespace portolan::goods
