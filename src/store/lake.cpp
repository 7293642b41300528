#include "portolan/store/lake.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "durable_file.hpp"
#include "lake_layout.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/parallel.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/journal.hpp"

namespace portolan::store {
namespace {

constexpr std::size_t kIdDigits = 16;
// `verify` may hold a lock for an instant, to see whether it is held.
constexpr auto kPatience = std::chrono::milliseconds(500);

ColumnSpec column(std::string name, ColumnType type) {
  return {.name = std::move(name), .type = type};
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Removes what killed processes left: a folder whose lock file nobody holds is nobody's.
void remove_leftovers(const std::filesystem::path& staging) {
  for (const std::string& name : names_in(staging)) {
    if (!name.ends_with(kLockSuffix)) {
      continue;
    }
    const std::filesystem::path lock_file = staging / name;
    const auto lock = FileLock::try_lock(lock_file);
    if (!lock) {
      continue;
    }
    remove_tree(staging / name.substr(0, name.size() - kLockSuffix.size()));
    remove_tree(lock_file);
  }
}

}  // namespace

std::vector<ColumnSpec> trade_columns() {
  using enum ColumnType;
  return {
      column("import_id", kVarchar),    column("ordinal", kBigint),
      column("line", kBigint),          column("plane", kVarchar),
      column("source", kVarchar),       column("vintage", kVarchar),
      column("reporter", kVarchar),     column("partner", kVarchar),
      column("partner2", kVarchar),     column("reporter_code", kVarchar),
      column("partner_code", kVarchar), column("partner2_code", kVarchar),
      column("flow", kVarchar),         column("freq", kVarchar),
      column("period", kInteger),       column("hs_edition", kVarchar),
      column("level", kTinyint),        column("code", kVarchar),
      column("value", kDecimal3),       column("currency", kVarchar),
      column("valuation", kVarchar),    column("net_kg", kDecimal3),
      column("quantity", kDecimal3),    column("quantity_unit", kVarchar),
      column("is_estimated", kBoolean), column("procedure", kVarchar),
      column("transport", kVarchar),    column("detail", kVarchar),
  };
}

std::vector<ColumnSpec> party_columns() {
  using enum ColumnType;
  std::vector<ColumnSpec> columns{column("ordinal", kBigint), column("line", kBigint)};
  for (const char* name :
       {"entry_id",
        "schema",
        "name",
        "names",
        "addresses",
        "identifiers",
        "birth_dates",
        "countries",
        "programmes",
        "listed_on",
        "remarks",
        "details",
        "content_sha256",
        "import_id",
        "list"}) {
    columns.push_back(column(name, kVarchar));
  }
  return columns;
}

std::vector<ColumnSpec> rejects_columns() {
  using enum ColumnType;
  return {
      column("import_id", kVarchar),
      column("ordinal", kBigint),
      column("line", kBigint),
      column("column", kVarchar),
      column("reason", kVarchar),
      column("value", kVarchar),
  };
}

std::string import_id(const ImportIdentity& identity) {
  const std::string text = fmt::format(
      "{}\n{}\n{}\n{}\n",
      identity.file_sha256,
      identity.member,
      identity.dialect,
      identity.mapping_sha256
  );
  return formats::sha256_of(text).substr(0, kIdDigits);
}

std::vector<LakeImport> list_imports(const Workspace& workspace) {
  std::vector<LakeImport> imports;
  const std::filesystem::path lake = workspace.lake_folder();
  for (const std::string& table : names_in(lake)) {
    if (!is_name(table)) {
      continue;  // .staging, .trash and what users put there
    }
    for (std::string& id : names_in(lake / table)) {
      if (path_exists(lake / table / id / kManifestName)) {
        imports.push_back({table, id, lake / table / id});
      }
    }
  }
  return imports;
}

std::optional<LakeImport> find_import(const Workspace& workspace, std::string_view import_id) {
  for (LakeImport& import : list_imports(workspace)) {
    if (import.id == import_id) {
      return std::move(import);
    }
  }
  return std::nullopt;
}

formats::JsonValue read_manifest(const LakeImport& import) {
  const std::filesystem::path file = import.folder / kManifestName;
  return formats::parse_json(
      formats::read_file(file), fmt::format("{}/{}", import.id, kManifestName)
  );
}

struct LakeTransaction::State {
  std::filesystem::path target;
  std::filesystem::path folder;
  std::filesystem::path lock_file;
  std::string table;
  std::string id;
  FileLock lock;
};

std::optional<LakeTransaction> LakeTransaction::begin(
    const Workspace& workspace,
    std::string_view table,
    std::string_view import_id
) {
  ensure(is_name(table) && is_name(import_id), "an import needs a table and an id of letters");
  const std::filesystem::path target =
      workspace.lake_folder() / std::string(table) / std::string(import_id);
  if (path_exists(target)) {
    return std::nullopt;
  }
  const std::filesystem::path staging = workspace.lake_folder() / kStagingName;
  make_folders(staging);
  remove_leftovers(staging);
  const std::string name = fmt::format("{}-{}", import_id, ::getpid());
  const std::filesystem::path lock_file = staging / (name + std::string(kLockSuffix));
  FileLock lock = FileLock::lock(lock_file, kPatience, "another import of the same");
  auto state = std::make_unique<State>(State{
      target,
      staging / name,
      lock_file,
      std::string(table),
      std::string(import_id),
      std::move(lock)});
  make_folders(state->folder);
  return LakeTransaction(std::move(state));
}

LakeTransaction::LakeTransaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
LakeTransaction::LakeTransaction(LakeTransaction&&) noexcept = default;
LakeTransaction& LakeTransaction::operator=(LakeTransaction&&) noexcept = default;

LakeTransaction::~LakeTransaction() {
  if (state_) {
    std::error_code ignored;  // what cannot be removed now, the next writer removes
    std::filesystem::remove_all(state_->folder, ignored);
    std::filesystem::remove(state_->lock_file, ignored);
  }
}

std::filesystem::path LakeTransaction::part_file(std::size_t number) const {
  return state_->folder / fmt::format("part-{:04d}.parquet", number);
}

std::filesystem::path LakeTransaction::rejects_file() const {
  return state_->folder / kRejectsName;
}

namespace {

// Syncs a written file and returns what import.json says of it.
formats::JsonValue describe(const std::filesystem::path& file, std::int64_t rows) {
  sync_file(file);
  std::error_code error;
  const auto bytes = std::filesystem::file_size(file, error);
  if (error) {
    throw file_error(file, "to read its size", error.value());
  }
  formats::JsonValue record = formats::JsonValue::object();
  record.set("name", file.filename().string());
  record.set("bytes", static_cast<std::int64_t>(bytes));
  record.set("sha256", formats::sha256_of_file(file));
  record.set("rows", rows);
  return record;
}

}  // namespace

bool LakeTransaction::commit(
    formats::JsonValue manifest,
    std::span<const std::int64_t> part_rows,
    std::optional<std::int64_t> rejects_rows
) {
  std::vector<formats::JsonValue> parts(part_rows.size());
  parallel_for_chunks(part_rows.size(), 1, 0, [&](std::size_t i, std::size_t, std::size_t) {
    parts[i] = describe(part_file(i), part_rows[i]);
  });
  manifest.set("import_id", state_->id);
  manifest.set("table", state_->table);
  manifest.set("parts", parts);
  manifest.set(
      "rejects", rejects_rows ? describe(rejects_file(), *rejects_rows) : formats::JsonValue()
  );
  write_durably(state_->folder / kManifestName, manifest.dump(2));
  const std::filesystem::path table_folder = state_->target.parent_path();
  make_folders(table_folder);
  sync_folder(table_folder.parent_path());
  std::error_code error;
  std::filesystem::rename(state_->folder, state_->target, error);
  if (error == std::errc::directory_not_empty || error == std::errc::file_exists) {
    return false;  // the destructor removes this copy
  }
  if (error) {
    throw file_error(state_->folder, "to rename it into the lake", error.value());
  }
  sync_folder(table_folder);
  return true;
}

void remove_import(
    const Workspace& workspace,
    std::string_view import_id,
    std::string_view reason,
    std::string_view at
) {
  const auto import = find_import(workspace, import_id);
  if (!import) {
    std::vector<std::string> ids;
    for (const LakeImport& known : list_imports(workspace)) {
      ids.push_back(known.id);
    }
    throw not_found("import: expected one of the lake, got \"{}\"", import_id)
        .with_hint(nearest_hint(import_id, ids));
  }
  const formats::JsonValue manifest = read_manifest(*import);
  formats::JsonValue body = formats::JsonValue::object();
  body.set("import_id", import_id);
  body.set("table", import->table);
  for (const char* key : {"file", "sha256"}) {
    if (const formats::JsonValue* value = manifest.find(key)) {
      body.set(key, *value);
    }
  }
  body.set("reason", reason);
  Journal(workspace.journal_file()).append("sources.remove", std::move(body), at);
  const std::filesystem::path trash = workspace.lake_folder() / kTrashName;
  make_folders(trash);
  const std::filesystem::path grave =
      trash / fmt::format("{}-{}", import_id, static_cast<int>(::getpid()));
  remove_tree(grave);
  rename_path(import->folder, grave);
  sync_folder(import->folder.parent_path());
  update_catalogue(workspace);
  remove_tree(grave);
}

}  // namespace portolan::store
