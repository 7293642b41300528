#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace portolan::store {

/// Section [store] of portolan.toml.
struct StoreSettings {
  /// Memory for the database's own buffers.
  std::string memory_limit = "2GB";
  /// Where large sorts spill; empty: `cache/tmp` of the workspace. Relative paths begin at the
  /// root.
  std::filesystem::path temp_dir = {};
  /// 0: one per core.
  unsigned threads = 0;
};

/// Section [panel] of portolan.toml.
struct PanelSettings {
  /// Sources that count first where several state the same thing; others follow
  /// (docs/data/panel.md).
  std::vector<std::string> source_order = {};
  /// CIF margin of pairs for which none can be estimated, and the largest one; shares of the export
  /// value. 0.06 is the CIF/FOB factor of the IMF's Direction of Trade Statistics (yearbook 2017).
  double cif_margin = 0.06;
  double max_cif_margin = 0.2;
};

/// Section [leads] of portolan.toml.
struct LeadSettings {
  /// A score that moved by more than this, in decibans, is news: `leads diff` shows it, and a
  /// decided lead is opened again. 3 dB double the odds.
  double moved_db = 3.0;
};

/// All of portolan.toml. A module that needs a setting adds it here, in `settings.cpp` and in
/// docs/data/workspace.md.
struct Settings {
  StoreSettings store = {};
  PanelSettings panel = {};
  LeadSettings leads = {};
};

/// Returns the settings in `file`; throws `Error` (kBadData, with line and the nearest known names)
/// for keys that are unknown and values that do not fit.
[[nodiscard]] Settings read_settings(const std::filesystem::path& file);

/// A folder with portolan.toml, the lake, the journal, the runs, the catalogue and the cache
/// (docs/data/workspace.md).
class Workspace {
 public:
  /// Makes a workspace in `folder`, which may exist but must not be one already (kInvalidArgument).
  static Workspace init(const std::filesystem::path& folder);

  /// Opens the workspace whose portolan.toml stands in `root`; throws `Error` (kNotFound) if there
  /// is none.
  [[nodiscard]] static Workspace open(const std::filesystem::path& root);

  /// Returns the nearest folder from `start` upwards that holds portolan.toml; nothing if none
  /// does.
  [[nodiscard]] static std::optional<std::filesystem::path> find(const std::filesystem::path& start
  );

  [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }
  [[nodiscard]] const Settings& settings() const noexcept { return settings_; }

  [[nodiscard]] std::filesystem::path lake_folder() const { return root_ / "lake"; }
  [[nodiscard]] std::filesystem::path journal_file() const {
    return root_ / "journal" / "decisions.jsonl";
  }
  /// What detections found; kept until a user lets go of it.
  [[nodiscard]] std::filesystem::path runs_folder() const { return root_ / "runs"; }
  [[nodiscard]] std::filesystem::path catalogue_folder() const { return root_ / "catalogue"; }
  [[nodiscard]] std::filesystem::path cache_folder() const { return root_ / "cache"; }
  /// Where the database spills; may not exist yet.
  [[nodiscard]] std::filesystem::path temp_folder() const;

 private:
  Workspace(std::filesystem::path root, Settings settings);
  std::filesystem::path root_;
  Settings settings_;
};

}  // namespace portolan::store
