#include "fuzz/fuzz_input.hpp"
#include "portolan/formats/xml.hpp"

// Events nest as elements do.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portolan;
  using namespace portolan::formats;
  const fuzz::Input input(data, size);
  fuzz::expect_answer([&] {
    MemorySource source("fuzz.xml", input.text());
    XmlReader reader(source, {.max_depth = 32, .max_text_bytes = 4096});
    int depth = 0;
    while (const XmlEvent* event = reader.next()) {
      fuzz::require(event->line >= 1, "an event without a line");
      depth -= event->kind == XmlEvent::Kind::kEnd ? 1 : 0;
      fuzz::require(event->depth == depth, "a wrong depth");
      depth += event->kind == XmlEvent::Kind::kStart ? 1 : 0;
      (void)event->attribute("id");
    }
    fuzz::require(depth == 0, "elements left open");
  });
  return 0;
}
