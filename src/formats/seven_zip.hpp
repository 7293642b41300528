#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/zip.hpp"

namespace portolan::formats {

/// Returns the files of a 7z archive, as the program `7z` lists them. Throws `Error`: kUnavailable
/// if there is no such program, kBadData if it finds the archive damaged.
[[nodiscard]] std::vector<ZipMember> seven_zip_members(const std::filesystem::path& path);

/// The bytes of one file of a 7z archive, as the program `7z` unpacks them to a pipe. `read` throws
/// `Error` (kBadData) if the program fails or more comes out than `limits` allow.
class SevenZipSource final : public ByteSource {
 public:
  SevenZipSource(
      const std::filesystem::path& path,
      const std::string& member,
      const ExpansionLimits& limits
  );
  ~SevenZipSource() override;

  [[nodiscard]] std::size_t read(std::span<char> into) override;
  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  class Process;
  std::string name_;
  std::int64_t packed_bytes_ = 0;
  std::int64_t unpacked_bytes_ = 0;
  ExpansionLimits limits_;
  std::unique_ptr<Process> process_;
};

}  // namespace portolan::formats
