#include "portolan/formats/toml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Property;
using ::testing::StartsWith;
using ::testing::Throws;
using ::testing::ThrowsMessage;

constexpr std::string_view kMapping = R"(schema = "portolan.mapping/1"
published = 2024-03-01

[columns]
value = { column = "value", unit = 1000, is_exact = true }
flow = { column = "flow", values = { IMPORT = "M", EXPORT = "X" } }
code.pad = 6

[[rows]]
equals = ["4", "6"]
share = 0.5
)";

TEST(Toml, GivesValuesByTheirKind) {
  const TomlValue root = parse_toml(kMapping, "m.toml");
  EXPECT_EQ(root.at("schema").string(), "portolan.mapping/1");
  EXPECT_EQ(root.at("published").date(), "2024-03-01");
  const TomlValue& columns = root.at("columns");
  EXPECT_EQ(columns.at("value").at("unit").integer(), 1000);
  EXPECT_EQ(columns.at("value").at("unit").number(), 1000.0);
  EXPECT_TRUE(columns.at("value").at("is_exact").boolean());
  EXPECT_EQ(columns.at("code").at("pad").text(), "6");
  const TomlValue& row = root.at("rows").elements().at(0);
  EXPECT_THAT(row.at("equals").strings(), ElementsAre("4", "6"));
  EXPECT_EQ(row.at("share").text(), "0.5");
  EXPECT_EQ(columns.find("net_kg"), nullptr);
}

TEST(Toml, KeepsTheOrderOfTheFile) {
  const TomlValue root = parse_toml(kMapping, "m.toml");
  EXPECT_THAT(
      root.members(),
      ElementsAre(
          Field(&TomlMember::key, "schema"),
          Field(&TomlMember::key, "published"),
          Field(&TomlMember::key, "columns"),
          Field(&TomlMember::key, "rows")
      )
  );
  EXPECT_THAT(
      root.at("columns").members(),
      ElementsAre(
          Field(&TomlMember::key, "value"),
          Field(&TomlMember::key, "flow"),
          Field(&TomlMember::key, "code")
      )
  );
}

TEST(Toml, SaysWhereAValueIsOfTheWrongKind) {
  const TomlValue root = parse_toml(kMapping, "m.toml");
  EXPECT_THAT(
      [&] { (void)root.at("columns").at("value").at("column").number(); },
      ThrowsMessage<Error>(R"(m.toml:5: columns.value.column: expected a number, got "value")")
  );
  EXPECT_THAT(
      [&] { (void)root.at("rows").elements().at(0).at("share").string(); },
      ThrowsMessage<Error>("m.toml:11: rows[0].share: expected a string, got 0.5")
  );
  EXPECT_THAT(
      [&] { (void)root.at("columns").at("valu"); },
      ThrowsMessage<Error>(R"(m.toml:4: columns: expected the key "valu", got none)")
  );
}

TEST(Toml, QuotesAValueOfSeveralLinesInOne) {
  const TomlValue root = parse_toml("a = '''x\ny'''", "m.toml");
  EXPECT_THAT(
      [&] { (void)root.at("a").number(); },
      ThrowsMessage<Error>(R"(m.toml:1: a: expected a number, got "x y")")
  );
}

TEST(Toml, NamesAnUnknownKeyAndTheNearest) {
  const TomlValue root = parse_toml(kMapping, "m.toml");
  root.expect_keys({"schema", "published", "columns", "rows"});
  EXPECT_THAT(
      [&] {
        root.at("columns").at("value").expect_keys({"column", "units", "is_exact"});
      },
      Throws<Error>(AllOf(
          Property(
              "what",
              &Error::what,
              std::string(R"(m.toml:5: columns.value.unit: expected a known key, got "unit")")
          ),
          Property("hint", &Error::hint, "nearest: units")
      ))
  );
}

TEST(Toml, SaysWhereTheTextIsNoToml) {
  EXPECT_THAT(
      [] { (void)parse_toml("a = 1\nb = \n", "m.toml"); },
      ThrowsMessage<Error>(StartsWith("m.toml:2:"))
  );
  EXPECT_THAT(
      [] { (void)parse_toml("a = 1\na = 2\n", "m.toml"); },
      ThrowsMessage<Error>(StartsWith("m.toml:2:"))
  );
}

TEST(Toml, RefusesAHeaderThatBeginsWithAnEqualsSign) {
  EXPECT_THAT(
      [] { (void)parse_toml("[ = 1", "m.toml"); },
      ThrowsMessage<Error>("m.toml: expected TOML, got a malformed document")
  );
}

// U+00E9 and U+FE7F between tokens, and behind a line that is folded.
TEST(Toml, TakesLettersBeyondAsciiForNoBlanks) {
  EXPECT_THAT(
      [] { (void)parse_toml("\uFE7F a = 1", "m.toml"); },
      ThrowsMessage<Error>(StartsWith("m.toml:1:"))
  );
  EXPECT_THAT(
      [] { (void)parse_toml("a = 1 é", "m.toml"); }, ThrowsMessage<Error>(StartsWith("m.toml:1:"))
  );
  EXPECT_EQ(parse_toml("a = \"\"\"x\\\n  é\"\"\"", "m.toml").at("a").string(), "xé");
}

TEST(Toml, RefusesTextMadeToExhaustTheStack) {
  std::string dots = "a";
  for (int i = 0; i < 100'000; ++i) {
    dots += ".a";
  }
  EXPECT_THAT(
      [&] { (void)parse_toml(dots + " = 1", "m.toml"); },
      ThrowsMessage<Error>("m.toml:1: expected at most 256 dots in a key, got more")
  );
  EXPECT_THAT(
      [&] { (void)parse_toml("a = " + std::string(100'000, '['), "m.toml"); },
      ThrowsMessage<Error>(HasSubstr("m.toml:1:"))
  );
}

}  // namespace
}  // namespace portolan::formats
