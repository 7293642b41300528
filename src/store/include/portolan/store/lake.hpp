#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/formats/json_value.hpp"
#include "portolan/store/row_source.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::store {

/// The columns of the lake's tables `trade` and `parties` and of each import's rejects.parquet, in
/// the order of docs/data/lake.md and docs/data/party_lists.md, without constants and dictionaries:
/// to be filled in by who writes.
[[nodiscard]] std::vector<ColumnSpec> trade_columns();
[[nodiscard]] std::vector<ColumnSpec> party_columns();
[[nodiscard]] std::vector<ColumnSpec> rejects_columns();

/// What makes an import what it is. Hashes are 64 lower-case hex digits; empty where there is none.
struct ImportIdentity {
  std::string_view file_sha256;
  std::string_view member = {};
  std::string_view dialect;
  std::string_view mapping_sha256 = {};
};

/// Returns an import's name: the first 16 hex digits of the SHA-256 over the four fields, each with
/// a line feed behind.
[[nodiscard]] std::string import_id(const ImportIdentity& identity);

/// An import that is in the lake.
struct LakeImport {
  std::string table;
  std::string id;
  std::filesystem::path folder;

  bool operator==(const LakeImport&) const = default;
};

/// Returns all imports, by table and id.
[[nodiscard]] std::vector<LakeImport> list_imports(const Workspace& workspace);

/// Returns the import of that id; nothing if it is not in the lake.
[[nodiscard]] std::optional<LakeImport>
find_import(const Workspace& workspace, std::string_view import_id);

/// Returns an import's import.json; throws `Error` (kBadData, kUnavailable).
[[nodiscard]] formats::JsonValue read_manifest(const LakeImport& import);

/// An import on its way into the lake: files are written into a folder of its own beside, and
/// `commit` makes them visible all at once. Whatever is killed when, the lake holds the import
/// whole or not at all. What killed processes left behind is removed by the next `begin`.
class LakeTransaction {
 public:
  /// Begins; returns nothing, and changes nothing, if the import is in the lake already.
  ///
  /// Throws `Error` (kUnavailable) where the lake cannot be written, or where another process is
  /// writing the same import.
  [[nodiscard]] static std::optional<LakeTransaction>
  begin(const Workspace& workspace, std::string_view table, std::string_view import_id);

  LakeTransaction(LakeTransaction&&) noexcept;
  LakeTransaction& operator=(LakeTransaction&&) noexcept;
  /// Removes what was written unless it was committed.
  ~LakeTransaction();

  /// Where part `number` (from 0) and the rejects are to be written. May be called from any thread.
  [[nodiscard]] std::filesystem::path part_file(std::size_t number) const;
  [[nodiscard]] std::filesystem::path rejects_file() const;

  /// Puts the import into the lake: sets `import_id`, `table`, `parts` (one for each of
  /// `part_rows`) and `rejects` of `manifest`, writes it as import.json, syncs everything to the
  /// disk and renames the folder in. Returns false, and abandons this copy, if another process has
  /// put the same import there meanwhile. Call `update_catalogue` after.
  [[nodiscard]] bool commit(
      formats::JsonValue manifest,
      std::span<const std::int64_t> part_rows,
      std::optional<std::int64_t> rejects_rows
  );

 private:
  struct State;
  explicit LakeTransaction(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Removes an import: writes a line into the journal, takes the import out of the catalogue and the
/// lake, then deletes its files. `at` is the time in ISO form, `reason` the user's.
///
/// Throws `Error` (kNotFound, with the nearest names) if there is no such import.
void remove_import(
    const Workspace& workspace,
    std::string_view import_id,
    std::string_view reason,
    std::string_view at
);

}  // namespace portolan::store
