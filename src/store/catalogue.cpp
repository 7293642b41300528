#include "portolan/store/catalogue.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "catalogue_files.hpp"
#include "catalogue_sync.hpp"
#include "durable_file.hpp"
#include "lake_layout.hpp"
#include "migrations.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/store/lake.hpp"

namespace portolan::store {
namespace {

constexpr std::string_view kRebuildHint = "make the catalogue again with `portolan rebuild`";
// A reader that finds its generation gone meanwhile reads CURRENT again.
constexpr int kOpenTries = 5;

DatabaseOptions database_options(const Workspace& workspace) {
  return {
      .allowed_folders = {workspace.lake_folder()},
      .memory_limit = workspace.settings().store.memory_limit,
      .temp_folder = workspace.temp_folder(),
      .threads = workspace.settings().store.threads};
}

std::string typed_columns(const std::vector<ColumnSpec>& columns, bool are_null) {
  std::vector<std::string> items;
  for (const ColumnSpec& column : columns) {
    const std::string name = quote_identifier(column.name);
    items.push_back(
        are_null ? fmt::format("CAST(NULL AS {}) AS {}", sql_name(column.type), name) : name
    );
  }
  return join(items, ", ");
}

// The view over these files; over nothing if there are none.
std::string view_over(
    std::string_view name,
    const std::vector<ColumnSpec>& columns,
    const std::vector<std::string>& files
) {
  if (files.empty()) {
    return fmt::format(
        "CREATE TEMP VIEW {} AS SELECT {} WHERE false", name, typed_columns(columns, true)
    );
  }
  std::vector<std::string> literals;
  for (const std::string& file : files) {
    literals.push_back(quote_literal(file));
  }
  return fmt::format(
      "CREATE TEMP VIEW {} AS SELECT {} FROM read_parquet([{}], hive_partitioning = false)",
      name,
      typed_columns(columns, false),
      join(literals, ", ")
  );
}

void make_views(Database& database, const Workspace& workspace) {
  const Result files = database.query(
      "SELECT kind, lake_table, import_id, name FROM import_files JOIN imports USING (import_id) "
      "WHERE lake_table IN ('trade', 'parties') AND rows > 0 ORDER BY ALL"
  );
  std::vector<std::string> parts;
  std::vector<std::string> rejects;
  std::vector<std::string> parties;
  for (std::size_t row = 0; row < files.num_rows(); ++row) {
    const std::string path =
        (workspace.lake_folder() / *files.text(row, 1) / *files.text(row, 2) / *files.text(row, 3))
            .string();
    const bool is_part = files.text(row, 0) == "part";
    (!is_part ? rejects : files.text(row, 1) == "trade" ? parts : parties).push_back(path);
  }
  database.execute(view_over("trade", trade_columns(), parts));
  database.execute(view_over("rejects", rejects_columns(), rejects));
  database.execute(view_over("parties", party_columns(), parties));
}

// The newest generation, or an empty one in memory where nothing has been imported yet.
Database open_newest(const Workspace& workspace, DatabaseOptions options) {
  for (int attempt = 1;; ++attempt) {
    const auto number = read_current(workspace.catalogue_folder());
    if (!number) {
      if (!list_imports(workspace).empty()) {
        throw unavailable("catalogue/CURRENT: expected the newest generation, got no such file")
            .with_hint(std::string(kRebuildHint));
      }
      Database empty(options);
      migrate(empty);
      return empty;
    }
    options.file = generation_file(workspace.catalogue_folder(), *number);
    options.is_read_only = true;
    // Between the reading of CURRENT and the opening, writers may have removed the generation.
    try {
      return Database(options);
    } catch (const Error& error) {
      const bool is_gone = !path_exists(options.file);
      if (!is_gone || attempt == kOpenTries) {
        throw error.with_hint(std::string(kRebuildHint));
      }
    }
  }
}

}  // namespace

std::optional<std::int64_t> current_generation(const Workspace& workspace) {
  return read_current(workspace.catalogue_folder());
}

Database open_catalogue(const Workspace& workspace, const CatalogueReadOptions& options) {
  DatabaseOptions limits = database_options(workspace);
  limits.allowed_folders.insert(
      limits.allowed_folders.end(), options.allowed_folders.begin(), options.allowed_folders.end()
  );
  limits.threads = options.threads > 0 ? options.threads : limits.threads;
  Database database = open_newest(workspace, std::move(limits));
  if (schema_version(database) != migrations().back().number) {
    throw Error(
        ErrorCode::kUnavailable,
        fmt::format(
            "catalogue: expected schema {}, got {}",
            migrations().back().number,
            schema_version(database)
        ),
        std::string(kRebuildHint)
    );
  }
  if (options.has_views) {
    // Caught to name the command that says what is missing.
    try {
      make_views(database, workspace);
    } catch (const Error& error) {
      throw error.with_hint("`portolan verify` lists what is damaged or missing");
    }
  }
  return database;
}

struct CatalogueWriter::State {
  Workspace workspace;
  FileLock lock;
  std::int64_t number;
  std::filesystem::path file;
  std::optional<Database> database;
  bool has_changed = false;
};

namespace {

FileLock lock_catalogue(const Workspace& workspace, std::chrono::milliseconds patience) {
  make_folders(workspace.catalogue_folder());
  return FileLock::lock(
      workspace.catalogue_folder() / "LOCK", patience, "another process writing the catalogue"
  );
}

Database
copy_of(const Workspace& workspace, const std::filesystem::path& file, std::int64_t newest) {
  DatabaseOptions options = database_options(workspace);
  options.file = file;
  options.allowed_folders.push_back(workspace.cache_folder());
  if (newest == 0) {
    return Database(options);
  }
  const auto last = generation_file(workspace.catalogue_folder(), newest).string();
  options.setup = {fmt::format("ATTACH {} AS last_generation (READ_ONLY)", quote_literal(last))};
  Database database(options);
  const Result name = database.query("SELECT current_database()");
  database.execute_script(fmt::format(
      "COPY FROM DATABASE last_generation TO {}; DETACH last_generation",
      quote_identifier(*name.text(0, 0))
  ));
  return database;
}

}  // namespace

CatalogueWriter::CatalogueWriter(
    const Workspace& workspace,
    Start start,
    std::chrono::milliseconds patience
) {
  FileLock lock = lock_catalogue(workspace, patience);
  const std::filesystem::path folder = workspace.catalogue_folder();
  const bool is_empty = start == Start::kEmpty;
  std::int64_t newest = 0;
  // Made anew, the catalogue may replace one whose CURRENT is damaged.
  try {
    newest = read_current(folder).value_or(0);
  } catch (const Error&) {
    if (!is_empty) {
      throw;
    }
  }
  if (!is_empty || newest > 0) {
    remove_other_generations(folder, newest - 1, newest);
  }
  std::int64_t number = newest + 1;
  while (path_exists(generation_file(folder, number))) {
    ++number;
  }
  std::filesystem::path file = generation_file(folder, number);
  file += ".tmp";
  remove_tree(file);
  state_ = std::make_unique<State>(State{
      workspace, std::move(lock), number, file, std::nullopt, is_empty || newest == 0});
  state_->database = copy_of(workspace, file, is_empty ? 0 : newest);
  state_->has_changed |= migrate(*state_->database);
  state_->has_changed |= synchronise(*state_->database, workspace);
}

CatalogueWriter::CatalogueWriter(CatalogueWriter&&) noexcept = default;
CatalogueWriter& CatalogueWriter::operator=(CatalogueWriter&&) noexcept = default;

CatalogueWriter::~CatalogueWriter() {
  if (!state_) {
    return;
  }
  state_->database.reset();
  std::error_code ignored;  // what cannot be removed now, the next writer removes
  std::filesystem::remove(state_->file, ignored);
  std::filesystem::remove(state_->file.string() + ".wal", ignored);
}

Database& CatalogueWriter::database() {
  ensure(state_->database.has_value(), "a catalogue is written to after it was published");
  return *state_->database;
}

bool CatalogueWriter::differs_from_newest() const {
  return state_->has_changed;
}

std::int64_t CatalogueWriter::publish() {
  record_journal(database(), state_->workspace);
  database().execute("CHECKPOINT");
  state_->database.reset();
  const std::filesystem::path folder = state_->workspace.catalogue_folder();
  sync_file(state_->file);
  rename_path(state_->file, generation_file(folder, state_->number));
  sync_folder(folder);
  write_durably(folder / "CURRENT", fmt::format("{}\n", state_->number));
  remove_other_generations(folder, state_->number - 1, state_->number);
  return state_->number;
}

bool update_catalogue(const Workspace& workspace) {
  CatalogueWriter writer(workspace);
  if (!writer.differs_from_newest()) {
    return false;
  }
  writer.publish();
  return true;
}

void rebuild_catalogue(const Workspace& workspace, const std::function<void(Database&)>& replay) {
  CatalogueWriter writer(workspace, CatalogueWriter::Start::kEmpty);
  if (replay) {
    replay(writer.database());
  }
  writer.publish();
}

}  // namespace portolan::store
