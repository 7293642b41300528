#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/formats/byte_source.hpp"

namespace portolan::formats {

/// One file within a zip archive.
struct ZipMember {
  std::string name;
  std::int64_t packed_bytes = 0;
  std::int64_t bytes = 0;
  bool is_encrypted = false;
};

/// Returns the files (not the folders) of a zip archive in its own order. Throws `Error`: kBadData
/// if it is no zip archive or a damaged one, or holds more than 100,000 files; kInvalidArgument if
/// the file is missing.
[[nodiscard]] std::vector<ZipMember> zip_members(const std::filesystem::path& path);

/// The unpacked bytes of one member of a zip archive (stored or deflated, zip64 too).
///
/// Throws `Error`: kInvalidArgument if there is no such member (the hint names the nearest),
/// kBadData if it is encrypted, packed by another method, damaged or exceeds `limits`.
class ZipMemberSource final : public ByteSource {
 public:
  ZipMemberSource(
      const std::filesystem::path& path,
      std::string_view member,
      const ExpansionLimits& limits = {}
  );
  ~ZipMemberSource() override;

  [[nodiscard]] std::size_t read(std::span<char> into) override;
  [[nodiscard]] const std::string& name() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portolan::formats
