#include <optional>
#include <string>

#include "fuzz/fuzz_input.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/text_encoding.hpp"

// Any bytes become well-formed UTF-8 in any encoding; well-formed UTF-8 stays as it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portolan;
  using namespace portolan::formats;
  fuzz::Input input(data, size);
  const unsigned choice = input.choice() % 7;
  const auto encoding =
      choice == 6 ? std::nullopt : std::optional(static_cast<TextEncoding>(choice));
  // Text far behind ASCII, so that characters are cut by the pieces in which the source is read.
  const std::string padding(input.choice() < 128 ? 0 : 65'500 + input.choice() % 40, 'x');
  const std::string bytes = padding + std::string(input.text());
  fuzz::expect_answer([&] {
    MemorySource source("fuzz.csv", bytes);
    TextSource text(source, encoding);
    const std::string start(text.peek(input.choice()));
    const std::string content = read_all(text, std::size_t{1} << 28U);
    fuzz::require(content.starts_with(start), "a peek that is not the beginning");
    fuzz::require(is_utf8(content), "text that is no UTF-8");
    if (is_utf8(bytes) && (!encoding || encoding == TextEncoding::kUtf8) &&
        !bytes.starts_with("\xEF\xBB\xBF")) {
      fuzz::require(content == bytes, "UTF-8 that was changed");
      fuzz::require(text.num_faults() == 0, "faults in UTF-8");
    }
    if (text.num_faults() > 0) {
      fuzz::require(text.first_fault_line() > 0, "faults without a line");
    }
    const auto repaired = repair_mojibake(input.text());
    fuzz::require(!repaired || is_utf8(*repaired), "a repair that is no UTF-8");
  });
  return 0;
}
