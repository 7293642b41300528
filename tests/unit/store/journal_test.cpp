#include "portolan/store/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "portolan/base/error.hpp"
#include "portolan/formats/sha256.hpp"
#include "scratch_folder.hpp"

namespace portolan::store {
namespace {

using formats::JsonValue;
using testing::HasSubstr;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

JsonValue lead(const std::string& id) {
  JsonValue body = JsonValue::object();
  body.set("id", id).set("note", "\"цитата\"\nsecond line");
  return body;
}

class JournalTest : public testing::Test {
 protected:
  JournalTest() {
    journal_.append("leads.status", lead("a"), "2026-01-01T00:00:00Z");
    journal_.append("leads.status", lead("b"), "2026-01-02T00:00:00Z");
    journal_.append("leads.note", lead("c"), "2026-01-03T00:00:00Z");
  }

  ScratchFolder folder_;
  std::filesystem::path file_ = folder_.path() / "journal" / "decisions.jsonl";
  Journal journal_{file_};
};

TEST_F(JournalTest, GivesBackWhatWasAppended) {
  const auto entries = journal_.entries();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[2].number, 3);
  EXPECT_EQ(entries[2].at, "2026-01-03T00:00:00Z");
  EXPECT_EQ(entries[2].action, "leads.note");
  EXPECT_EQ(entries[2].body, lead("c"));
  EXPECT_EQ(journal_.fault(), std::nullopt);
}

TEST_F(JournalTest, CarriesTheHashOfTheLineBefore) {
  const std::string text = text_of(file_);
  const std::string first = text.substr(0, text.find('\n'));
  const std::string second =
      text.substr(first.size() + 1, text.find('\n', first.size() + 1) - first.size() - 1);
  EXPECT_THAT(first, HasSubstr(std::string(64, '0')));
  EXPECT_THAT(second, HasSubstr(formats::sha256_of(first)));
}

TEST_F(JournalTest, ShowsAChangedOrMissingLine) {
  const std::string text = text_of(file_);
  std::string changed = text;
  changed[changed.find("2026-01-02") + 3] = '5';
  write(file_, changed);
  EXPECT_THAT(journal_.fault().value_or(""), HasSubstr("decisions.jsonl:3"));

  const auto second = text.find('\n') + 1;
  write(file_, text.substr(0, second) + text.substr(text.find('\n', second) + 1));
  EXPECT_THAT(journal_.fault().value_or(""), HasSubstr("decisions.jsonl:2"));
}

// Whatever an append that was killed left of its line, the next one repairs it and keeps the rest.
TEST_F(JournalTest, RepairsALineTornAnywhere) {
  const std::string text = text_of(file_);
  const auto last = text.rfind('\n', text.size() - 2) + 1;
  for (std::size_t cut = last; cut < text.size(); ++cut) {
    write(file_, text.substr(0, cut));
    const bool is_whole = cut == text.size() - 1;
    ASSERT_EQ(journal_.fault(), std::nullopt) << "cut at " << cut;
    const JournalEntry entry = journal_.append("leads.note", lead("d"), "2026-01-04T00:00:00Z");
    ASSERT_EQ(entry.number, is_whole ? 4 : 3) << "cut at " << cut;
    ASSERT_EQ(journal_.fault(), std::nullopt) << "cut at " << cut;
    ASSERT_EQ(journal_.entries().size(), is_whole ? 4U : 3U) << "cut at " << cut;
  }
}

TEST_F(JournalTest, DoesNotGoOnBehindABrokenLine) {
  write(file_, text_of(file_) + "no line of a journal\n");
  EXPECT_THROW(journal_.append("leads.note", lead("d"), "2026-01-04T00:00:00Z"), Error);
}

TEST(Journal, IsEmptyWhereThereIsNone) {
  const ScratchFolder folder;
  const Journal journal(folder.path() / "none.jsonl");
  EXPECT_TRUE(journal.entries().empty());
  EXPECT_EQ(journal.fault(), std::nullopt);
}

}  // namespace
}  // namespace portolan::store
