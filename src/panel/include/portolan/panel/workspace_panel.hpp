#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/panel/build.hpp"
#include "portolan/panel/coded_panel.hpp"
#include "portolan/panel/show.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::panel {

/// Returns the rows of a CSV file (plain or gzip) with the columns `exporter` and `importer`
/// (ISO3), `contig` (0 or 1) and a distance in kilometres, the first that is there of `distw`,
/// `dist`: the form in which CEPII publishes GeoDist. Pairs without a distance are left out.
///
/// Throws `Error`: kUnavailable where the file cannot be read, kBadData where columns are missing
/// or hold something else.
[[nodiscard]] std::vector<PairDistance> read_distances(const std::filesystem::path& file);

struct WorkspaceBuildOptions {
  /// For `read_distances`; empty: no distances.
  std::filesystem::path distances_file = {};
  /// 0: as the settings say.
  unsigned threads = 0;
  /// Builds also where the panel of the same imports and settings is there.
  bool is_forced = false;
};

struct WorkspaceBuild {
  std::filesystem::path folder;
  /// The panel of the same imports, settings and inputs was there already: nothing was done, and
  /// `report` holds the number of rows only.
  bool was_current = false;
  BuildReport report;
};

/// Builds the panel of a workspace into `cache/panel-<key>`, with the settings of its
/// portolan.toml, the HS families of the editions in its lake and the shipped exchange rates; then
/// lets `open_workspace_panel` find it, and removes older ones. Killed at any time, it leaves the
/// panel before in place.
WorkspaceBuild build_workspace_panel(
    const store::Workspace& workspace,
    const WorkspaceBuildOptions& options,
    Progress& progress
);

/// The panel of a workspace.
struct WorkspacePanel {
  std::filesystem::path folder;
  CodedPanel coded;
  /// For `ShowRequest`: by the families with which the panel was built.
  FamiliesOf families_of;
  /// Imports were added or removed since it was built.
  bool is_stale = false;
};

/// Opens the newest panel. Throws `Error` (kNotFound) with a hint where none was built.
[[nodiscard]] WorkspacePanel open_workspace_panel(const store::Workspace& workspace);

}  // namespace portolan::panel
