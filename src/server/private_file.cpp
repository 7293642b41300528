#include "private_file.hpp"

#include <cerrno>
#include <cstdint>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "portolan/base/error.hpp"

namespace portolan::server {
namespace {

Error file_error(const std::filesystem::path& file, std::string_view expected) {
  return unavailable(
      "{}: expected {}, got: {}", file.string(), expected, std::generic_category().message(errno)
  );
}

}  // namespace

void write_private(const std::filesystem::path& file, std::string_view text) {
  const std::filesystem::path beside = file.string() + fmt::format(".{}.part", ::getpid());
  const int descriptor =
      ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    throw file_error(file, "to write it");
  }
  const auto written = ::write(descriptor, text.data(), text.size());
  const bool is_written = written == static_cast<ssize_t>(text.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (!is_written || ::rename(beside.c_str(), file.c_str()) != 0) {
    const Error error = file_error(file, "to write it");
    ::unlink(beside.c_str());
    throw error;
  }
}

void require_private(const std::filesystem::path& file, bool is_secret) {
  struct stat state {};
  if (::stat(file.c_str(), &state) != 0) {
    throw file_error(file, "to read it");
  }
  const mode_t others = is_secret ? S_IRWXG | S_IRWXO : S_IWGRP | S_IWOTH;
  if ((state.st_mode & others) != 0) {
    throw bad_data(
        "{}: expected a file for its owner only, got the mode {:03o}",
        file.string(),
        state.st_mode & 0777U
    )
        .with_hint(fmt::format("chmod 600 {}", file.string()));
  }
}

std::string random_hex(std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(count)) {
    throw unavailable("random numbers: expected {} bytes of the system, got fewer", count);
  }
  std::string hex;
  for (const std::uint8_t byte : bytes) {
    hex += fmt::format("{:02x}", static_cast<unsigned>(byte));
  }
  return hex;
}

bool is_same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) {
    return false;
  }
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i])) ^
                  static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

}  // namespace portolan::server
