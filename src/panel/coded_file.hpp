#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace portolan::panel {

inline constexpr std::uint32_t kCodedFileVersion = 1;

/// The first 64 bytes of every file of the coded panel.
struct CodedFileHeader {
  char magic[8] = {'P', 'R', 'T', 'L', 'P', 'N', 'L', '\n'};
  std::uint32_t version = kCodedFileVersion;
  std::uint32_t element_bytes = 0;
  std::uint64_t count = 0;          ///< Elements behind the header.
  std::uint64_t panel_rows = 0;     ///< Rows of the panel that the file belongs to.
  std::uint64_t data_checksum = 0;  ///< Of the bytes behind the header.
  std::uint8_t unused[16] = {};
  std::uint64_t header_checksum = 0;  ///< Of the bytes before this field.
};
static_assert(sizeof(CodedFileHeader) == 64);

/// A checksum against damage, not against forgers: words of eight bytes, multiplied and folded in
/// order. The same bytes give the same sum however they are cut, if each cut is at a multiple of
/// eight.
class Checksum {
 public:
  void add(std::span<const std::byte> bytes);
  [[nodiscard]] std::uint64_t value() const noexcept { return state_; }

 private:
  std::uint64_t state_ = 0x9E3779B97F4A7C15U;
};

/// Returns the checksum that belongs into `header.header_checksum`.
[[nodiscard]] std::uint64_t checksum_of(const CodedFileHeader& header);

/// A file of the coded panel while it is written.
class CodedFileWriter {
 public:
  CodedFileWriter(std::filesystem::path file, std::uint32_t element_bytes);

  void add(std::span<const std::byte> bytes);
  /// Writes the header; the file is complete after this and not before.
  void finish(std::uint64_t panel_rows);

 private:
  void flush();

  std::filesystem::path path_;
  std::ofstream stream_;
  std::vector<std::byte> buffer_;
  CodedFileHeader header_;
  Checksum checksum_;
  std::uint64_t bytes_ = 0;
};

/// Returns the bytes of a value or an array.
template <typename T>
[[nodiscard]] std::span<const std::byte> bytes_of(const T& value) {
  return std::as_bytes(std::span<const T, 1>(&value, 1));
}

}  // namespace portolan::panel
