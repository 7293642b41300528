// Any text as a control list: every line is an entry or a reject, or the file is refused.

#include <cstddef>
#include <cstdint>

#include "fuzz/fuzz_input.hpp"
#include "portolan/goods/list_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portolan;
  fuzz::Input input(data, size);
  goods::ListFileOptions options;
  if (input.choice() % 2 == 1) {
    options.name = "own";
    options.version = "1";
  }
  fuzz::expect_answer([&] {
    const goods::ListFile file = goods::read_list(input.text(), "list.csv", options);
    const auto rows = static_cast<std::int64_t>(file.rows.size());
    const auto rejects = static_cast<std::int64_t>(file.rejects.size());
    fuzz::require(file.records == rows + rejects, "records that do not add up");
  });
  return 0;
}
