#include "coded_file.hpp"

#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::panel {

namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

std::uint64_t fold(std::uint64_t state, std::uint64_t word) {
  state = (state ^ word) * 0xD6E8FEB86659FD93U;
  return state ^ (state >> 32U);
}

}  // namespace

void Checksum::add(std::span<const std::byte> bytes) {
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, 8);
    state_ = fold(state_, word);
  }
  if (at < bytes.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, bytes.size() - at);
    state_ = fold(state_, word);
  }
}

std::uint64_t checksum_of(const CodedFileHeader& header) {
  Checksum checksum;
  checksum.add(bytes_of(header).first(offsetof(CodedFileHeader, header_checksum)));
  return checksum.value();
}

CodedFileWriter::CodedFileWriter(std::filesystem::path file, std::uint32_t element_bytes)
    : path_(std::move(file)), stream_(path_, std::ios::binary | std::ios::trunc) {
  if (!stream_) {
    throw unavailable("{}: expected a file that can be written", path_.string());
  }
  header_.element_bytes = element_bytes;
  const CodedFileHeader blank{.magic = {}};
  stream_.write(reinterpret_cast<const char*>(&blank), sizeof(blank));
  buffer_.reserve(kBufferBytes + 64);
}

void CodedFileWriter::add(std::span<const std::byte> bytes) {
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    const std::size_t room = kBufferBytes - buffer_.size();
    const auto piece = bytes.first(bytes.size() < room ? bytes.size() : room);
    buffer_.insert(buffer_.end(), piece.begin(), piece.end());
    bytes = bytes.subspan(piece.size());
    if (buffer_.size() == kBufferBytes) {
      flush();
    }
  }
}

void CodedFileWriter::flush() {
  checksum_.add(buffer_);
  stream_.write(
      reinterpret_cast<const char*>(buffer_.data()), static_cast<std::streamsize>(buffer_.size())
  );
  if (!stream_) {
    throw unavailable("{}: expected room on the disk, got a failed write", path_.string());
  }
  buffer_.clear();
}

void CodedFileWriter::finish(std::uint64_t panel_rows) {
  flush();
  header_.count = bytes_ / header_.element_bytes;
  header_.panel_rows = panel_rows;
  header_.data_checksum = checksum_.value();
  header_.header_checksum = checksum_of(header_);
  stream_.seekp(0);
  stream_.write(reinterpret_cast<const char*>(&header_), sizeof(header_));
  stream_.close();
  if (!stream_) {
    throw unavailable("{}: expected room on the disk, got a failed write", path_.string());
  }
}

}  // namespace portolan::panel
