// Any text as GraphML: every node has an id and every edge two ends, or the file is refused.

#include <cstddef>
#include <cstdint>

#include "fuzz/fuzz_input.hpp"
#include "portolan/formats/graphml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portolan;
  const fuzz::Input input(data, size);
  fuzz::expect_answer([&] {
    formats::MemorySource source("fuzz.graphml", input.text());
    const formats::GraphMl graph = formats::read_graphml(source);
    for (const auto& node : graph.nodes) {
      fuzz::require(!node.id.empty() && node.line >= 1, "a node without id or line");
    }
    for (const auto& edge : graph.edges) {
      fuzz::require(!edge.source.empty() && !edge.target.empty(), "an edge without an end");
    }
  });
  return 0;
}
