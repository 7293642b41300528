#include "portolan/formats/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace portolan::formats {
namespace {

TEST(JsonWriter, NestsAndSeparates) {
  JsonWriter json;
  json.begin_object()
      .field("hub", "ARM")
      .key("origins")
      .begin_array()
      .begin_object()
      .field("iso3", std::string("USA"))
      .field("share", 0.25)
      .end_object()
      .begin_object()
      .end_object()
      .end_array()
      .field("hs", std::vector<std::string>{"854231", "8806"})
      .field("is_new", true)
      .field("count", 3U)
      .end_object();
  EXPECT_EQ(
      json.take(),
      R"({"hub":"ARM","origins":[{"iso3":"USA","share":0.25},{}],"hs":["854231","8806"],)"
      R"("is_new":true,"count":3})"
  );
}

TEST(JsonWriter, WritesMissingAndInfiniteAsNull) {
  JsonWriter json;
  json.begin_array()
      .value(std::optional<double>())
      .value(std::numeric_limits<double>::infinity())
      .value(Cell())
      .value(std::optional<std::string>("x"))
      .end_array();
  EXPECT_EQ(json.take(), R"([null,null,null,"x"])");
}

TEST(JsonWriter, KeepsEveryDigitOfDecimalsAndIntegers) {
  JsonWriter json;
  json.begin_array()
      .value(Decimal3::parse("999999999999999.999").value())
      .value(std::numeric_limits<std::int64_t>::min())
      .end_array();
  EXPECT_EQ(json.take(), "[999999999999999.999,-9223372036854775808]");
}

TEST(JsonWriter, EscapesControlCharactersAndRepairsText) {
  JsonWriter json;
  json.value(std::string("\"\\\n\t\x01 Ж \xFFz"));
  EXPECT_EQ(json.take(), "\"\\\"\\\\\\n\\t\\u0001 Ж \xEF\xBF\xBDz\"");
}

TEST(JsonWriter, BeginsAnewAfterTake) {
  JsonWriter json;
  EXPECT_EQ(json.value(std::int64_t{1}).take(), "1");
  EXPECT_EQ(json.value(std::int64_t{2}).take(), "2");
}

}  // namespace
}  // namespace portolan::formats
