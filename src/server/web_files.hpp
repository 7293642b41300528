#pragma once

#include <span>
#include <string_view>

namespace portolan::server {

/// A file that was compiled into the program.
struct EmbeddedFile {
  /// Below its folder, with slashes: "assets/index-3f9a.js".
  std::string_view path;
  std::string_view bytes;
  /// Packed by gzip; empty where that is no smaller.
  std::string_view gzip_bytes;
};

/// Returns the files of the user interface by path; none if the program was built without.
[[nodiscard]] std::span<const EmbeddedFile> web_files();

}  // namespace portolan::server
