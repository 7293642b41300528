#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::server {

/// How the answers of a workspace are served over HTTP; docs/server.md.
struct ServeOptions {
  /// A folder in or below the workspace; empty: the current folder.
  std::filesystem::path workspace = {};
  /// "ADDRESS:PORT"; port 0 takes a free one.
  std::string bind = "127.0.0.1:8765";
  /// Tokens of which every request must carry one; empty: nobody is asked.
  std::filesystem::path token_file = {};
  /// Names and addresses beside the one that is bound under which the server may be asked, as a
  /// Host header gives them ("portolan.example.org").
  std::vector<std::string> allowed_hosts = {};
  /// The address of a proxy that says who its users are, the file with the secret by which it is
  /// known, and what its users may do.
  std::string proxy = {};
  std::filesystem::path proxy_secret_file = {};
  std::string proxy_scopes = "read";
  /// How long a client may wait for an answer.
  std::chrono::seconds answer_time = std::chrono::seconds(60);
  /// The largest file that a client may send.
  std::uint64_t max_upload_bytes = std::uint64_t{2} << 30U;
  /// No log.
  bool is_quiet = false;
};

/// Serves until `progress` is cancelled, then ends open answers and returns. `on_ready` is called
/// once with the address ("http://127.0.0.1:8765/") when requests are taken.
///
/// Throws `Error`: kInvalidArgument for an address that is none, and for one that other machines
/// reach where nobody is asked who he is; kNotFound where there is no workspace; kUnavailable where
/// the port cannot be had.
void serve(
    const ServeOptions& options,
    const std::function<void(const std::string& url)>& on_ready,
    Progress& progress
);

}  // namespace portolan::server
