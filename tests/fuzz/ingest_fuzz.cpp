// Any bytes as a file of trade data: sniffing reads them through every layer that an import goes
// through, without a workspace.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/fuzz_input.hpp"
#include "fuzz/scratch_file.hpp"
#include "portolan/ingest/sniff.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portolan;
  const auto file = fuzz::scratch_file("export.csv", {reinterpret_cast<const char*>(data), size});
  fuzz::expect_answer([&] {
    for (const auto& table : ingest::sniff(file)) {
      std::int64_t taken = 0;
      for (const auto& [plane, count] : table.planes) {
        taken += count;
      }
      fuzz::require(taken <= table.records, "more records taken than there are");
    }
  });
  return 0;
}
