#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace portolan::formats {

/// Bytes that are read once, from front to back.
class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;

  /// Fills the front of `into` and returns how many bytes that was: at least one, 0 only at the
  /// end.
  [[nodiscard]] virtual std::size_t read(std::span<char> into) = 0;

  /// What messages call the bytes: the file's name without folders, with "(member)" for an archive.
  [[nodiscard]] virtual const std::string& name() const = 0;
};

/// Fills `into` as far as the source has bytes and returns how many that was.
[[nodiscard]] std::size_t read_fully(ByteSource& source, std::span<char> into);

/// Returns all bytes; throws `Error` (kBadData) if there are more than `max_bytes`.
[[nodiscard]] std::string read_all(ByteSource& source, std::size_t max_bytes);

/// Returns the bytes of a small file; throws as `FileSource` and `read_all` do.
[[nodiscard]] std::string
read_file(const std::filesystem::path& path, std::size_t max_bytes = std::size_t{256} << 20U);

/// The bytes of a file, as they are on disk.
///
/// Throws `Error`: kInvalidArgument if there is no such file or it is a folder, kUnavailable if it
/// cannot be opened or read.
class FileSource final : public ByteSource {
 public:
  explicit FileSource(const std::filesystem::path& path);
  ~FileSource() override;

  [[nodiscard]] std::size_t read(std::span<char> into) override;
  [[nodiscard]] const std::string& name() const override { return name_; }
  /// The size when it was opened; 0 for a pipe.
  [[nodiscard]] std::int64_t size() const { return size_; }

 private:
  std::string name_;
  std::string path_;
  int descriptor_ = -1;
  std::int64_t size_ = 0;
};

/// Bytes in memory; borrows them.
class MemorySource final : public ByteSource {
 public:
  MemorySource(std::string name, std::string_view bytes) : name_(std::move(name)), rest_(bytes) {}

  [[nodiscard]] std::size_t read(std::span<char> into) override;
  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  std::string name_;
  std::string_view rest_;
};

/// Bounds on what a packed file may grow to, against archives made to fill a disk or a memory.
struct ExpansionLimits {
  /// The most that may come out, in bytes.
  std::int64_t max_bytes = std::int64_t{1} << 40U;
  /// The most bytes out for one byte in, looked at once `free_bytes` have come out. Tables of
  /// customs data pack 5 to 30 times; deflate cannot pack more than 1,032 times.
  std::int64_t max_ratio = 250;
  std::int64_t free_bytes = std::int64_t{64} << 20U;
};

/// Unpacks gzip, of one member or several after each other. Borrows `packed`.
///
/// `read` throws `Error` (kBadData) where the bytes are no gzip, are cut off, fail their checksum
/// or exceed `limits`.
class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(ByteSource& packed, const ExpansionLimits& limits = {});
  ~GzipSource() override;

  [[nodiscard]] std::size_t read(std::span<char> into) override;
  [[nodiscard]] const std::string& name() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portolan::formats
