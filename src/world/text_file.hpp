#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace portolan::world {

/// A text file being written. Throws `Error` (kUnavailable) as soon as a write fails; `close` must
/// be called, for only then all is written.
class TextFile {
 public:
  explicit TextFile(std::filesystem::path path);

  /// The text not yet written: append to it, then call `flush_if_large`.
  [[nodiscard]] std::string& buffer() noexcept { return buffer_; }
  void flush_if_large();
  void close();

 private:
  void write();

  std::filesystem::path path_;
  std::ofstream stream_;
  std::string buffer_;
};

}  // namespace portolan::world
