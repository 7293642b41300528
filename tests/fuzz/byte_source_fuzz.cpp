#include <string>

#include "fuzz/fuzz_input.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/file_kind.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/formats/zip.hpp"
#include "support/packing.hpp"

namespace {

using namespace portolan;
using namespace portolan::formats;

constexpr std::size_t kAll = std::size_t{1} << 22U;
constexpr ExpansionLimits kLimits{.max_bytes = 1 << 20, .max_ratio = 100, .free_bytes = 1 << 12};

// Unpacking gives the same bytes whatever the size of the reads.
void unpack(std::string_view bytes, std::size_t read_bytes) {
  std::string whole;
  bool is_refused = true;
  fuzz::expect_answer([&] {
    MemorySource packed("fuzz.gz", bytes);
    GzipSource content(packed, kLimits);
    whole = read_all(content, kAll);
    is_refused = false;
  });
  bool is_refused_in_pieces = true;
  fuzz::expect_answer([&] {
    MemorySource packed("fuzz.gz", bytes);
    GzipSource content(packed, kLimits);
    std::string pieces;
    std::string piece(read_bytes, '\0');
    while (const std::size_t size = content.read(piece)) {
      pieces.append(piece, 0, size);
    }
    is_refused_in_pieces = false;
    fuzz::require(is_refused || pieces == whole, "other bytes in pieces");
  });
  fuzz::require(is_refused || !is_refused_in_pieces, "refused in pieces only");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const portolan::testing::TemporaryFolder folder;
  fuzz::Input input(data, size);
  const std::size_t read_bytes = input.choice() + 1;
  (void)to_string(kind_of_bytes(input.text()));
  unpack(input.text(), read_bytes);
  // The program 7z is not ours to test, and starting it for each input is slow.
  if (kind_of_bytes(input.text()) == FileKind::kSevenZip) {
    return 0;
  }
  const auto path = folder.write("fuzz.zip", input.text());
  fuzz::expect_answer([&] {
    InputFile file(path, {.limits = kLimits});
    (void)read_all(file, kAll);
    fuzz::require(file.sha256().size() == 64, "a sum of another length");
  });
  fuzz::expect_answer([&] {
    for (const ZipMember& member : zip_members(path)) {
      fuzz::expect_answer([&] {
        ZipMemberSource source(path, member.name, kLimits);
        (void)read_all(source, kAll);
      });
    }
  });
  return 0;
}
