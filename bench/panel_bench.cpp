// Builds the panel of generated BACI-like rows and compares a scan over the coded arrays with the
// same query in SQL, in one run: panel_bench [ROWS] [FOLDER]. 56 million rows are about eight years
// of BACI; they need 8 GB of disk in FOLDER (default: the system's folder for temporary files),
// where they stay: a panel of that size that is there already is taken as it is.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "portolan/base/error.hpp"
#include "portolan/base/parallel.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/panel/build.hpp"
#include "portolan/panel/coded_panel.hpp"
#include "portolan/panel/scan.hpp"
#include "portolan/store/database.hpp"

namespace {

namespace fs = std::filesystem;
using portolan::store::Database;

constexpr int kRounds = 5;

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

struct Measured {
  double seconds = std::numeric_limits<double>::infinity();
  double processor_seconds = std::numeric_limits<double>::infinity();

  /// Keeps the least of each.
  void keep(const Measured& other) {
    seconds = std::min(seconds, other.seconds);
    processor_seconds = std::min(processor_seconds, other.processor_seconds);
  }
};

template <typename Work>
Measured measure(const Work& work) {
  const double processor_start = processor_seconds();
  const auto start = std::chrono::steady_clock::now();
  work();
  return {
      .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
      .processor_seconds = processor_seconds() - processor_start};
}

template <typename Work>
double seconds_of(const Work& work) {
  return measure(work).seconds;
}

double peak_gib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / (1024.0 * 1024.0);
}

/// Rows of 226 countries and 5,000 codes in eight years; one in a thousand stands in a second
/// import as well.
void write_lake(const fs::path& folder, std::int64_t rows) {
  fs::create_directories(folder);
  Database database({.allowed_folders = {folder}});
  const std::string file = portolan::store::quote_literal((folder / "part-0000.parquet").string());
  database.execute(
      R"sql(
    COPY (
      SELECT
        CASE WHEN is_repeat THEN 'bench-1' ELSE 'bench-0' END AS import_id, i AS ordinal, i + 2 AS line, 'main' AS plane,
        'baci' AS source, '202501' AS vintage, printf('%c%cX', 65 + exporter // 26, 65 + exporter % 26) AS reporter,
        printf('%c%cX', 65 + importer // 26, 65 + importer % 26) AS partner, NULL::VARCHAR AS partner2,
        exporter::VARCHAR AS reporter_code, importer::VARCHAR AS partner_code, NULL::VARCHAR AS partner2_code, 'B' AS flow,
        'A' AS freq, year * 100 AS period, 'HS2012' AS hs_edition, 6::TINYINT AS level,
        printf('%06d', 10000 + code * 197) AS code, value, 'USD' AS currency, 'FOB' AS valuation,
        CASE WHEN h % 10 > 0 THEN (1 + h % 99991)::DECIMAL(18, 3) END AS net_kg, NULL::DECIMAL(18, 3) AS quantity,
        NULL::VARCHAR AS quantity_unit, NULL::BOOLEAN AS is_estimated, NULL::VARCHAR AS procedure,
        NULL::VARCHAR AS transport, NULL::VARCHAR AS detail
      FROM (
        SELECT
          i, h, is_repeat, (2015 + i * 8 // $1)::INTEGER AS year,
          key % 226 AS exporter, key // 226 % 226 AS importer, key // 51076 AS code,
          exp((h % 1000000) / 100000.0)::DECIMAL(18, 3) AS value
        FROM (
          -- Multiples of a prime, modulo all flows there are: no flow occurs twice in a year.
          SELECT
            i, hash(i) AS h, repeat > 0 AS is_repeat, (i % ($1 // 8) * 104729 + i * 8 // $1) % 255380000 AS key
          FROM range($1) AS rows (i), range(2) AS repeats (repeat)
          WHERE repeat = 0 OR i % 1000 = 0
        )
      )
    ) TO )sql" +
          file + " (FORMAT parquet, COMPRESSION zstd)",
      {rows}
  );
}

constexpr auto* kCatalogue = R"sql(
  CREATE TABLE coverage (import_id VARCHAR, reporter VARCHAR, flow VARCHAR, freq VARCHAR, period INTEGER, level TINYINT,
    hs_edition VARCHAR, rows BIGINT, absence VARCHAR);
  CREATE TABLE extent_codes (import_id VARCHAR, level TINYINT, code VARCHAR);
  CREATE TABLE extent_partners (import_id VARCHAR, partner VARCHAR);
)sql";

constexpr auto* kYearOnYear = R"sql(
  WITH cell AS (
    SELECT exporter, family, period, sum(estimate_usd) AS value
    FROM flows
    GROUP BY exporter, family, period
  )
  SELECT count(*), sum(later.value)
  FROM cell AS later
  JOIN cell AS earlier
    ON earlier.exporter = later.exporter AND earlier.family = later.family AND earlier.period = later.period - 100
  WHERE earlier.value >= 0.001 AND later.value::DOUBLE >= earlier.value::DOUBLE * 1.64
)sql";

void build(const fs::path& folder, std::int64_t rows, const fs::path& temp) {
  Database database({.allowed_folders = {folder}, .memory_limit = "2GB", .temp_folder = temp});
  database.execute_script(kCatalogue);
  database.execute(
      "CREATE VIEW trade AS FROM read_parquet(" +
      portolan::store::quote_literal((folder / "lake" / "*.parquet").string()) + ")"
  );
  portolan::SilentProgress progress;
  portolan::panel::BuildReport report;
  const Measured total = measure([&] {
    report = portolan::panel::build_panel(database, folder / "panel", {}, progress);
  });
  fmt::print(
      "panel build: {:.1f} s, {:.1f} s of processor time, {:.2f} M rows/s, peak {:.2f} GiB\n",
      total.seconds,
      total.processor_seconds,
      static_cast<double>(rows) / total.seconds / 1e6,
      peak_gib()
  );
  for (const auto& [step, seconds] : report.seconds) {
    fmt::print("  {:<12}{:8.1f} s\n", step, seconds);
  }
  fmt::print(
      "  {} rows of the panel; {} repeats, {} conflicts\n",
      report.num_rows,
      report.num_repeats,
      report.num_conflicts
  );
}

using portolan::panel::CodedPanel;
using portolan::panel::YearOnYear;

void print(const std::string& what, const Measured& measured) {
  fmt::print(
      "  {:<52}{:8.3f} s{:8.3f} s of processor time\n",
      what,
      measured.seconds,
      measured.processor_seconds
  );
}

/// Compares the scan with the query over a table or view `flows` that `setup` makes.
void compare(
    const CodedPanel& panel,
    Database& database,
    const std::string& name,
    const std::string& setup
) {
  database.execute(setup);
  std::vector<YearOnYear> found;
  portolan::store::Result result = database.query(kYearOnYear);
  Measured arrays;
  Measured arrays_alone;
  Measured sql;
  // In turn, so that other work on the machine meets all of them alike.
  for (int round = 0; round < kRounds; ++round) {
    arrays.keep(measure([&] { found = portolan::panel::year_on_year(panel, {}); }));
    arrays_alone.keep(measure([&] { found = portolan::panel::year_on_year(panel, {.threads = 1}); })
    );
    sql.keep(measure([&] { result = database.query(kYearOnYear); }));
  }
  std::int64_t total = 0;
  for (const YearOnYear& cell : found) {
    total += cell.after;
  }
  const std::string sum = fmt::format("{}.{:03}", total / 1000, total % 1000);
  portolan::ensure(
      result.integer(0, 0) == static_cast<std::int64_t>(found.size()) && result.text(0, 1) == sum,
      "the scan and the query find the same cells with the same values"
  );
  fmt::print("year on year: {} cells that came to {} USD\n", found.size(), sum);
  print("coded arrays", arrays);
  print("coded arrays, one thread", arrays_alone);
  print(name, sql);
  fmt::print(
      "  arrays are {:.1f} times faster, {:.1f} times by processor time\n",
      sql.seconds / arrays.seconds,
      sql.processor_seconds / arrays.processor_seconds
  );
}

void compare(const fs::path& folder) {
  const fs::path coded = folder / "panel" / "coded";
  fmt::print("open the arrays: {:.4f} s\n", seconds_of([&] { (void)CodedPanel::open(coded); }));
  const CodedPanel panel = CodedPanel::open(coded);
  Database database({.allowed_folders = {folder}, .memory_limit = "8GB"});
  const std::string parts =
      portolan::store::quote_literal((folder / "panel" / "part-*.parquet").string());
  compare(
      panel,
      database,
      "DuckDB on its own table, coded as small integers",
      fmt::format(
          "CREATE TEMP TABLE flows AS "
          "SELECT exporter_code.code AS exporter, family_code.code AS family, period, "
          "estimate_usd::DECIMAL(18, 3) AS estimate_usd "
          "FROM read_parquet({0}) AS panel "
          "JOIN (SELECT place, (row_number() OVER (ORDER BY place))::USMALLINT AS code "
          "FROM (SELECT DISTINCT exporter AS place FROM read_parquet({0}))) AS exporter_code "
          "ON exporter_code.place = panel.exporter "
          "JOIN (SELECT family, (row_number() OVER (ORDER BY family))::USMALLINT AS code "
          "FROM (SELECT DISTINCT family FROM read_parquet({0}))) AS family_code "
          "ON family_code.family = panel.family",
          parts
      )
  );
  database.execute("DROP TABLE flows");
  compare(
      panel,
      database,
      "DuckDB on the panel's Parquet",
      fmt::format(
          "CREATE TEMP VIEW flows AS SELECT exporter, family, period, "
          "estimate_usd::DECIMAL(18, 3) AS estimate_usd FROM read_parquet({})",
          parts
      )
  );
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::int64_t rows = argc > 1 ? std::atoll(argv[1]) : 56'000'000;
    const fs::path parent = argc > 2 ? fs::path(argv[2]) : fs::temp_directory_path();
    const fs::path folder = parent / fmt::format("panel_bench_{}", rows);
    fmt::print("{} rows, {} cores\n", rows, portolan::num_threads_or_cores(0));
    if (!fs::exists(folder / "panel" / "coded" / "blocks.bin")) {
      fs::create_directories(folder / "tmp");
      const double seconds = seconds_of([&] { write_lake(folder / "lake", rows); });
      fmt::print("generate the lake: {:.1f} s\n", seconds);
      build(folder, rows, folder / "tmp");
    }
    compare(folder);
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 1;
  }
  return 0;
}
