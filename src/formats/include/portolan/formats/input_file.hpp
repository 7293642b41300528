#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/file_kind.hpp"

namespace portolan::formats {

struct InputFileOptions {
  /// Which file of an archive to read; empty: its only one.
  std::string member = {};
  ExpansionLimits limits = {};
};

/// A file as an import reads it: its content unpacked (gzip, or a member of zip or 7z), its SHA-256
/// taken from the bytes on disk as they pass by.
///
///     InputFile file("BACI.csv.gz");
///     TextSource text(file);                  // and so on, to the end
///     manifest.sha256 = file.sha256();
///
/// Throws `Error` as `FileSource`, `GzipSource` and `ZipMemberSource` do, and kInvalidArgument if
/// an archive holds several files and none is named (the hint names them). 7z needs the program
/// `7z`.
class InputFile final : public ByteSource {
 public:
  explicit InputFile(const std::filesystem::path& path, const InputFileOptions& options = {});
  ~InputFile() override;

  [[nodiscard]] std::size_t read(std::span<char> into) override;
  [[nodiscard]] const std::string& name() const override;

  /// What the file on disk is (kGzip, not what is in it).
  [[nodiscard]] FileKind kind() const;
  /// The member that is read; empty if the file is no archive.
  [[nodiscard]] const std::string& member() const;
  /// Bytes on disk, in all and read so far: the shape of a progress bar.
  [[nodiscard]] std::int64_t size() const;
  [[nodiscard]] std::int64_t position() const;

  /// Returns the SHA-256 of the bytes on disk as hex digits; reads those that are left, so that the
  /// content cannot be read further.
  [[nodiscard]] std::string sha256();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portolan::formats
