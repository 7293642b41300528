#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace portolan::engine {

/// Every request names the workspace it is about: a folder in or below it, or empty for the current
/// folder. A question about a workspace that is not there throws `Error` (kNotFound).

/// Asks for a new workspace in `folder`, which may exist.
struct InitRequest {
  std::filesystem::path folder = ".";
};

struct InitResult {
  /// The absolute path of the workspace.
  std::filesystem::path root;
};

/// Throws `Error`: kInvalidArgument if the folder is a workspace already, kUnavailable where it
/// cannot be written.
InitResult init_workspace(const InitRequest& request);

struct ConfigRequest {
  std::filesystem::path workspace = {};
};

/// A setting as it holds for the workspace.
struct Setting {
  /// "store.memory_limit": section and key in portolan.toml.
  std::string key;
  std::string value;
  bool is_default = false;
};

/// Returns all settings, by key. Throws `Error` (kBadData) where portolan.toml has unknown keys or
/// values that do not fit.
[[nodiscard]] std::vector<Setting> config(const ConfigRequest& request);

/// Returns the root of the workspace in or above `folder`, absolute.
[[nodiscard]] std::filesystem::path find_workspace(const std::filesystem::path& folder);

/// Returns 16 hex digits that change whenever an answer may: with an import, a decision, a run, a
/// panel or a setting. Looks at names, sizes and times of a few files of the workspace in `root`
/// and opens none; takes microseconds.
[[nodiscard]] std::string workspace_snapshot(const std::filesystem::path& root);

}  // namespace portolan::engine
