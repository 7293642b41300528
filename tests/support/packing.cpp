#include "support/packing.hpp"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <minizip/zip.h>
#include <zlib.h>

namespace portolan::testing {
namespace {

void require(bool condition, const char* what) {
  if (!condition) {
    throw std::runtime_error(what);
  }
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "portolan-test-XXXXXX").string();
  require(::mkdtemp(pattern.data()) != nullptr, "cannot make a temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::write(std::string_view name, std::string_view bytes) const {
  const auto path = path_ / name;
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  require(out.flush().good(), "cannot write a test file");
  return path;
}

std::filesystem::path TemporaryFolder::write_zip(
    std::string_view name,
    std::initializer_list<std::pair<std::string, std::string>> files
) const {
  const auto path = path_ / name;
  const zipFile archive = zipOpen64(path.c_str(), APPEND_STATUS_CREATE);
  require(archive != nullptr, "cannot make a zip archive");
  for (const auto& [file_name, content] : files) {
    const zip_fileinfo info{};
    require(
        zipOpenNewFileInZip64(
            archive, file_name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED, 6, 0
        ) == ZIP_OK,
        "cannot add to a zip archive"
    );
    require(
        zipWriteInFileInZip(archive, content.data(), static_cast<unsigned>(content.size())) ==
            ZIP_OK,
        "cannot write to a zip archive"
    );
    zipCloseFileInZip(archive);
  }
  require(zipClose(archive, nullptr) == ZIP_OK, "cannot end a zip archive");
  return path;
}

std::string gzip_of(std::string_view bytes) {
  z_stream stream{};
  require(
      deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK,
      "cannot begin gzip"
  );
  std::string packed(deflateBound(&stream, bytes.size()) + 32, '\0');
  std::string input(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int status = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  require(status == Z_STREAM_END, "cannot end gzip");
  return packed;
}

}  // namespace portolan::testing
