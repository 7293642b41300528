#include "portolan/store/workspace.hpp"

#include <string_view>
#include <system_error>
#include <utility>

#include "durable_file.hpp"
#include "portolan/base/error.hpp"

namespace portolan::store {
namespace {

constexpr std::string_view kSettingsName = "portolan.toml";

// Every key with its default, so that a user sees what there is to set.
constexpr std::string_view kFirstSettings =
    R"(# Settings of this workspace. Unknown keys are errors. What stands behind a # is the default.

[store]
# memory_limit = "2GB"    # memory of the database's buffers
# temp_dir = ""           # where large sorts spill; empty: cache/tmp
# threads = 0             # 0: one for each core

[leads]
# moved_db = 3.0          # a score that moved by more is news: a decided lead is opened again

[panel]
# source_order = []       # sources that count first where several state the same, "comext" for one
# cif_margin = 0.06       # where none can be estimated, as a share of the export value
# max_cif_margin = 0.2
)";

std::filesystem::path absolute_path(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  return error ? path : absolute.lexically_normal();
}

}  // namespace

Workspace::Workspace(std::filesystem::path root, Settings settings)
    : root_(std::move(root)), settings_(std::move(settings)) {}

Workspace Workspace::init(const std::filesystem::path& folder) {
  const std::filesystem::path root = absolute_path(folder);
  if (path_exists(root / kSettingsName)) {
    throw invalid_argument(
        "{}: expected a folder without portolan.toml, got a workspace", root.string()
    );
  }
  for (const char* name : {"lake", "journal", "catalogue", "cache"}) {
    make_folders(root / name);
  }
  write_durably(root / kSettingsName, kFirstSettings);
  return open(root);
}

Workspace Workspace::open(const std::filesystem::path& root) {
  const std::filesystem::path absolute = absolute_path(root);
  const std::filesystem::path file = absolute / kSettingsName;
  if (!path_exists(file)) {
    throw Error(
        ErrorCode::kNotFound,
        absolute.string() + ": expected a workspace, got a folder without portolan.toml",
        "make one with `portolan init`, or name one with --workspace"
    );
  }
  return {absolute, read_settings(file)};
}

std::optional<std::filesystem::path> Workspace::find(const std::filesystem::path& start) {
  for (std::filesystem::path folder = absolute_path(start);; folder = folder.parent_path()) {
    if (path_exists(folder / kSettingsName)) {
      return folder;
    }
    if (folder == folder.parent_path()) {
      return std::nullopt;
    }
  }
}

std::filesystem::path Workspace::temp_folder() const {
  const std::filesystem::path& set = settings_.store.temp_dir;
  return set.empty() ? cache_folder() / "tmp" : (root_ / set).lexically_normal();
}

}  // namespace portolan::store
