#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::store {

/// Returns an `Error` (kUnavailable) "PATH: expected to VERB it, got REASON" for `errno`-like
/// codes.
[[nodiscard]] Error
file_error(const std::filesystem::path& path, std::string_view expected, int error_number);

/// Waits until the bytes of a file, or the entries of a folder, are on the disk.
void sync_file(const std::filesystem::path& file);
void sync_folder(const std::filesystem::path& folder);

/// Replaces `file` by `text` so that it holds either the old or the new bytes, whatever happens.
void write_durably(const std::filesystem::path& file, std::string_view text);

/// Cuts `file` to `at` bytes, writes `text` behind them and waits until it is on the disk. Makes
/// the file if it is not there.
void append_durably(const std::filesystem::path& file, std::string_view text, std::int64_t at);

/// These throw `Error` (kUnavailable) where the standard library reports a failure.
void make_folders(const std::filesystem::path& folder);
void rename_path(const std::filesystem::path& from, const std::filesystem::path& to);
void remove_tree(const std::filesystem::path& path);
[[nodiscard]] bool path_exists(const std::filesystem::path& path);
/// Names in a folder, sorted; none if there is no such folder.
[[nodiscard]] std::vector<std::string> names_in(const std::filesystem::path& folder);

/// Tells whether somebody holds a `FileLock` on `file`.
[[nodiscard]] bool is_locked(const std::filesystem::path& file);

/// An exclusive lock on a file, which is made if it is not there. The system takes it back when the
/// process ends, however it ends.
class FileLock {
 public:
  /// Returns nothing if another process or another lock of this one has it.
  [[nodiscard]] static std::optional<FileLock> try_lock(const std::filesystem::path& file);
  /// Waits up to `patience`; throws `Error` (kUnavailable) saying that `busy` after that.
  [[nodiscard]] static FileLock lock(
      const std::filesystem::path& file,
      std::chrono::milliseconds patience,
      std::string_view busy
  );

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace portolan::store
