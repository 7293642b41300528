// Any text as a file of components: every record is a component or a reject, or the file is
// refused.

#include <cstddef>
#include <cstdint>

#include "fuzz/fuzz_input.hpp"
#include "portolan/components/component_file.hpp"
#include "portolan/components/goods_of_part.hpp"
#include "portolan/components/makers.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portolan;
  const fuzz::Input input(data, size);
  fuzz::expect_answer([&] {
    const auto file = components::read_components(input.text(), "parts.csv");
    const auto components = static_cast<std::int64_t>(file.components.size());
    const auto rejects = static_cast<std::int64_t>(file.rejects.size());
    fuzz::require(file.records == components + rejects, "records that do not add up");
    for (const auto& component : file.components) {
      (void)components::goods_of(component);
    }
    std::int64_t counted = 0;
    for (const auto& share : components::country_shares(file.components)) {
      counted += share.num_components;
    }
    fuzz::require(counted == components, "countries that do not add up");
  });
  return 0;
}
