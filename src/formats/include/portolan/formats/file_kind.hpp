#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace portolan::formats {

/// What a file is by its first bytes.
enum class FileKind : std::uint8_t {
  kEmpty,
  kText,   ///< CSV and the like; also text in an encoding of its own
  kUtf16,  ///< text that begins with the byte order mark of UTF-16
  kJson,   ///< begins with { or [
  kXml,    ///< begins with <?xml or another tag
  kHtml,   ///< a web page
  kGzip,
  kZip,
  kXlsx,  ///< a zip archive with a workbook in it
  kXls,   ///< the binary workbook of Excel before 2007
  kSevenZip,
  kParquet,
  kOtherPacked,  ///< xz, bzip2, zstd, rar
  kBinary        ///< has NUL bytes and is none of the above
};

/// Returns "CSV or other text", "gzip" and so on, for messages.
[[nodiscard]] std::string_view to_string(FileKind kind);

/// Returns what `head`, the first 4 KiB of a file or all of a shorter one, begins. Does not look
/// into archives: a workbook is kZip.
[[nodiscard]] FileKind kind_of_bytes(std::string_view head);

/// Returns what a file is; looks into a zip archive for a workbook. Throws `Error` as `FileSource`
/// does.
[[nodiscard]] FileKind kind_of_file(const std::filesystem::path& path);

}  // namespace portolan::formats
