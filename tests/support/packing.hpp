#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace portolan::testing {

/// A folder of its own for one test, gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Writes a file of that name into the folder and returns its path.
  [[nodiscard]] std::filesystem::path write(std::string_view name, std::string_view bytes) const;
  /// Writes a zip archive of these files (name, content) and returns its path.
  [[nodiscard]] std::filesystem::path write_zip(
      std::string_view name,
      std::initializer_list<std::pair<std::string, std::string>> files
  ) const;

 private:
  std::filesystem::path path_;
};

/// Returns `bytes` packed as one gzip member.
[[nodiscard]] std::string gzip_of(std::string_view bytes);

}  // namespace portolan::testing
