// Any text as one of the files of a workspace that a person or another program may have edited:
// settings, journal, a world's truth, a file of leads.

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "fuzz/fuzz_input.hpp"
#include "fuzz/scratch_file.hpp"
#include "portolan/store/journal.hpp"
#include "portolan/store/workspace.hpp"
#include "portolan/world/score.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portolan;
  fuzz::Input input(data, size);
  const unsigned kind = input.choice() % 4;
  fuzz::expect_answer([&] {
    if (kind == 0) {
      (void)store::read_settings(fuzz::scratch_file("portolan.toml", input.text()));
    } else if (kind == 1) {
      const store::Journal journal(fuzz::scratch_file("decisions.jsonl", input.text()));
      const auto fault = journal.fault();
      fuzz::require(fault.has_value() || journal.entries().size() <= size, "more lines than bytes");
    } else if (kind == 2) {
      (void)world::read_truth(fuzz::scratch_file("truth.json", input.text()).parent_path());
    } else {
      (void)world::read_found_leads(fuzz::scratch_file("leads.json", input.text()));
    }
  });
  return 0;
}
