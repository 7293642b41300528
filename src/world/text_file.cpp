#include "text_file.hpp"

#include <cerrno>
#include <cstddef>
#include <system_error>
#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::world {
namespace {

constexpr std::size_t kLargeBuffer = std::size_t{1} << 20U;

Error cannot_write(const std::filesystem::path& path) {
  return unavailable(
      "{}: expected a file that can be written, got \"{}\"",
      path.string(),
      std::generic_category().message(errno)
  );
}

}  // namespace

TextFile::TextFile(std::filesystem::path path)
    : path_(std::move(path)), stream_(path_, std::ios::binary | std::ios::trunc) {
  if (!stream_) {
    throw cannot_write(path_);
  }
}

void TextFile::flush_if_large() {
  if (buffer_.size() >= kLargeBuffer) {
    write();
  }
}

void TextFile::close() {
  write();
  stream_.close();
  if (!stream_) {
    throw cannot_write(path_);
  }
}

void TextFile::write() {
  stream_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  if (!stream_) {
    throw cannot_write(path_);
  }
  buffer_.clear();
}

}  // namespace portolan::world
