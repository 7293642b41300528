#include "portolan/formats/json_stream.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/error.hpp"

namespace portolan::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

struct Read {
  std::vector<std::string> records;
  JsonStreamResult result;
};

std::string shown(const JsonRecord& record) {
  std::string text = fmt::format("{}@{}", record.ordinal, record.line);
  for (const JsonField& field : record.fields) {
    text += fmt::format(" {}={}", field.key, field.text);
  }
  return text;
}

Read read_records(std::string_view json, const JsonStreamOptions& options = {}) {
  MemorySource source("reply.json", json);
  Read read;
  read.result = read_json_records(source, options, [&](const JsonRecord& record) {
    read.records.push_back(shown(record));
  });
  return read;
}

TEST(JsonStream, ReadsTheArrayOfAReplyWithItsEnvelope) {
  const Read read = read_records(R"({"elapsedTime": "0.21 secs", "count": 2,
"data": [
  {"cmdCode": "854231", "netWgt": null, "primaryValue": 12.50, "isReported": true},
  {"cmdDesc": "T\u00fcr, \"a\\b\"", "nested": {"a": [1, "}"]}}
], "error": ""}
)");
  EXPECT_THAT(
      read.records,
      ElementsAre(
          "0@3 cmdCode=854231 netWgt= primaryValue=12.50 isReported=true",
          R"(1@4 cmdDesc=Tür, "a\b" nested={"a": [1, "}"]})"
      )
  );
  EXPECT_EQ(read.result.num_records, 2);
  EXPECT_EQ(read.result.envelope.integer_at("count"), 2);
  EXPECT_EQ(read.result.envelope.string_at("error"), "");
}

TEST(JsonStream, ReadsAnArrayOfArrays) {
  const Read read = read_records(
      "[[\"CTY_CODE\",\"time\"],\n[\"5700\",\"2026-07\"]]", {.layout = JsonLayout::kArray}
  );
  EXPECT_THAT(read.records, ElementsAre("0@1 =CTY_CODE =time", "1@2 =5700 =2026-07"));
}

TEST(JsonStream, ReadsLines) {
  const Read read =
      read_records("{\"id\":\"a\"}\r\n\n{\"id\":\"b\"}", {.layout = JsonLayout::kLines});
  EXPECT_THAT(read.records, ElementsAre("0@1 id=a", "1@3 id=b"));
}

TEST(JsonStream, TakesAnEmptyReplyAsNoRecords) {
  const Read read = read_records(R"({"count": 0, "data": [], "error": ""})");
  EXPECT_THAT(read.records, IsEmpty());
  EXPECT_EQ(read.result.num_records, 0);
}

TEST(JsonStream, ReadsRecordsThatPiecesCut) {
  std::string json = "[";
  for (int i = 0; i < 40'000; ++i) {
    json += fmt::format("{}{{\"k\":\"é{}\"}}", i == 0 ? "" : ",\n", i);
  }
  const Read read = read_records(json + "]", {.layout = JsonLayout::kArray});
  ASSERT_EQ(read.records.size(), 40'000U);
  EXPECT_EQ(read.records[39'999], "39999@40000 k=é39999");
}

TEST(JsonStream, FindsAFieldByItsKey) {
  MemorySource source("reply.json", R"({"a":1}{"b":2})");
  read_json_records(source, {.layout = JsonLayout::kLines}, [](const JsonRecord& record) {
    EXPECT_EQ(record.find("a") != nullptr, record.ordinal == 0);
  });
}

TEST(JsonStream, SaysWhatIsWrongAndWhere) {
  const auto fails_with = [](const std::string& json, const std::string& message) {
    EXPECT_THAT([&] { (void)read_records(json); }, ThrowsMessage<Error>("reply.json" + message))
        << json;
  };
  fails_with("", ": expected JSON, got an empty file");
  fails_with(" \n ", ": expected JSON, got an empty file");
  fails_with("<!DOCTYPE html><html>", ": expected JSON, got a web page (HTML)");
  fails_with("[1]", ":1: expected an object with an array of records, got \"[1]\"");
  fails_with(R"({"count": 3})", ": expected an array of records under \"data\", got none");
  fails_with(
      R"({"statusCode": 401, "message": "Access denied"})",
      ": expected data, got the server's message \"Access denied\""
  );
  fails_with(
      R"({"data": [{}], "error": "too many"})",
      ": expected data, got the server's message \"too many\""
  );
  fails_with(
      "{\"data\": [\n{\"a\": 1},\n{\"a\": ",
      ":3: expected the rest of the JSON value that begins on this line, got the end of the file"
  );
  fails_with(
      "{\"data\": [\n{\"a\": 1}",
      ":2: expected \",\" or \"]\" after a record, got the end of the file"
  );
  fails_with("{\"data\": [\n{\"a\" 1}]}", ":2: expected \":\" after a key, got \"1}\"");
  fails_with("{\"data\": [7]}", ":1: expected a record, an object or an array, got \"7]}\"");
  fails_with("{\"data\": []} x", ":1: expected nothing after the JSON, got \"x\"");
  fails_with("{\"data\": [{\"a\": \"\xFF\"}]}", ":1: expected JSON in UTF-8, got another encoding");
}

TEST(JsonStream, BoundsARecord) {
  const std::string long_text(600'000, 'x');
  EXPECT_THAT(
      [&] { (void)read_records("{\"data\": [{\"a\": \"" + long_text, {.max_record_bytes = 1000}); },
      ThrowsMessage<Error>("reply.json:1: expected a record of at most 1000 bytes, got a longer one"
      )
  );
  EXPECT_THAT(
      [&] {
        (void)read_records(
            "{\"data\": [{\"a\": " + std::string(100, '[') + std::string(100, ']') + "}]}"
        );
      },
      ThrowsMessage<Error>("reply.json:1: expected JSON nested at most 64 deep, got deeper")
  );
}

TEST(JsonLayout, IsToldByTheBeginning) {
  EXPECT_EQ(detect_json_layout(" [[1"), JsonLayout::kArray);
  EXPECT_EQ(detect_json_layout("{\"a\":\"}{\"}\n{\"a\""), JsonLayout::kLines);
  EXPECT_EQ(
      detect_json_layout("{\"count\": 1,\n\"data\": [{\"a\": 1}, {"), JsonLayout::kArrayInObject
  );
}

}  // namespace
}  // namespace portolan::formats
