#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "portolan/base/parallel.hpp"
#include "portolan/base/random.hpp"
#include "portolan/formats/csv.hpp"
#include "reference/formats/plain_csv.hpp"

namespace portolan::formats {
namespace {

using reference::PlainRecord;
using reference::read_plainly;

// Hands out its bytes in pieces of irregular size, as a pipe would.
class IrregularSource final : public ByteSource {
 public:
  IrregularSource(std::string_view bytes, std::uint64_t seed) : rest_(bytes), random_(seed) {}

  std::size_t read(std::span<char> into) override {
    const std::size_t size = std::min({into.size(), rest_.size(), random_.below(97) + 1});
    std::copy_n(rest_.data(), size, into.data());
    rest_.remove_prefix(size);
    return size;
  }
  const std::string& name() const override { return name_; }

 private:
  std::string name_ = "random.csv";
  std::string_view rest_;
  Random random_;
};

std::vector<PlainRecord> records_of(const CsvBlock& block, const CsvDialect& dialect) {
  std::vector<PlainRecord> records;
  CsvRecordReader reader(block, dialect);
  while (const CsvRecord* record = reader.next()) {
    records.push_back(
        {{record->fields.begin(), record->fields.end()},
         record->ordinal,
         record->line,
         record->fault}
    );
  }
  return records;
}

std::vector<CsvBlock>
blocks_of(std::string_view text, const CsvDialect& dialect, const CsvBlockOptions& options) {
  IrregularSource source(text, text.size());
  CsvBlockReader reader(source, dialect, options);
  std::vector<CsvBlock> blocks;
  while (auto block = reader.next()) {
    blocks.push_back(std::move(*block));
  }
  return blocks;
}

std::vector<PlainRecord>
read_in_blocks(std::string_view text, const CsvDialect& dialect, std::size_t block_bytes) {
  std::vector<PlainRecord> records;
  for (const CsvBlock& block : blocks_of(text, dialect, {.block_bytes = block_bytes})) {
    const auto of_block = records_of(block, dialect);
    EXPECT_EQ(static_cast<std::int64_t>(of_block.size()), block.num_records());
    EXPECT_EQ(static_cast<std::int64_t>(records.size()), block.first_ordinal());
    records.insert(records.end(), of_block.begin(), of_block.end());
  }
  return records;
}

// Text of the characters on which the rules turn, so that every corner is met often.
std::string random_text(Random& random, std::size_t max_size) {
  constexpr std::string_view kLetters = "ab,,\"\"\"\n\n\r;";
  std::string text(random.below(max_size + 1), ' ');
  const bool is_long = random.below(2) == 0;  // long fields leave whole chunks without quotes
  for (char& c : text) {
    c = is_long && random.below(20) != 0 ? 'x' : kLetters[random.below(kLetters.size())];
  }
  return text;
}

TEST(CsvReference, ReadsRandomTextAsTheObviousReaderDoes) {
  Random random(20'240'607);
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = random_text(random, 400);
    const CsvDialect dialect{
        .quote = random.below(4) == 0 ? '\0' : '"', .lazy_quotes = random.below(2) == 0};
    const auto expected = read_plainly(text, dialect);
    for (const std::size_t block_bytes : {64U, 65U, 200U, 4096U}) {
      ASSERT_EQ(read_in_blocks(text, dialect, block_bytes), expected)
          << "round " << round << ", blocks of " << block_bytes << ", text "
          << ::testing::PrintToString(text);
    }
  }
}

std::string
written(const std::vector<std::vector<std::string>>& rows, char delimiter, Random& random) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const bool needs_quotes =
          row[i].find_first_of(std::string("\"\r\n") + delimiter) != std::string::npos ||
          (row.size() == 1 && row[i].empty());
      if (i > 0) {
        text += delimiter;
      }
      if (!needs_quotes && random.below(3) != 0) {
        text += row[i];
        continue;
      }
      text += '"';
      for (const char c : row[i]) {
        text.append(c == '"' ? 2 : 1, c);
      }
      text += '"';
    }
    text += random.below(2) == 0 ? "\n" : "\r\n";
  }
  return text;
}

std::vector<std::vector<std::string>> random_rows(Random& random) {
  constexpr std::string_view kLetters = "abc,;\t|\"\n\r é";
  std::vector<std::vector<std::string>> rows(random.below(30) + 1);
  for (auto& row : rows) {
    row.resize(random.below(8) + 1);
    for (std::string& field : row) {
      for (std::uint64_t size = random.below(12); size > 0; --size) {
        field += kLetters[random.below(kLetters.size())];
      }
    }
  }
  return rows;
}

TEST(CsvReference, ReadsBackWhatWasWrittenForAnyDelimiterBlockAndThreads) {
  Random random(42);
  for (int round = 0; round < 1'000; ++round) {
    const auto rows = random_rows(random);
    const CsvDialect dialect{.delimiter = ",;\t|"[random.below(4)]};
    const std::string text = written(rows, dialect.delimiter, random);
    const std::size_t block_bytes = 64 + random.below(500);
    const auto blocks = blocks_of(text, dialect, {.block_bytes = block_bytes});
    for (const unsigned threads : {1U, 2U, 4U}) {
      std::vector<std::vector<PlainRecord>> parts(blocks.size());
      parallel_for_chunks(
          blocks.size(),
          1,
          threads,
          [&](std::size_t chunk, std::size_t, std::size_t) {
            parts[chunk] = records_of(blocks[chunk], dialect);
          }
      );
      std::vector<std::vector<std::string>> read;
      for (const auto& part : parts) {
        for (const PlainRecord& record : part) {
          read.push_back(record.fields);
        }
      }
      ASSERT_EQ(read, rows) << "round " << round << ", " << threads << " threads";
    }
  }
}

}  // namespace
}  // namespace portolan::formats
