#include "opened_file.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "baci_code_tables.hpp"
#include "csv_table.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/formats/zip.hpp"
#include "structured_tables.hpp"

namespace portolan::ingest {

namespace {

using formats::FileKind;

constexpr std::size_t kHeadBytes = 4096;
constexpr std::size_t kCompanionBytes = std::size_t{64} << 20U;

// Counts the bytes that are read from the disk.
class CountedSource final : public formats::ByteSource {
 public:
  explicit CountedSource(std::unique_ptr<formats::ByteSource> source)
      : source_(std::move(source)) {}

  [[nodiscard]] std::size_t read(std::span<char> into) override {
    const std::size_t size = source_->read(into);
    position_ += static_cast<std::int64_t>(size);
    return size;
  }
  [[nodiscard]] const std::string& name() const override { return source_->name(); }
  [[nodiscard]] const std::int64_t& position() const { return position_; }

 private:
  std::unique_ptr<formats::ByteSource> source_;
  std::int64_t position_ = 0;
};

// The bytes of the file or of its member, unpacked.
OpenedBytes open_bytes(const FileTables& file, const std::string& member) {
  OpenedBytes bytes;
  std::unique_ptr<formats::ByteSource> base;
  if (file.kind == FileKind::kZip) {
    base = std::make_unique<formats::ZipMemberSource>(file.path, member);
  } else if (file.kind == FileKind::kSevenZip) {
    base = std::make_unique<formats::InputFile>(file.path);
  } else {
    base = std::make_unique<formats::FileSource>(file.path);
  }
  auto counted = std::make_unique<CountedSource>(std::move(base));
  bytes.position = &counted->position();
  bytes.chain.push_back(std::move(counted));
  if (file.kind == FileKind::kGzip || to_ascii_lower(member).ends_with(".gz")) {
    bytes.chain.push_back(std::make_unique<formats::GzipSource>(bytes.content()));
  }
  return bytes;
}

FileKind kind_of_content(const FileTables& file, const std::string& member) {
  const OpenedBytes bytes = open_bytes(file, member);
  std::array<char, kHeadBytes> head{};
  const std::size_t size = formats::read_fully(bytes.content(), head);
  return formats::kind_of_bytes({head.data(), size});
}

// Throws unless the content is of a kind that holds tables.
void check_kind(FileKind kind, const std::string& name) {
  switch (kind) {
    case FileKind::kText:
    case FileKind::kUtf16:
    case FileKind::kJson:
    case FileKind::kXlsx:
    case FileKind::kParquet:
      return;
    case FileKind::kEmpty:
      throw bad_data("{}: expected a table, got an empty file", name)
          .with_hint("the download may have failed: fetch the file again");
    case FileKind::kHtml:
      throw bad_data("{}: expected a table, got a web page", name)
          .with_hint("the server answered with a page (an error, or a login): open it in a browser"
          );
    default:
      throw bad_data(
          "{}: expected CSV, JSON, xlsx or Parquet (text also in gzip or zip), got {}",
          name,
          formats::to_string(kind)
      );
  }
}

bool is_document(std::string_view name) {
  const std::string lower = to_ascii_lower(name);
  return lower.ends_with(".pdf") || lower.ends_with(".md") || lower.ends_with(".html") ||
         lower.find("readme") != std::string::npos || lower.find("__macosx") != std::string::npos;
}

void add_members(FileTables& file, const std::string& wanted) {
  for (const formats::ZipMember& member : formats::zip_members(file.path)) {
    if (is_baci_code_table(member.name)) {
      formats::ZipMemberSource source(file.path, member.name);
      file.companions.emplace_back(member.name, formats::read_all(source, kCompanionBytes));
    } else if (wanted.empty() && !is_document(member.name)) {
      file.members.push_back(member.name);
    }
  }
  if (!wanted.empty()) {
    file.members.push_back(wanted);
  }
  if (file.members.empty()) {
    throw bad_data(
        "{}: expected an archive with a table, got one without", file.path.filename().string()
    );
  }
}

}  // namespace

TableFacts FileTables::facts(const std::string& member) const {
  return {.file = path.filename().string(), .member = member, .companions = companions};
}

FileTables tables_of(const std::filesystem::path& path, const std::string& member) {
  FileTables file;
  file.path = path;
  file.kind = formats::kind_of_file(path);
  if (file.kind == FileKind::kZip) {
    add_members(file, member);
    return file;
  }
  if (!member.empty()) {
    throw invalid_argument(
        "member: expected none, as {} is no archive, got \"{}\"", path.filename().string(), member
    );
  }
  file.members.emplace_back();
  return file;
}

std::unique_ptr<Table>
open_table(const FileTables& file, const std::string& member, const TableOptions& options) {
  const std::string name = file.path.filename().string();
  const bool is_packed = file.kind == FileKind::kGzip || file.kind == FileKind::kZip ||
                         file.kind == FileKind::kSevenZip;
  const FileKind kind = is_packed ? kind_of_content(file, member) : file.kind;
  check_kind(kind, member.empty() ? name : name + " (" + member + ")");
  if (kind == FileKind::kJson) {
    return open_json_table(open_bytes(file, member), options);
  }
  if (kind == FileKind::kXlsx || kind == FileKind::kParquet) {
    if (is_packed) {
      throw bad_data(
          "{} ({}): expected text or JSON in an archive, got {}",
          name,
          member,
          formats::to_string(kind)
      )
          .with_hint("unpack the file and import it by itself");
    }
    return kind == FileKind::kXlsx ? open_xlsx_table(file.path, options)
                                   : open_parquet_table(file.path, options);
  }
  return std::make_unique<CsvTable>(open_bytes(file, member), options);
}

TableOptions options_for(const Dialect* dialect, std::int64_t batch_bytes) {
  TableOptions options;
  if (dialect != nullptr) {
    options = dialect->table_options();
    if (!options.is_known_header) {
      options.is_known_header = [dialect](const TableHeader& header) {
        return dialect->fits(header);
      };
    }
  } else {
    options.is_known_header = [](const TableHeader& header) {
      return dialect_of(header) != nullptr;
    };
  }
  options.batch_bytes = batch_bytes;
  return options;
}

FileIdentity identify(const std::filesystem::path& path, Progress& progress) {
  formats::FileSource source(path);
  FileIdentity identity;
  std::error_code failure;
  identity.written = std::filesystem::last_write_time(path, failure);
  formats::Sha256 sum;
  std::vector<char> buffer(std::size_t{1} << 20U);
  progress.begin("hashing " + source.name(), "bytes", source.size());
  while (const std::size_t size = source.read(buffer)) {
    sum.update({buffer.data(), size});
    identity.bytes += static_cast<std::int64_t>(size);
    progress.advance(identity.bytes);
    progress.check();
  }
  progress.end();
  identity.sha256 = sum.hex();
  return identity;
}

void ensure_unchanged(const std::filesystem::path& path, const FileIdentity& identity) {
  std::error_code failure;
  const auto written = std::filesystem::last_write_time(path, failure);
  const auto bytes = failure ? 0 : std::filesystem::file_size(path, failure);
  if (failure || written != identity.written ||
      static_cast<std::int64_t>(bytes) != identity.bytes) {
    throw unavailable(
        "{}: expected the file to stay as it is while it is read, got a change",
        path.filename().string()
    );
  }
}

}  // namespace portolan::ingest
