#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/store/database.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::store {

/// Returns the number of the generation that readers open; nothing before the first.
[[nodiscard]] std::optional<std::int64_t> current_generation(const Workspace& workspace);

struct CatalogueReadOptions {
  /// Folders beyond the lake that queries may read and write.
  std::vector<std::filesystem::path> allowed_folders = {};
  /// 0: as the settings say.
  unsigned threads = 0;
  /// False: only the tables, without the views over the lake, whose files need not be there.
  bool has_views = true;
};

/// Opens the newest generation of the catalogue for reading: its tables (`imports`, `coverage`,
/// ...; src/store/sql/migrations) and the TEMP views `trade`, `parties` and `rejects` over the
/// imports that it lists. Works while another process writes. A new workspace gives empty tables.
///
/// Throws `Error` (kUnavailable) where the catalogue is missing though the lake has imports, with
/// `portolan rebuild` as the hint, and where a file of the lake is missing.
[[nodiscard]] Database
open_catalogue(const Workspace& workspace, const CatalogueReadOptions& options = {});

/// The one writer of the catalogue. Holds a lock from construction to destruction, copies the
/// newest generation, brings it up to the newest migration and to what the lake holds.
class CatalogueWriter {
 public:
  enum class Start : std::uint8_t { kFromNewest, kEmpty };

  /// Waits up to `patience` for another writer to end; throws `Error` (kUnavailable) after that.
  explicit CatalogueWriter(
      const Workspace& workspace,
      Start start = Start::kFromNewest,
      std::chrono::milliseconds patience = std::chrono::seconds(30)
  );
  CatalogueWriter(CatalogueWriter&&) noexcept;
  CatalogueWriter& operator=(CatalogueWriter&&) noexcept;
  /// Leaves the catalogue as it was unless `publish` was called.
  ~CatalogueWriter();

  /// The generation in the making, to be written to. It may read the lake and the cache.
  [[nodiscard]] Database& database();

  /// Tells whether the lake or the schema differed from what the newest generation holds.
  [[nodiscard]] bool differs_from_newest() const;

  /// Writes the generation to the disk and lets readers see it; returns its number. At the end:
  /// `database` is gone. Keeps the generation before for readers that have it open.
  std::int64_t publish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Makes the catalogue list what the lake holds; publishes only if that differs, and says whether
/// it did. To be called after each import.
bool update_catalogue(const Workspace& workspace);

/// Makes the catalogue anew from the lake alone. `replay` fills in what follows from the journal.
void rebuild_catalogue(
    const Workspace& workspace,
    const std::function<void(Database&)>& replay = {}
);

}  // namespace portolan::store
