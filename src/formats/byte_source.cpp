#include "portolan/formats/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

std::string file_name_of(const std::filesystem::path& path) {
  return path.has_filename() ? path.filename().string() : path.string();
}

Error open_error(const std::string& path, int reason) {
  if (reason == ENOENT || reason == ENOTDIR) {
    return invalid_argument("{}: expected a file, got nothing of that name", path);
  }
  return unavailable(
      "{}: expected a file that can be read, got \"{}\"", path, std::strerror(reason)
  );
}

}  // namespace

std::size_t read_fully(ByteSource& source, std::span<char> into) {
  std::size_t filled = 0;
  while (filled < into.size()) {
    const std::size_t size = source.read(into.subspan(filled));
    if (size == 0) {
      break;
    }
    filled += size;
  }
  return filled;
}

std::string read_all(ByteSource& source, std::size_t max_bytes) {
  std::string bytes;
  std::size_t filled = 0;
  for (;;) {
    bytes.resize(std::max(filled + filled / 2, filled + (std::size_t{64} << 10U)));
    const std::size_t size = read_fully(source, std::span(bytes).subspan(filled));
    filled += size;
    if (filled > max_bytes) {
      throw bad_data("{}: expected at most {} bytes, got more", source.name(), max_bytes);
    }
    if (filled < bytes.size()) {
      bytes.resize(filled);
      return bytes;
    }
  }
}

std::string read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  FileSource file(path);
  return read_all(file, max_bytes);
}

FileSource::FileSource(const std::filesystem::path& path)
    : name_(file_name_of(path)), path_(path.string()) {
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) {
    throw open_error(path_, errno);
  }
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) {
    const int reason = errno;
    ::close(descriptor_);
    throw open_error(path_, reason);
  }
  if (S_ISDIR(status.st_mode)) {
    ::close(descriptor_);
    throw invalid_argument("{}: expected a file, got a folder", path_);
  }
  size_ = S_ISREG(status.st_mode) ? static_cast<std::int64_t>(status.st_size) : 0;
  ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
}

FileSource::~FileSource() {
  ::close(descriptor_);
}

std::size_t FileSource::read(std::span<char> into) {
  for (;;) {
    const ssize_t size = ::read(descriptor_, into.data(), into.size());
    if (size >= 0) {
      return static_cast<std::size_t>(size);
    }
    if (errno != EINTR) {
      throw unavailable(
          "{}: expected to read the file to its end, got \"{}\"", path_, std::strerror(errno)
      );
    }
  }
}

std::size_t MemorySource::read(std::span<char> into) {
  const std::size_t size = std::min(into.size(), rest_.size());
  std::copy_n(rest_.data(), size, into.data());
  rest_.remove_prefix(size);
  return size;
}

}  // namespace portolan::formats
