#include <string>

#include <nlohmann/json.hpp>

#include "fuzz/fuzz_input.hpp"
#include "portolan/formats/json_stream.hpp"
#include "portolan/formats/json_value.hpp"

namespace {

using namespace portolan;
using namespace portolan::formats;

// Numbers beyond the range of a double are JSON: ours keeps them as text, the other one refuses
// them.
bool is_json(std::string_view text) {
  try {
    return !nlohmann::json::parse(text).is_discarded();
  } catch (const nlohmann::json::out_of_range&) {
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

// Whatever is accepted, another parser accepts too, and it reads the same after being written.
void check_value(std::string_view text) {
  fuzz::expect_answer([&] {
    const JsonValue value = parse_json(text, "fuzz.json");
    fuzz::require(is_json(text), "accepted what is no JSON");
    fuzz::require(parse_json(value.dump(), "dump") == value, "a dump that reads otherwise");
    fuzz::require(
        parse_json(value.dump(2), "dump") == value, "an indented dump that reads otherwise"
    );
  });
}

void check_records(std::string_view text, JsonLayout layout) {
  fuzz::expect_answer([&] {
    MemorySource source("fuzz.json", text);
    std::int64_t num_records = 0;
    std::int64_t line = 1;
    const auto result = read_json_records(
        source,
        {.layout = layout, .max_record_bytes = 1 << 16},
        [&](const JsonRecord& record) {
          fuzz::require(record.ordinal == num_records++, "a wrong ordinal");
          fuzz::require(record.line >= line, "lines that go back");
          line = record.line;
          for (const JsonField& field : record.fields) {
            if (field.kind == JsonValue::Kind::kObject || field.kind == JsonValue::Kind::kArray) {
              fuzz::require(is_json(field.text), "a nested field that is no JSON");
            }
          }
        }
    );
    fuzz::require(result.num_records == num_records, "a wrong number of records");
    std::string_view plain = text;
    if (plain.starts_with("\xEF\xBB\xBF")) {
      plain.remove_prefix(3);
    }
    fuzz::require(layout == JsonLayout::kLines || is_json(plain), "accepted what is no JSON");
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const unsigned choice = input.choice();
  check_value(input.text());
  check_records(input.text(), static_cast<JsonLayout>(choice % 3));
  (void)detect_json_layout(input.text());
  return 0;
}
