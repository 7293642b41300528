#include "portolan/store/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "portolan/base/error.hpp"
#include "scratch_folder.hpp"

namespace portolan::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ErrorCode code_of(Database& database, std::string_view sql) {
  try {
    database.execute(sql);
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode::kInternal;
}

TEST(Database, GivesBackWhatWasBound) {
  Database database;
  const std::string text = "it's \"quoted\"; Киргизия 吉尔吉斯";

  const Result result = database.query(
      "SELECT $1::BIGINT, $2::DOUBLE, $3::VARCHAR, $4::BOOLEAN, $5::DECIMAL(18,3), $6::VARCHAR",
      {-7, 0.1, text, true, Decimal3::from_thousandths(-1'234'567), std::nullopt}
  );

  ASSERT_EQ(result.num_rows(), 1U);
  EXPECT_EQ(result.integer(0, 0), -7);
  EXPECT_EQ(result.number(0, 1), 0.1);
  EXPECT_EQ(result.text(0, 2), text);
  EXPECT_EQ(result.boolean(0, 3), true);
  EXPECT_EQ(result.decimal(0, 4), Decimal3::from_thousandths(-1'234'567));
  EXPECT_EQ(result.text(0, 5), std::nullopt);
}

TEST(Database, KeepsDecimalsExactAtBothEnds) {
  Database database;
  const auto largest = Decimal3::from_thousandths(999'999'999'999'999'999);
  const auto smallest = Decimal3::from_thousandths(-999'999'999'999'999'999);
  database.execute("CREATE TABLE money (value DECIMAL(18,3))");
  database.execute("INSERT INTO money VALUES (?), (?), (?)", {largest, smallest, std::nullopt});

  const Result result = database.query("SELECT value FROM money ORDER BY rowid");

  EXPECT_EQ(result.decimal(0, 0), largest);
  EXPECT_EQ(result.decimal(1, 0), smallest);
  EXPECT_EQ(result.decimal(2, 0), std::nullopt);
  EXPECT_EQ(result.text(0, 0), "999999999999999.999");
}

TEST(Database, CastsWhatHasNoTypeOfItsOwn) {
  Database database;
  const Result result = database.query(
      "SELECT sum(i), sum(i::DECIMAL(18,3)), DATE '2024-03-01', 1::SMALLINT AS small, 1.5::FLOAT, "
      "[1, 2], avg(i) AS a, 2.00001 AS fine FROM range(4) t(i); "
  );

  EXPECT_EQ(result.integer(0, 0), 6);
  EXPECT_EQ(result.decimal(0, 1), Decimal3::from_thousandths(6'000));
  EXPECT_EQ(result.text(0, 2), "2024-03-01");
  EXPECT_EQ(result.columns()[3], (ResultColumn{"small", ColumnType::kInteger}));
  EXPECT_EQ(result.number(0, 4), 1.5);
  EXPECT_EQ(result.text(0, 5), "[1, 2]");
  EXPECT_EQ(result.number(0, result.column("a")), 1.5);
  EXPECT_EQ(result.number(0, result.column("fine")), 2.00001);
}

TEST(Database, KeepsTheOrderOfAQueryItCasts) {
  Database database;
  const Result result = database.query(
      "SELECT i, i::HUGEINT AS wide FROM range(10000) t(i) ORDER BY i DESC -- from the end"
  );

  ASSERT_EQ(result.num_rows(), 10'000U);
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    ASSERT_EQ(result.integer(row, 1), 9'999 - static_cast<std::int64_t>(row)) << "row " << row;
  }
}

TEST(Database, HandsOutColumnsAsSpans) {
  Database database;
  std::int64_t sum = 0;
  std::size_t nulls = 0;
  const auto columns = database.for_each_chunk(
      "SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE i::INTEGER END AS n FROM range(?) t(i)",
      {100'000},
      [&](const Chunk& chunk) {
        const auto values = chunk.values<std::int64_t>(0);
        for (std::size_t row = 0; row < chunk.num_rows(); ++row) {
          sum += values[row];
          nulls += chunk.is_null(1, row) ? 1U : 0U;
        }
      }
  );

  EXPECT_EQ(sum, 100'000LL * 99'999 / 2);
  EXPECT_EQ(nulls, 33'334U);
  EXPECT_THAT(
      columns,
      ElementsAre(ResultColumn{"i", ColumnType::kBigint}, ResultColumn{"n", ColumnType::kInteger})
  );
}

TEST(Database, SaysInOneLineWhatIsWrongAndWhatIsNear) {
  Database database;
  database.execute("CREATE TABLE trade (reporter VARCHAR, value BIGINT)");
  try {
    (void)database.query("SELECT reportr FROM trade");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.what(), HasSubstr("reportr"));
    EXPECT_THAT(std::string(error.what()), testing::Not(HasSubstr("\n")));
    EXPECT_THAT(std::string(error.hint()), HasSubstr("reporter"));
  }
  EXPECT_THROW((void)database.query("SELECT ?", {1, 2}), Error);
}

TEST(Database, ReadsNoFileThatIsNotAllowed) {
  const ScratchFolder folder;
  const auto inside = folder.path() / "in";
  std::filesystem::create_directory(inside);
  std::ofstream(folder.path() / "secret.csv") << "a\n1\n";
  std::ofstream(inside / "open.csv") << "a\n2\n";
  Database database({.allowed_folders = {inside}});

  EXPECT_EQ(
      database.query("SELECT * FROM read_csv(?)", {(inside / "open.csv").string()}).integer(0, 0), 2
  );
  const std::string secret = quote_literal((folder.path() / "secret.csv").string());
  EXPECT_EQ(
      code_of(database, "SELECT * FROM read_csv(" + secret + ")"), ErrorCode::kInvalidArgument
  );
  const std::string around = quote_literal((inside / ".." / "secret.csv").string());
  EXPECT_EQ(
      code_of(database, "SELECT * FROM read_csv(" + around + ")"), ErrorCode::kInvalidArgument
  );
  EXPECT_EQ(code_of(database, "COPY (SELECT 1) TO " + secret), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of(database, "ATTACH " + secret), ErrorCode::kInvalidArgument);
}

TEST(Database, LoadsNothingAndCannotBeUnlocked) {
  Database database;
  EXPECT_EQ(code_of(database, "INSTALL httpfs"), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of(database, "LOAD httpfs"), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of(database, "SET enable_external_access = true"), ErrorCode::kInvalidArgument);
  EXPECT_EQ(code_of(database, "SET memory_limit = '100GB'"), ErrorCode::kInvalidArgument);
  EXPECT_EQ(
      code_of(database, "SELECT * FROM 'https://example.org/a.parquet'"),
      ErrorCode::kInvalidArgument
  );
}

TEST(Database, TellsReadingFromWriting) {
  Database database;
  database.execute("CREATE TABLE t (i INTEGER)");
  EXPECT_TRUE(database.is_reading("SELECT 1"));
  EXPECT_TRUE(database.is_reading("FROM t"));
  EXPECT_TRUE(database.is_reading("DESCRIBE t"));
  EXPECT_FALSE(database.is_reading("DROP TABLE t"));
  EXPECT_THROW((void)database.is_reading("COPY t TO 'x.csv'"), Error);
  EXPECT_FALSE(database.is_reading("SELECT 1; DROP TABLE t"));
  EXPECT_FALSE(database.is_reading("WITH a AS (SELECT 1) INSERT INTO t FROM a"));
}

TEST(Database, StopsAQueryThatIsCancelled) {
  Database database({.threads = 2});
  SilentProgress progress;
  const std::jthread user([&progress] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    progress.cancel();
  });
  try {
    (void)database.query(
        "SELECT count(*) FROM range(1000000000) a(i), range(1000) b(j) WHERE i % 7 = j",
        {},
        &progress
    );
    FAIL() << "not interrupted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInterrupted);
  }
  EXPECT_EQ(database.query("SELECT 42").integer(0, 0), 42) << "usable after the interruption";
}

class LastShare final : public Progress {
 public:
  void begin(std::string_view, std::string_view, std::int64_t) override {}
  void advance(std::int64_t done) override { last_ = done; }
  void end() override {}
  [[nodiscard]] std::int64_t last() const { return last_; }

 private:
  std::int64_t last_ = 0;
};

TEST(Database, TellsHowFarAQueryIs) {
  Database database({.threads = 1});
  database.execute("CREATE TABLE t AS SELECT i FROM range(20000000) r(i)");
  LastShare progress;
  (void)database.query("SELECT sum(sqrt(i + 1.0)) + sum(ln(i + 1.0)) FROM t", {}, &progress);
  EXPECT_GT(progress.last(), 0);
  EXPECT_LE(progress.last(), 10'000);
}

TEST(Database, SaysThatAFileIsMissingOrReadOnly) {
  const ScratchFolder folder;
  try {
    Database database({.file = folder.path() / "none.duckdb", .is_read_only = true});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnavailable);
    EXPECT_THAT(error.what(), HasSubstr("none.duckdb"));
  }
  const auto file = folder.path() / "one.duckdb";
  Database({.file = file}).execute("CREATE TABLE t (i INTEGER)");
  Database reader({.file = file, .is_read_only = true});
  EXPECT_EQ(code_of(reader, "INSERT INTO t VALUES (1)"), ErrorCode::kInvalidArgument);
  reader.execute("CREATE TEMP VIEW v AS SELECT * FROM t");
}

TEST(Database, SpillsToItsTempFolderAndFailsWithoutOne) {
  constexpr std::string_view kLargeSort =
      "SELECT count(n) FROM (SELECT row_number() OVER (ORDER BY md5(i::VARCHAR)) AS n "
      "FROM range(1000000) t(i))";
  const ScratchFolder folder;
  Database small({.memory_limit = "40MB", .threads = 1});
  EXPECT_EQ(code_of(small, kLargeSort), ErrorCode::kUnavailable);
  Database spilling(
      {.memory_limit = "40MB", .temp_folder = folder.path() / "not" / "yet", .threads = 1}
  );
  EXPECT_EQ(spilling.query(kLargeSort).integer(0, 0), 1'000'000);
}

TEST(Database, RunsScriptsAndSecondConnections) {
  Database database;
  database.execute_script("CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (1), (2); -- done");
  Database second = database.connect();
  EXPECT_EQ(second.query("SELECT sum(i) FROM t").integer(0, 0), 3);
}

}  // namespace
}  // namespace portolan::store
