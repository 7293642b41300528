#include <string>
#include <vector>

#include "fuzz/fuzz_input.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/csv_layout.hpp"
#include "reference/formats/plain_csv.hpp"

// The scanner gives the same records and lines as the obvious reader, for any block size.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portolan;
  using namespace portolan::formats;
  fuzz::Input input(data, size);
  const unsigned flags = input.choice();
  const CsvDialect dialect{
      .delimiter = ",;\t|"[flags & 3U],
      .quote = (flags & 4U) != 0 ? '\0' : '"',
      .lazy_quotes = (flags & 8U) != 0};
  const CsvBlockOptions options{.block_bytes = 64 + input.choice()};
  std::vector<reference::PlainRecord> records;
  bool is_refused = false;
  fuzz::expect_answer([&] {
    is_refused = true;
    MemorySource source("fuzz.csv", input.text());
    CsvBlockReader blocks(source, dialect, options);
    while (const auto block = blocks.next()) {
      CsvRecordReader reader(*block, dialect, options.limits);
      fuzz::require(
          block->first_ordinal() == static_cast<std::int64_t>(records.size()),
          "a wrong first ordinal"
      );
      while (const CsvRecord* record = reader.next()) {
        records.push_back(
            {{record->fields.begin(), record->fields.end()},
             record->ordinal,
             record->line,
             record->fault}
        );
      }
      fuzz::require(
          block->first_ordinal() + block->num_records() ==
              static_cast<std::int64_t>(records.size()),
          "a wrong number of records"
      );
    }
    is_refused = false;
  });
  if (!is_refused) {
    std::string_view text = input.text();
    if (text.starts_with("\xEF\xBB\xBF")) {
      text.remove_prefix(3);
    }
    if (text.ends_with('\x1A')) {
      text.remove_suffix(1);
    }
    fuzz::require(records == reference::read_plainly(text, dialect), "other records than expected");
  }
  fuzz::expect_answer([&] { (void)detect_csv_layout(input.text(), "fuzz.csv"); });
  return 0;
}
