#include "portolan/formats/json_value.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

using ::testing::ThrowsMessage;

TEST(JsonValue, KeepsTheOrderOfItsKeys) {
  JsonValue value = JsonValue::object();
  value.set("schema", "portolan.import/1")
      .set("records", 56'000'000)
      .set("bytes", std::uint32_t{7});
  value.set("schema", "x");
  EXPECT_EQ(value.dump(), R"({"schema":"x","records":56000000,"bytes":7})");
}

TEST(JsonValue, IsMadeOfEveryKindOfValue) {
  JsonValue value;
  value.push_back(true).push_back(nullptr).push_back(std::optional<int>());
  value.push_back(std::optional<int>(3)).push_back(std::vector<std::string>{"a", "b"});
  value.push_back(1.0 / 3.0).push_back(std::numeric_limits<double>::infinity());
  value.push_back(JsonValue::object());
  EXPECT_EQ(value.dump(), R"([true,null,null,3,["a","b"],0.333333333333,null,{}])");
}

TEST(JsonValue, IsIndentedForReaders) {
  const JsonValue value = parse_json(R"({"a":[1,{}],"b":{"c":[]}})", "x");
  EXPECT_EQ(value.dump(2), R"({
  "a": [
    1,
    {}
  ],
  "b": {
    "c": []
  }
}
)");
}

TEST(ParseJson, GivesBackWhatDumpWrote) {
  const std::string text =
      R"({"text":"a\"\\\n\t€ü\u0001","numbers":[0,-1,12.30,1e-7,9223372036854775807,)"
      R"(9223372036854775808,0.1],"nested":[[[]],{"":null}],"yes":true,"no":false})";
  const JsonValue value = parse_json(text, "x");
  EXPECT_EQ(value.dump(), text);
  EXPECT_EQ(parse_json(value.dump(2), "x"), value);
  EXPECT_EQ(value.find("numbers")->elements()[2].as_number(), 12.3);
  EXPECT_EQ(value.find("numbers")->elements()[4].as_integer(), INT64_MAX);
  EXPECT_EQ(value.find("numbers")->elements()[5].as_integer(), std::nullopt);
}

TEST(ParseJson, DecodesEscapes) {
  EXPECT_EQ(*parse_json(R"("\u00e9\ud83d\ude00\/\b")", "x").as_string(), "é😀/\b");
}

TEST(ParseJson, SaysWhereTheTextIsWrong) {
  const auto fails_with = [](const std::string& text, const std::string& message) {
    EXPECT_THAT([&] { (void)parse_json(text, "m.json"); }, ThrowsMessage<Error>(message)) << text;
  };
  fails_with("", "m.json:1: expected a value, got the end of the file");
  fails_with("{\n\"a\": 1\n\"b\": 2}", R"(m.json:3: expected "," or "}", got ""b": 2}")");
  fails_with("[1,]", R"(m.json:1: expected a value, got "]")");
  fails_with("[01]", R"(m.json:1: expected "," or "]", got "1]")");
  fails_with("[1.]", R"(m.json:1: expected a value, got "1.]")");
  fails_with("{\"a\":1,\"a\":2}", R"(m.json:1: expected each key once, got "a" twice)");
  fails_with("[\"a", "m.json:1: expected the end of a string, got the end of the file");
  fails_with("[\"\\ud83d\"]", R"(m.json:1: expected both halves of a surrogate pair, got ""]")");
  fails_with("[\"\\u12", R"(m.json:1: expected four hex digits after \u, got "\u12")");
  fails_with("1 2", R"(m.json:1: expected nothing after the JSON, got "2")");
  fails_with("nul", R"(m.json:1: expected a value, got "nul")");
  fails_with("\"\xFF\"", "m.json: expected JSON in UTF-8, got another encoding");
  fails_with("<html>", "m.json: expected JSON, got a web page (HTML)");
  fails_with(std::string(1000, '['), "m.json:1: expected JSON nested at most 256 deep, got deeper");
}

TEST(JsonValue, NamesTheMemberThatIsMissingOrOfAnotherKind) {
  const JsonValue value = parse_json(R"({"rows":"7"})", "x");
  EXPECT_THAT(
      [&] { (void)value.integer_at("rows"); },
      ThrowsMessage<Error>("rows: expected a whole number, got a string")
  );
  EXPECT_THAT(
      [&] { (void)value.string_at("name"); },
      ThrowsMessage<Error>("name: expected a string, got nothing")
  );
}

}  // namespace
}  // namespace portolan::formats
