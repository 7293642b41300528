#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "portolan/base/progress.hpp"

namespace portolan::server {

/// How the answers of a workspace are served over HTTP; docs/server.md.
struct ServeOptions {
  /// A folder in or below the workspace; empty: the current folder.
  std::filesystem::path workspace = {};
  /// "ADDRESS:PORT"; port 0 takes a free one. Only addresses of this machine.
  std::string bind = "127.0.0.1:8765";
};

/// Serves until `progress` is cancelled, then ends open answers and returns. `on_ready` is called
/// once with the address ("http://127.0.0.1:8765/") when requests are taken.
///
/// Throws `Error`: kInvalidArgument for an address that is none or not of this machine, kNotFound
/// where there is no workspace, kUnavailable where the port cannot be had.
void serve(
    const ServeOptions& options,
    const std::function<void(const std::string& url)>& on_ready,
    Progress& progress
);

}  // namespace portolan::server
