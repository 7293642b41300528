#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace portolan::server {

/// A file that a client sent.
struct Upload {
  /// 16 hex digits.
  std::string id;
  /// As the client calls it, without folders: dialects and vintages are told by names.
  std::string name;
  std::uint64_t bytes = 0;
  std::filesystem::path path;
};

struct UploadLimits {
  std::uint64_t bytes = std::uint64_t{2} << 30U;
  std::size_t files = 256;
};

/// Files that clients sent and that no import has taken yet, in a folder. Safe to call
/// concurrently.
class Uploads {
 public:
  /// Makes the folder and removes what is a day old: what nobody imported by then nobody will.
  Uploads(std::filesystem::path folder, const UploadLimits& limits);

  [[nodiscard]] const UploadLimits& limits() const noexcept { return limits_; }

  /// Keeps the bytes that `read` hands over. Throws `Error`: kInvalidArgument for a name that is
  /// none of a file, or bytes that were not all sent; kUnavailable where there are too many files
  /// or the disk does not take it. A file above the limit is nothing (413).
  std::optional<Upload> add(
      const std::string& name,
      const std::function<bool(const std::function<bool(std::string_view)>&)>& read
  );

  /// Throws `Error` (kNotFound).
  [[nodiscard]] Upload find(const std::string& id) const;
  void remove(const std::string& id);

 private:
  std::filesystem::path folder_;
  UploadLimits limits_;
  mutable std::mutex mutex_;
  std::map<std::string, Upload> uploads_;
};

}  // namespace portolan::server
