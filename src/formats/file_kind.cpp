#include "portolan/formats/file_kind.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "portolan/base/text.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/zip.hpp"

namespace portolan::formats {
namespace {

struct Magic {
  std::string_view bytes;
  FileKind kind;
};

constexpr std::array kMagics{
    Magic{"PK\x03\x04", FileKind::kZip},
    Magic{"PK\x05\x06", FileKind::kZip},  // without any file
    Magic{"\x1F\x8B", FileKind::kGzip},
    Magic{"7z\xBC\xAF\x27\x1C", FileKind::kSevenZip},
    Magic{"PAR1", FileKind::kParquet},
    Magic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileKind::kXls},
    Magic{"\xFD\x37zXZ", FileKind::kOtherPacked},
    Magic{"BZh", FileKind::kOtherPacked},
    Magic{"\x28\xB5\x2F\xFD", FileKind::kOtherPacked},
    Magic{"Rar!\x1A\x07", FileKind::kOtherPacked},
    Magic{"\xFF\xFE", FileKind::kUtf16},
    Magic{"\xFE\xFF", FileKind::kUtf16},
};

FileKind kind_of_markup(std::string_view text) {
  const std::string start = to_ascii_lower(text.substr(0, 1024));
  const bool is_page = start.starts_with("<!doctype html") || start.starts_with("<html") ||
                       start.starts_with("<head") || start.starts_with("<body") ||
                       start.find("<html") != std::string::npos;
  return is_page ? FileKind::kHtml : FileKind::kXml;
}

}  // namespace

std::string_view to_string(FileKind kind) {
  switch (kind) {
    case FileKind::kEmpty:
      return "an empty file";
    case FileKind::kText:
      return "text";
    case FileKind::kUtf16:
      return "text in UTF-16";
    case FileKind::kJson:
      return "JSON";
    case FileKind::kXml:
      return "XML";
    case FileKind::kHtml:
      return "a web page (HTML)";
    case FileKind::kGzip:
      return "gzip";
    case FileKind::kZip:
      return "a zip archive";
    case FileKind::kXlsx:
      return "an Excel workbook (xlsx)";
    case FileKind::kXls:
      return "an old Excel workbook (xls)";
    case FileKind::kSevenZip:
      return "a 7z archive";
    case FileKind::kParquet:
      return "Parquet";
    case FileKind::kOtherPacked:
      return "a packed file (xz, bzip2, zstd or rar)";
    case FileKind::kBinary:
      return "binary data (NUL bytes)";
  }
  return "a file";
}

FileKind kind_of_bytes(std::string_view head) {
  if (head.empty()) {
    return FileKind::kEmpty;
  }
  for (const Magic& magic : kMagics) {
    if (head.starts_with(magic.bytes)) {
      return magic.kind;
    }
  }
  if (head.find('\0') != std::string_view::npos) {
    return FileKind::kBinary;
  }
  if (head.starts_with("\xEF\xBB\xBF")) {
    head.remove_prefix(3);
  }
  head = trim(head);
  if (head.empty()) {
    return FileKind::kText;
  }
  switch (head.front()) {
    case '{':
    case '[':
      return FileKind::kJson;
    case '<':
      return kind_of_markup(head);
    default:
      return FileKind::kText;
  }
}

FileKind kind_of_file(const std::filesystem::path& path) {
  std::array<char, 4096> buffer{};
  FileKind kind = FileKind::kEmpty;
  {
    FileSource file(path);
    kind = kind_of_bytes({buffer.data(), read_fully(file, buffer)});
  }
  if (kind != FileKind::kZip) {
    return kind;
  }
  const std::vector<ZipMember> members = zip_members(path);
  const bool is_workbook = std::ranges::any_of(members, [](const ZipMember& member) {
    return member.name == "xl/workbook.xml" || member.name == "xl/workbook.bin";
  });
  return is_workbook ? FileKind::kXlsx : FileKind::kZip;
}

}  // namespace portolan::formats
