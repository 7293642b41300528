#include "durable_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace portolan::store {
namespace {

constexpr auto kLockPoll = std::chrono::milliseconds(20);

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags, std::string_view expected)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) {
      throw file_error(path, expected, errno);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { ::close(descriptor_); }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

void sync_path(const std::filesystem::path& path, int flags) {
  const Descriptor descriptor(path, O_RDONLY | flags, "to sync it");
  if (::fsync(descriptor.get()) != 0) {
    throw file_error(path, "to sync it", errno);
  }
}

void write_all(int descriptor, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      throw file_error(path, "to write it", errno);
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Whether the file that was locked is still the one of that name: its owner before may have removed
// it between our opening and our locking it.
bool is_still_at(int descriptor, const std::filesystem::path& file) {
  struct stat opened {};
  struct stat named {};
  return ::fstat(descriptor, &opened) == 0 && ::stat(file.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

Error file_error(const std::filesystem::path& path, std::string_view expected, int error_number) {
  std::string hint;
  if (error_number == ENOSPC || error_number == EDQUOT) {
    hint = "the disk is full: free space and try again";
  }
  if (error_number == EACCES || error_number == EROFS || error_number == EPERM) {
    hint = "the folder cannot be written: check its permissions";
  }
  return {
      ErrorCode::kUnavailable,
      fmt::format(
          "{}: expected {}, got \"{}\"",
          path.string(),
          expected,
          std::generic_category().message(error_number)
      ),
      hint};
}

void sync_file(const std::filesystem::path& file) {
  sync_path(file, 0);
}

void sync_folder(const std::filesystem::path& folder) {
  sync_path(folder, O_DIRECTORY);
}

void write_durably(const std::filesystem::path& file, std::string_view text) {
  std::filesystem::path beside = file;
  beside += ".tmp";
  {
    const Descriptor descriptor(beside, O_WRONLY | O_CREAT | O_TRUNC, "to write it");
    write_all(descriptor.get(), text, beside);
    if (::fsync(descriptor.get()) != 0) {
      throw file_error(beside, "to sync it", errno);
    }
  }
  rename_path(beside, file);
  sync_folder(file.parent_path());
}

void append_durably(const std::filesystem::path& file, std::string_view text, std::int64_t at) {
  const Descriptor descriptor(file, O_WRONLY | O_CREAT, "to append to it");
  if (::ftruncate(descriptor.get(), at) != 0 || ::lseek(descriptor.get(), at, SEEK_SET) < 0) {
    throw file_error(file, "to append to it", errno);
  }
  write_all(descriptor.get(), text, file);
  if (::fsync(descriptor.get()) != 0) {
    throw file_error(file, "to sync it", errno);
  }
}

void make_folders(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw file_error(folder, "to make it", error.value());
  }
}

void rename_path(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code error;
  std::filesystem::rename(from, to, error);
  if (error) {
    throw file_error(
        from, fmt::format("to rename it to {}", to.filename().string()), error.value()
    );
  }
}

void remove_tree(const std::filesystem::path& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error) {
    throw file_error(path, "to remove it", error.value());
  }
}

bool path_exists(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    throw file_error(folder, "to list it", error.value());
  }
  std::ranges::sort(names);
  return names;
}

bool is_locked(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return false;
  }
  const bool is_held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
  ::close(descriptor);
  return is_held;
}

std::optional<FileLock> FileLock::try_lock(const std::filesystem::path& file) {
  for (;;) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) {
      throw file_error(file, "to lock it", errno);
    }
    FileLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) {
        return std::nullopt;
      }
      throw file_error(file, "to lock it", errno);
    }
    if (is_still_at(descriptor, file)) {
      return lock;
    }
  }
}

FileLock FileLock::lock(
    const std::filesystem::path& file,
    std::chrono::milliseconds patience,
    std::string_view busy
) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (;;) {
    if (auto lock = try_lock(file)) {
      return std::move(*lock);
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      throw Error(
          ErrorCode::kUnavailable,
          fmt::format("{}: expected to lock it, got {}", file.string(), busy),
          "wait until the other command has ended"
      );
    }
    std::this_thread::sleep_for(kLockPoll);
  }
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

}  // namespace portolan::store
