#include "fuzz/fuzz_input.hpp"
#include "portolan/formats/toml.hpp"

namespace {

using namespace portolan;
using namespace portolan::formats;

void walk(const TomlValue& value) {
  fuzz::require(value.line() >= 1, "a value without a line");
  switch (value.kind()) {
    case TomlValue::Kind::kTable:
      for (const TomlMember& member : value.members()) {
        walk(member.value);
      }
      fuzz::expect_answer([&] { value.expect_keys({"schema", "columns"}); });
      break;
    case TomlValue::Kind::kArray:
      for (const TomlValue& element : value.elements()) {
        walk(element);
      }
      fuzz::expect_answer([&] { (void)value.strings(); });
      break;
    default:
      (void)value.text();
      fuzz::expect_answer([&] { (void)value.number(); });
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::Input input(data, size);
  fuzz::expect_answer([&] { walk(parse_toml(input.text(), "fuzz.toml")); });
  return 0;
}
