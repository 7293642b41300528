// The unit assertions of another name library, as data (rigour_assertions.csv; MIT licence), for
// what exists here; not part of this repository.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/base/text.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/match/edit_distance.hpp"
#include "portolan/match/name.hpp"

namespace portolan::match {
namespace {

struct Assertion {
  std::string function;
  formats::JsonValue args;
  std::string kwargs;
  std::string op;
  formats::JsonValue expected;
  std::string text;
};

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  for (const Word& word : words_of(text)) {
    if (word.is_glued) {
      result.back() += word.text;
    } else {
      result.push_back(word.text);
    }
  }
  return result;
}

std::vector<std::string> telling(std::string_view text, NameKind kind) {
  std::vector<std::string> result;
  for (const NameToken& token : prepare_name(text, kind).tokens) {
    if (is_telling(token)) {
      result.push_back(token.latin);
    }
  }
  return result;
}

std::vector<std::string> latin(std::string_view text) {
  std::vector<std::string> result;
  for (const Word& word : words_of(text)) {
    result.push_back(word.latin);
  }
  return result;
}

std::vector<Assertion> read_assertions(const std::filesystem::path& path) {
  formats::InputFile file(path);
  const std::string bytes = formats::read_all(file, std::size_t{16} << 20U);
  formats::CsvRecordReader reader(bytes, "assertions", formats::CsvDialect{});
  (void)reader.next();
  std::vector<Assertion> assertions;
  while (const formats::CsvRecord* record = reader.next()) {
    assertions.push_back(
        {.function = std::string(record->fields[1]),
         .args = formats::parse_json(record->fields[2], "args"),
         .kwargs = std::string(record->fields[3]),
         .op = std::string(record->fields[4]),
         .expected = formats::parse_json(record->fields[5], "expected"),
         .text = std::string(record->fields[1]) + std::string(record->fields[2])}
    );
  }
  return assertions;
}

class Checker {
 public:
  void check(const Assertion& one) {
    if (one.function == "tokenize_name") {
      check_words(one);
    } else if (one.function == "remove_person_prefixes") {
      check_telling(one, *one.args.elements()[0].as_string(), NameKind::kPerson);
    } else if (one.function == "remove_org_prefixes") {
      check_telling(one, *one.args.elements()[0].as_string(), NameKind::kOrganization);
    } else if (one.function == "remove_obj_prefixes") {
      check_telling(one, *one.args.elements()[0].as_string(), NameKind::kVessel);
    } else if (one.function.starts_with("remove_org_types('")) {
      const std::string rest = one.function.substr(18);
      check_telling(one, rest.substr(0, rest.find('\'')), NameKind::kOrganization);
    } else if (one.function == "levenshtein") {
      const auto& args = one.args.elements();
      ++num_checked;
      EXPECT_EQ(
          static_cast<std::int64_t>(levenshtein_distance(*args[0].as_string(), *args[1].as_string())
          ),
          one.expected.as_integer()
      ) << one.text;
    }
  }

  int num_checked = 0;

 private:
  // A smallest length of words is not ours; Burmese marks are kept as written here.
  void check_words(const Assertion& one) {
    const bool has_length = one.kwargs.find("token_min_length") != std::string::npos &&
                            one.kwargs.find("\"1\"") == std::string::npos;
    const std::string& text = *one.args.elements()[0].as_string();
    if (has_length || text.starts_with("အ")) {
      return;
    }
    std::vector<std::string> expected;
    for (const auto& element : one.expected.elements()) {
      expected.push_back(*element.as_string());
    }
    ++num_checked;
    EXPECT_EQ(words(text), expected) << one.text;
  }

  void check_telling(const Assertion& one, const std::string& text, NameKind kind) {
    ++num_checked;
    EXPECT_EQ(telling(text, kind), latin(*one.expected.as_string())) << one.text;
  }
};

TEST(Assertions, OfWordsPrefixesLegalFormsAndDistancesHold) {
  const char* given = std::getenv("PORTOLAN_SHARED_DATA");
  const std::filesystem::path data =
      given != nullptr ? std::filesystem::path(given)
                       : std::filesystem::path(PORTOLAN_SOURCE_DIR) / "../shared/data";
  const auto path = data / "screening/names/rigour_assertions.csv";
  if (!std::filesystem::exists(path)) {
    GTEST_SKIP() << "no shared data at " << path;
  }
  Checker checker;
  for (const Assertion& one : read_assertions(path)) {
    checker.check(one);
  }
  EXPECT_GT(checker.num_checked, 50);
  RecordProperty("checked", checker.num_checked);
}

}  // namespace
}  // namespace portolan::match
