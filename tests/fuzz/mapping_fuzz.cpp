// Any text as a mapping file; if it is one, the bytes behind the first NUL are a table that it
// describes.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/fuzz_input.hpp"
#include "fuzz/scratch_file.hpp"
#include "portolan/ingest/sniff.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portolan;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = text.find('\0');
  const auto mapping = fuzz::scratch_file("mapping.toml", text.substr(0, cut));
  const auto table = fuzz::scratch_file(
      "table.csv", cut == std::string_view::npos ? std::string_view() : text.substr(cut + 1)
  );
  fuzz::expect_answer([&] {
    for (const auto& found : ingest::sniff(table, {.mapping = mapping})) {
      std::int64_t taken = 0;
      for (const auto& [plane, count] : found.planes) {
        taken += count;
      }
      fuzz::require(taken <= found.records, "more records taken than there are");
    }
  });
  return 0;
}
