#include "screen_store.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "lake_rows.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/formats/table.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/database.hpp"
#include "portolan/store/journal.hpp"
#include "portolan/store/lake.hpp"
#include "screen_json.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;
using store::ColumnType;

std::vector<store::ColumnSpec> specs(
    const std::vector<std::pair<const char*, ColumnType>>& columns,
    const std::string& import_id,
    const std::string& name
) {
  std::vector<store::ColumnSpec> result;
  for (const auto& [column, type] : columns) {
    result.push_back({.name = column, .type = type});
  }
  result.push_back(
      {.name = "import_id", .type = ColumnType::kVarchar, .constant = store::Value(import_id)}
  );
  result.push_back(
      {.name = "portfolio", .type = ColumnType::kVarchar, .constant = store::Value(name)}
  );
  return result;
}

// One row is one row of the user's table, with what is asked about it.
const std::vector<std::pair<const char*, ColumnType>>& portfolio_columns() {
  static const std::vector<std::pair<const char*, ColumnType>> kColumns{
      {"ordinal", ColumnType::kBigint},
      {"line", ColumnType::kBigint},
      {"key", ColumnType::kVarchar},
      {"queries", ColumnType::kVarchar},
      {"problem", ColumnType::kVarchar}};
  return kColumns;
}

// One row is one hit.
const std::vector<std::pair<const char*, ColumnType>>& screening_columns() {
  static const std::vector<std::pair<const char*, ColumnType>> kColumns{
      {"ordinal", ColumnType::kBigint},
      {"row_ordinal", ColumnType::kBigint},
      {"line", ColumnType::kBigint},
      {"key", ColumnType::kVarchar},
      {"column", ColumnType::kVarchar},
      {"asked", ColumnType::kVarchar},
      {"list", ColumnType::kVarchar},
      {"as_of", ColumnType::kVarchar},
      {"version", ColumnType::kVarchar},
      {"entry_id", ColumnType::kVarchar},
      {"schema", ColumnType::kVarchar},
      {"name", ColumnType::kVarchar},
      {"listed", ColumnType::kVarchar},
      {"is_weak", ColumnType::kBoolean},
      {"score_db", ColumnType::kDouble},
      {"probability", ColumnType::kDouble},
      {"parts", ColumnType::kVarchar},
      {"changes", ColumnType::kVarchar},
      {"content_sha256", ColumnType::kVarchar}};
  return kColumns;
}

store::Value text_value(const std::string& text) {
  return text.empty() ? store::Value() : store::Value(text);
}

std::string portfolio_mapping(const ScreeningBasis& basis) {
  return fmt::format("portfolio = \"{}\"\n{}", basis.name, basis.columns_text);
}

std::string screening_mapping(const ScreeningBasis& basis, const std::string& portfolio_id) {
  std::string text = fmt::format(
      "portfolio = \"{}\"\nthreshold_db = {}\n",
      portfolio_id,
      formats::format_double(basis.threshold_db).value_or("0")
  );
  for (const parties::ListVersion& version : basis.versions) {
    text += fmt::format("list = \"{} {}\"\n", version.list, version.import_id);
  }
  return text;
}

/// One of the two imports.
struct Target {
  std::string id;
  std::string mapping;
  std::string table;
  std::optional<store::LakeTransaction> transaction;
  std::optional<LakeRows> rows;

  void begin(
      const store::Workspace& workspace,
      const ScreeningBasis& basis,
      const std::vector<std::pair<const char*, ColumnType>>& columns
  ) {
    id = store::import_id(
        {.file_sha256 = basis.file_sha256,
         .dialect = table,
         .mapping_sha256 = formats::sha256_of(mapping)}
    );
    transaction = store::LakeTransaction::begin(workspace, table, id);
    if (transaction) {
      rows.emplace(*transaction, specs(columns, id, basis.name));
    }
  }
};

}  // namespace

struct ScreeningWriter::State {
  const store::Workspace& workspace;
  ScreeningBasis basis;
  Target portfolio;
  Target screening;
  std::int64_t num_rows = 0;
  std::int64_t num_hits = 0;

  [[nodiscard]] JsonValue manifest(const Target& target, std::int64_t rows) const;
  void commit(Target& target);
};

ScreeningWriter::ScreeningWriter(const store::Workspace& workspace, const ScreeningBasis& basis)
    : state_(std::make_unique<State>(
          State{.workspace = workspace, .basis = basis, .portfolio = {}, .screening = {}}
      )) {
  Target& portfolio = state_->portfolio;
  portfolio.table = "portfolio";
  portfolio.mapping = portfolio_mapping(basis);
  portfolio.begin(workspace, basis, portfolio_columns());
  Target& screening = state_->screening;
  screening.table = "screening";
  screening.mapping = screening_mapping(basis, portfolio.id);
  screening.begin(workspace, basis, screening_columns());
}

ScreeningWriter::~ScreeningWriter() = default;

const std::string& ScreeningWriter::portfolio_id() const {
  return state_->portfolio.id;
}
const std::string& ScreeningWriter::screening_id() const {
  return state_->screening.id;
}

void ScreeningWriter::add_row(const ScreenRow& row) {
  const std::int64_t ordinal = state_->num_rows++;
  if (state_->portfolio.rows) {
    state_->portfolio.rows->add(
        {ordinal, row.line, row.key, text_value(queries_text(row)), text_value(row.problem)}
    );
  }
}

void ScreeningWriter::add_hit(const ScreenRecord& record) {
  const std::int64_t ordinal = state_->num_hits++;
  if (state_->screening.rows) {
    state_->screening.rows->add(
        {ordinal,
         state_->num_rows - 1,
         record.line,
         record.key,
         record.column,
         record.asked,
         record.list,
         record.as_of,
         record.import_id,
         record.entry_id,
         record.schema,
         text_value(record.name),
         text_value(record.listed),
         record.is_weak,
         record.score_db,
         record.probability,
         text_value(parts_text(record)),
         text_value(changes_text(record)),
         record.content_sha256}
    );
  }
}

JsonValue ScreeningWriter::State::manifest(const Target& target, std::int64_t rows) const {
  JsonValue lists = JsonValue::array();
  for (const parties::ListVersion& version : basis.versions) {
    lists.push_back(JsonValue::object(
        {{"list", version.list}, {"as_of", version.as_of}, {"import_id", version.import_id}}
    ));
  }
  JsonValue value = JsonValue::object();
  value.set("schema", "portolan.import/1")
      .set("import_id", target.id)
      .set("table", target.table)
      .set("file", basis.file)
      .set("sha256", basis.file_sha256)
      .set("dialect", target.table)
      .set("dialect_version", 1)
      .set("mapping_sha256", formats::sha256_of(target.mapping))
      .set("mapping", target.mapping)
      .set("source", basis.name)
      .set("records", rows)
      .set("imported", rows)
      .set("apart", JsonValue::object())
      .set("rejected", JsonValue::object())
      .set("portfolio_import", portfolio.id)
      .set("threshold_db", basis.threshold_db)
      .set("asked_lists", basis.lists)
      .set("lists", std::move(lists))
      .set("columns_text", basis.columns_text)
      .set("imported_at", basis.now)
      .set("portolan_version", PORTOLAN_VERSION);
  return value;
}

void ScreeningWriter::State::commit(Target& target) {
  if (target.transaction) {
    target.rows->finish();
    (void)target.transaction->commit(
        manifest(target, target.rows->num_rows()), target.rows->part_rows(), std::nullopt
    );
  }
}

// The rows first: a screening never stands without them.
void ScreeningWriter::commit() {
  state_->commit(state_->portfolio);
  state_->commit(state_->screening);
  store::update_catalogue(state_->workspace);
}

namespace {

std::string text_at(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

store::Database open_lake(const store::Workspace& workspace) {
  return store::Database(
      {.allowed_folders = {workspace.lake_folder()},
       .memory_limit = workspace.settings().store.memory_limit,
       .temp_folder = workspace.temp_folder(),
       .threads = 1}
  );
}

// The FROM clause over an import's parts; nothing where it has none.
std::optional<std::string>
source_of(const store::Workspace& workspace, const std::string& table, const std::string& id) {
  const auto folder = workspace.lake_folder() / table / id;
  if (!std::filesystem::exists(folder / "part-0000.parquet")) {
    return std::nullopt;
  }
  return fmt::format(
      "read_parquet({}, hive_partitioning = false)",
      store::quote_literal((folder / "part-*.parquet").string())
  );
}

// Screenings in the order in which they were kept, the last first.
std::vector<std::pair<std::string, std::string>> kept_screenings(const store::Workspace& workspace
) {
  std::vector<std::pair<std::string, std::string>> kept;
  for (const auto& entry : store::Journal(workspace.journal_file()).entries()) {
    const std::string id = text_at(entry.body, "screening");
    if ((entry.action == "screen.run" || entry.action == "screen.again") && !id.empty()) {
      kept.emplace_back(text_at(entry.body, "saved_as"), id);
    }
  }
  std::ranges::reverse(kept);
  return kept;
}

ScreenRecord record_at(const store::Chunk& chunk, std::size_t row) {
  const auto text = [&](std::size_t column) {
    return std::string(chunk.text(column, row));
  };
  ScreenRecord record{.key = text(3), .line = chunk.values<std::int64_t>(2)[row]};
  record.column = text(4);
  record.asked = text(5);
  record.list = text(6);
  record.as_of = text(7);
  record.import_id = text(8);
  record.entry_id = text(9);
  record.schema = text(10);
  record.name = text(11);
  record.listed = text(12);
  record.is_weak = chunk.values<bool>(13)[row];
  record.score_db = chunk.values<double>(14)[row];
  record.probability = chunk.values<double>(15)[row];
  read_parts(text(16), record);
  read_changes(text(17), record);
  record.content_sha256 = text(18);
  return record;
}

std::string selected(const std::vector<std::pair<const char*, ColumnType>>& columns) {
  std::vector<std::string> names;
  for (const auto& [column, type] : columns) {
    names.push_back(store::quote_identifier(column));
  }
  return join(names, ", ");
}

}  // namespace

KeptScreening last_screening(const store::Workspace& workspace, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [saved_as, id] : kept_screenings(workspace)) {
    const auto import = store::find_import(workspace, id);
    if (saved_as != name || !import) {
      names.push_back(saved_as);
      continue;
    }
    const JsonValue manifest = store::read_manifest(*import);
    KeptScreening kept;
    kept.screening_id = id;
    kept.portfolio_id = manifest.string_at("portfolio_import");
    kept.basis.name = name;
    kept.basis.file = manifest.string_at("file");
    kept.basis.file_sha256 = manifest.string_at("sha256");
    kept.basis.columns_text = manifest.string_at("columns_text");
    const JsonValue* threshold = manifest.find("threshold_db");
    kept.basis.threshold_db = threshold == nullptr ? 0.0 : threshold->as_number().value_or(0.0);
    for (const JsonValue& list : manifest.find("asked_lists")->elements()) {
      kept.basis.lists.push_back(*list.as_string());
    }
    for (const JsonValue& list : manifest.find("lists")->elements()) {
      kept.basis.versions.push_back(
          {.list = list.string_at("list"),
           .import_id = list.string_at("import_id"),
           .as_of = list.string_at("as_of")}
      );
    }
    return kept;
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  throw not_found("{}: expected rows that were kept under that name, got none", name)
      .with_hint(
          names.empty() ? "portolan screen FILE --save NAME keeps rows"
                        : "kept are " + join(names, ", ")
      );
}

void for_each_kept_row(
    const store::Workspace& workspace,
    const std::string& portfolio_id,
    const TakeScreenRows& take
) {
  const auto source = source_of(workspace, "portfolio", portfolio_id);
  if (!source) {
    return;
  }
  store::Database database = open_lake(workspace);
  database.for_each_chunk(
      fmt::format("SELECT {} FROM {} ORDER BY ordinal", selected(portfolio_columns()), *source),
      {},
      [&](const store::Chunk& chunk) {
        std::vector<ScreenRow> rows;
        for (std::size_t row = 0; row < chunk.num_rows(); ++row) {
          ScreenRow one{
              .line = chunk.values<std::int64_t>(1)[row],
              .key = std::string(chunk.text(2, row)),
              .problem = std::string(chunk.text(4, row))};
          read_queries(std::string(chunk.text(3, row)), one);
          rows.push_back(std::move(one));
        }
        take(std::move(rows));
      }
  );
}

std::vector<KeptHit> kept_hits(const store::Workspace& workspace, const std::string& screening_id) {
  std::vector<KeptHit> hits;
  const auto source = source_of(workspace, "screening", screening_id);
  if (!source) {
    return hits;
  }
  store::Database database = open_lake(workspace);
  database.for_each_chunk(
      fmt::format("SELECT {} FROM {} ORDER BY ordinal", selected(screening_columns()), *source),
      {},
      [&](const store::Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.num_rows(); ++row) {
          hits.push_back(
              {.row = chunk.values<std::int64_t>(1)[row], .record = record_at(chunk, row)}
          );
        }
      }
  );
  return hits;
}

std::optional<ScreenRecord> find_kept_hit(
    const store::Workspace& workspace,
    const std::string& key,
    const std::string& list,
    const std::string& entry_id
) {
  store::Database database = open_lake(workspace);
  for (const auto& [saved_as, id] : kept_screenings(workspace)) {
    const auto source = source_of(workspace, "screening", id);
    if (!source) {
      continue;
    }
    std::optional<ScreenRecord> found;
    database.for_each_chunk(
        fmt::format(
            "SELECT {} FROM {} WHERE key = ? AND list = ? AND entry_id = ? ORDER BY ordinal DESC",
            selected(screening_columns()),
            *source
        ),
        {key, list, entry_id},
        [&](const store::Chunk& chunk) {
          if (chunk.num_rows() > 0) {
            found = record_at(chunk, 0);
          }
        }
    );
    if (found) {
      return found;
    }
  }
  return std::nullopt;
}

}  // namespace portolan::engine
