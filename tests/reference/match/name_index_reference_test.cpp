// What the index finds against a comparison with every name.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/match/name_index.hpp"

namespace portolan::match {
namespace {

constexpr NameKind kKinds[] = {
    NameKind::kPerson,
    NameKind::kOrganization,
    NameKind::kVessel,
    NameKind::kUnknown};

std::string made_up_word(Random& random) {
  static const std::vector<std::string> kSyllables{
      "mo",  "ham", "mad",  "al",  "ri",  "chol", "vlad", "i",   "mir",  "kh", "an",
      "bin", "tra", "ding", "ser", "gey", "x",    "ov",   "ich", "bank", "of", "jc"};
  std::string word;
  const std::size_t count = 1 + random.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    word += kSyllables[random.below(kSyllables.size())];
  }
  return word;
}

std::string made_up_name(Random& random) {
  static const std::vector<std::string> kWords{"bin",       "al",
                                               "Company",   "LLC",
                                               "Trading",   "Mohammed",
                                               "Muhammad",  "Хрущёв",
                                               "محمد",      "Путин",
                                               "김정은",    "习近平",
                                               "II",        "Iran",
                                               "44",        "forty-four",
                                               "the Bank",  "Dr.",
                                               "A.",        "J",
                                               "Abdulaziz", "Joint Stock Company"};
  std::string name;
  const std::size_t count = 1 + random.below(5);
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_known = random.below(4) == 0;
    name += (i == 0 ? "" : random.below(12) == 0 ? "" : " ");
    name += is_known ? kWords[random.below(kWords.size())] : made_up_word(random);
  }
  return name;
}

std::string misspelt(const std::string& name, Random& random) {
  std::string result = name;
  const std::size_t changes = random.below(4);
  for (std::size_t i = 0; i < changes && result.size() > 2; ++i) {
    const std::size_t at = random.below(result.size() - 1);
    if ((result[at] & 0x80) != 0 || (result[at + 1] & 0x80) != 0) {
      continue;
    }
    switch (random.below(4)) {
      case 0:
        result.erase(at, 1);
        break;
      case 1:
        result.insert(at, 1, static_cast<char>('a' + static_cast<char>(random.below(26))));
        break;
      case 2:
        std::swap(result[at], result[at + 1]);
        break;
      default:
        result[at] = ' ';
    }
  }
  return result;
}

TEST(NameIndexReference, FindsWhatComparingWithEveryMadeUpNameFinds) {
  Random random(1848);
  std::vector<std::string> texts;
  std::vector<Name> names;
  for (int i = 0; i < 1'500; ++i) {
    texts.push_back(made_up_name(random));
    names.push_back(prepare_name(texts.back(), kKinds[random.below(4)]));
  }
  const NameIndex index(std::move(names));
  NameSearcher searcher(index);
  std::size_t num_hits = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string text = misspelt(texts[random.below(texts.size())], random);
    const Name query = prepare_name(text, kKinds[random.below(4)]);
    const double threshold_db = -25.0 + static_cast<double>(random.below(40));
    const auto hits = searcher.search(query, threshold_db);
    ASSERT_EQ(hits, search_exhaustively(index, query, threshold_db))
        << text << " at " << threshold_db;
    num_hits += hits.size();
  }
  EXPECT_GT(num_hits, 1'000U);
}

std::filesystem::path shared_data() {
  const char* given = std::getenv("PORTOLAN_SHARED_DATA");
  return given != nullptr ? std::filesystem::path(given)
                          : std::filesystem::path(PORTOLAN_SOURCE_DIR) / "../shared/data";
}

std::vector<std::string> second_fields(const std::filesystem::path& path, std::size_t column) {
  formats::InputFile file(path);
  const std::string text = formats::read_all(file, std::size_t{64} << 20U);
  formats::CsvRecordReader reader(text, "names", formats::CsvDialect{.lazy_quotes = true});
  std::vector<std::string> fields;
  while (const formats::CsvRecord* record = reader.next()) {
    if (record->fields.size() > column) {
      fields.emplace_back(record->fields[column]);
    }
  }
  return fields;
}

// All 10,000 queries take minutes: match_bench oracle. Here every 500th.
TEST(NameIndexReference, FindsWhatComparingWithEveryNameOfOfacFinds) {
  const auto folder = shared_data() / "screening";
  if (!std::filesystem::exists(folder)) {
    GTEST_SKIP() << "no shared data at " << folder;
  }
  std::vector<Name> names;
  for (const std::string& text : second_fields(folder / "lists/ofac/sdn.csv.gz", 1)) {
    names.push_back(prepare_name(text, NameKind::kPerson));
  }
  ASSERT_EQ(names.size(), 8'976U);  // data/README.md
  const NameIndex index(std::move(names));
  NameSearcher searcher(index);
  const auto queries = second_fields(folder / "names/negatives_global.csv.gz", 0);
  for (std::size_t i = 1; i < queries.size(); i += 500) {
    const Name query = prepare_name(queries[i], NameKind::kPerson);
    ASSERT_EQ(searcher.search(query, 0.0), search_exhaustively(index, query, 0.0)) << queries[i];
  }
}

}  // namespace
}  // namespace portolan::match
