#include "portolan/store/parquet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/store/database.hpp"
#include "scratch_folder.hpp"

namespace portolan::store {
namespace {

using testing::HasSubstr;

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Rows 0, 1, 2, ... of every type, with NULLs where the row number is a multiple of seven.
class ManyTypes {
 public:
  explicit ManyTypes(std::int64_t rows) : rows_(rows) {}

  [[nodiscard]] std::vector<ColumnSpec> columns() const {
    return {
        {.name = "big", .type = ColumnType::kBigint},
        {.name = "source", .type = ColumnType::kVarchar, .constant = "o'hara \"и\""},
        {.name = "small", .type = ColumnType::kInteger},
        {.name = "tiny", .type = ColumnType::kTinyint},
        {.name = "flag", .type = ColumnType::kBoolean},
        {.name = "share", .type = ColumnType::kDouble},
        {.name = "money", .type = ColumnType::kDecimal3},
        {.name = "text", .type = ColumnType::kVarchar},
        {.name = "word", .type = ColumnType::kVarchar, .dictionary = &words_, .is_growing = true},
        {.name = "none", .type = ColumnType::kBigint, .constant = Value{}},
        {.name = "fixed",
         .type = ColumnType::kDecimal3,
         .constant = Decimal3::from_thousandths(-1'005)},
    };
  }

  std::size_t operator()(RowBatch& batch) {
    texts_.clear();
    texts_.reserve(kBatchRows);
    std::size_t row = 0;
    for (; row < 1'000 && done_ < rows_; ++row, ++done_) {
      texts_.push_back("text number " + std::to_string(done_));
      batch.values<std::int64_t>(0)[row] = done_;
      batch.values<std::int32_t>(2)[row] = static_cast<std::int32_t>(-done_);
      batch.values<std::int8_t>(3)[row] = static_cast<std::int8_t>(done_ % 100);
      batch.values<bool>(4)[row] = done_ % 2 == 1;
      batch.values<double>(5)[row] = static_cast<double>(done_) / 8.0;
      batch.thousandths(6)[row] = done_ * 1'001;
      batch.set_text(7, row, texts_.back());
      batch.codes(8)[row] = words_.code("word " + std::to_string(done_ % 5'000));
      if (done_ % 7 == 0) {
        for (const std::size_t column : {0U, 2U, 3U, 4U, 5U, 6U, 7U}) {
          batch.set_null(column, row);
        }
        batch.codes(8)[row] = kNullCode;
      }
    }
    return row;
  }

 private:
  std::int64_t rows_;
  std::int64_t done_ = 0;
  std::vector<std::string> texts_;
  TextDictionary words_;
};

std::int64_t write_many(const std::filesystem::path& file, std::int64_t rows) {
  ManyTypes source(rows);
  return write_parquet(file, source.columns(), std::ref(source));
}

TEST(WriteParquet, WritesEveryTypeSoThatItReadsBackTheSame) {
  const ScratchFolder folder;
  const auto file = folder.path() / "many.parquet";
  constexpr std::int64_t kRows = 300'000;

  ASSERT_EQ(write_many(file, kRows), kRows);

  Database database({.allowed_files = {file}});
  const Result wrong = database.query(
      R"(SELECT count(*), count(big), count(word),
           count(*) FILTER (none IS NOT NULL OR fixed <> -1.005 OR source <> 'o''hara "и"'),
           count(*) FILTER (n % 7 <> 0 AND (
             big <> n OR small <> -n OR tiny <> n % 100 OR flag <> (n % 2 = 1) OR share <> n / 8
             OR money <> n * 1.001 OR text <> 'text number ' || n
             OR word <> 'word ' || n % 5000)),
           count(*) FILTER (n % 7 = 0 AND coalesce(big::VARCHAR, small::VARCHAR, tiny::VARCHAR,
             flag::VARCHAR, share::VARCHAR, money::VARCHAR, text, word) IS NOT NULL)
         FROM (SELECT *, file_row_number AS n FROM read_parquet(?, file_row_number = true)))",
      {file.string()}
  );
  const Result types = database.query("DESCRIBE FROM read_parquet(?)", {file.string()});

  const std::int64_t nulls = (kRows + 6) / 7;
  EXPECT_EQ(wrong.integer(0, 0), kRows);
  EXPECT_EQ(wrong.integer(0, 1), kRows - nulls);
  EXPECT_EQ(wrong.integer(0, 2), kRows - nulls);
  EXPECT_EQ(wrong.integer(0, 3), 0);
  EXPECT_EQ(wrong.integer(0, 4), 0);
  EXPECT_EQ(wrong.integer(0, 5), 0);
  const std::vector<ColumnSpec> columns = ManyTypes(0).columns();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    EXPECT_EQ(types.text(i, 0), columns[i].name);
    EXPECT_EQ(types.text(i, 1), sql_name(columns[i].type)) << columns[i].name;
  }
}

// DuckDB holds such columns as codes of one or two bytes, or as texts, by the number of texts.
TEST(WriteParquet, WritesDictionariesOfAnySize) {
  for (const std::size_t size : {1U, 255U, 256U, 257U, 64'999U, 70'000U}) {
    const ScratchFolder folder;
    const auto file = folder.path() / "words.parquet";
    TextDictionary words;
    words.code("");
    for (std::size_t i = 1; i < size; ++i) {
      words.code("word number " + std::to_string(i));
    }
    const std::vector<ColumnSpec> columns{
        {.name = "word", .type = ColumnType::kVarchar, .dictionary = &words},
        {.name = "n", .type = ColumnType::kBigint}};
    std::size_t next = 0;
    write_parquet(file, columns, [&](RowBatch& batch) {
      std::size_t row = 0;
      for (; row < kBatchRows && next <= size; ++row, ++next) {
        batch.codes(0)[row] = next < size ? static_cast<std::uint32_t>(next) : kNullCode;
        batch.values<std::int64_t>(1)[row] = static_cast<std::int64_t>(next);
      }
      return row;
    });

    Database database({.allowed_files = {file}});
    const Result result = database.query(
        "SELECT count(*), count(word), count(*) FILTER (word = ''), "
        "count(*) FILTER (word = 'word number ' || n) FROM read_parquet(?)",
        {file.string()}
    );
    const auto words_written = static_cast<std::int64_t>(size);
    EXPECT_EQ(result.integer(0, 0), words_written + 1) << size;
    EXPECT_EQ(result.integer(0, 1), words_written) << size;
    EXPECT_EQ(result.integer(0, 2), 1) << size;
    EXPECT_EQ(result.integer(0, 3), words_written - 1) << size;
  }
}

TEST(WriteParquet, WritesTheSameBytesForTheSameRows) {
  const ScratchFolder folder;
  write_many(folder.path() / "a.parquet", 150'000);
  write_many(folder.path() / "b.parquet", 150'000);
  EXPECT_EQ(bytes_of(folder.path() / "a.parquet"), bytes_of(folder.path() / "b.parquet"));
}

TEST(WriteParquet, WritesAFileWithoutRows) {
  const ScratchFolder folder;
  const auto file = folder.path() / "empty.parquet";
  EXPECT_EQ(write_many(file, 0), 0);
  Database database({.allowed_files = {file}});
  EXPECT_EQ(
      database.query("SELECT count(*) FROM read_parquet(?)", {file.string()}).integer(0, 0), 0
  );
}

TEST(WriteParquet, ThrowsWhatTheSourceThrowsAndLeavesNoFile) {
  const ScratchFolder folder;
  const auto file = folder.path() / "broken.parquet";
  const std::vector<ColumnSpec> columns{{.name = "n", .type = ColumnType::kBigint}};
  int batches = 0;
  const RowSource source = [&batches](RowBatch& batch) -> std::size_t {
    if (++batches == 100) {
      throw bad_data("line 7: expected a number, got \"x\"");
    }
    std::ranges::fill(batch.values<std::int64_t>(0), 1);
    return kBatchRows;
  };
  EXPECT_THAT(
      [&] { write_parquet(file, columns, source); },
      testing::ThrowsMessage<Error>("line 7: expected a number, got \"x\"")
  );
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(WriteParquet, SaysThatAFolderIsMissing) {
  const ScratchFolder folder;
  try {
    write_many(folder.path() / "none" / "a.parquet", 10);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
    EXPECT_THAT(error.what(), HasSubstr("a.parquet"));
  }
}

TEST(WriteParquet, SaysThatTheDiskIsFull) {
  if (!std::filesystem::exists("/dev/full")) {
    GTEST_SKIP() << "no /dev/full here";
  }
  try {
    write_many("/dev/full", 300'000);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable) << error.what();
  }
}

TEST(WriteParquet, WritesTheRowsOfAQuery) {
  const ScratchFolder folder;
  const auto file = folder.path() / "query.parquet";
  Database database({.allowed_folders = {folder.path()}});
  EXPECT_EQ(write_parquet(file, database, "SELECT i FROM range(?) t(i) ORDER BY i DESC", {10}), 10);
  EXPECT_EQ(
      database.query("SELECT list(i)::VARCHAR FROM read_parquet(?)", {file.string()}).text(0, 0),
      "[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]"
  );
}

TEST(Append, FillsATemporaryTableBesideADatabaseThatIsReadOnly) {
  const ScratchFolder folder;
  const auto file = folder.path() / "catalogue.duckdb";
  Database({.file = file}).execute("CREATE TABLE facts (i INTEGER)");
  Database database({.file = file, .is_read_only = true});
  ManyTypes source(10);
  EXPECT_EQ(database.create_temp_table("many", source.columns(), std::ref(source)), 10);
  EXPECT_EQ(database.query("SELECT count(*) FROM many").integer(0, 0), 10);
}

TEST(Append, FillsATableIncludingConstants) {
  Database database;
  ManyTypes source(5'000);
  EXPECT_EQ(database.create_temp_table("many", source.columns(), std::ref(source)), 5'000);
  const Result result = database.query(
      "SELECT count(*), sum(big), count(word), min(fixed), count(none), max(source) FROM many"
  );
  EXPECT_EQ(result.integer(0, 0), 5'000);
  // 0 + 1 + ... + 4999 less the multiples of seven: 7 * (0 + ... + 714)
  EXPECT_EQ(result.integer(0, 1), 4'999 * 5'000 / 2 - 7 * 714 * 715 / 2);
  EXPECT_EQ(result.integer(0, 2), 5'000 - 715);
  EXPECT_EQ(result.decimal(0, 3), Decimal3::from_thousandths(-1'005));
  EXPECT_EQ(result.integer(0, 4), 0);
  EXPECT_EQ(result.text(0, 5), "o'hara \"и\"");
}

}  // namespace
}  // namespace portolan::store
