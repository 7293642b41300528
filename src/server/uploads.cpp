#include "uploads.hpp"

#include <chrono>
#include <fstream>
#include <system_error>
#include <utility>

#include "portolan/base/error.hpp"
#include "private_file.hpp"

namespace portolan::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 200;

void require_file_name(const std::string& name) {
  const bool has_folder = name.find_first_of("/\\") != std::string::npos;
  if (name.empty() || name.size() > kLongestName || has_folder || name.front() == '.') {
    throw invalid_argument(
        "name: expected the name of a file without folders, got \"{}\"",
        name.substr(0, kLongestName)
    );
  }
}

/// A folder for one upload, gone at the end unless it is kept.
class UploadFolder {
 public:
  explicit UploadFolder(fs::path path) : path_(std::move(path)) {
    std::error_code error;
    fs::create_directories(path_, error);
    if (error) {
      throw unavailable("{}: expected to make a folder, got: {}", path_.string(), error.message());
    }
  }
  UploadFolder(const UploadFolder&) = delete;
  UploadFolder& operator=(const UploadFolder&) = delete;
  ~UploadFolder() {
    if (!is_kept_) {
      std::error_code error;
      fs::remove_all(path_, error);
    }
  }
  void keep() { is_kept_ = true; }

 private:
  fs::path path_;
  bool is_kept_ = false;
};

}  // namespace

Uploads::Uploads(fs::path folder, const UploadLimits& limits)
    : folder_(std::move(folder)), limits_(limits) {
  constexpr auto kOld = std::chrono::hours(24);
  std::error_code error;
  fs::create_directories(folder_, error);
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const auto written = entry.last_write_time(error);
    if (!error && fs::file_time_type::clock::now() - written > kOld) {
      fs::remove_all(entry.path(), error);
    }
  }
}

std::optional<Upload> Uploads::add(
    const std::string& name,
    const std::function<bool(const std::function<bool(std::string_view)>&)>& read
) {
  require_file_name(name);
  {
    const std::lock_guard lock(mutex_);
    if (uploads_.size() >= limits_.files) {
      throw unavailable(
          "uploads: expected at most {} files that wait to be imported, got one more", limits_.files
      )
          .with_hint("import or remove some");
    }
  }
  constexpr std::size_t kIdBytes = 8;
  Upload upload{.id = random_hex(kIdBytes), .name = name, .bytes = 0, .path = {}};
  UploadFolder folder(folder_ / upload.id);
  upload.path = folder_ / upload.id / name;
  std::ofstream stream(upload.path, std::ios::binary | std::ios::trunc);
  const bool is_whole = read([&](std::string_view piece) {
    upload.bytes += piece.size();
    stream.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    return upload.bytes <= limits_.bytes && stream.good();
  });
  if (upload.bytes > limits_.bytes) {
    return std::nullopt;
  }
  if (!stream.flush()) {
    throw unavailable("uploads: expected room on the disk for {}, got none", name);
  }
  if (!is_whole) {
    throw invalid_argument("body: expected the file whole, got a part of it")
        .with_hint("send it again");
  }
  folder.keep();
  const std::lock_guard lock(mutex_);
  uploads_.emplace(upload.id, upload);
  return upload;
}

Upload Uploads::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto found = uploads_.find(id);
  if (found == uploads_.end()) {
    throw not_found("upload: expected the id of one, got \"{}\"", id)
        .with_hint("POST /api/v1/uploads?name=FILE sends a file");
  }
  return found->second;
}

void Uploads::remove(const std::string& id) {
  const Upload upload = find(id);
  std::error_code error;
  fs::remove_all(upload.path.parent_path(), error);
  const std::lock_guard lock(mutex_);
  uploads_.erase(id);
}

}  // namespace portolan::server
