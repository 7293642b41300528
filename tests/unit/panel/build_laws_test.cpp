// Laws of the panel's build for any input: sums are conserved, and neither the order of rows nor
// the number of threads nor the size of the chunks changes a byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include "lake_fixture.hpp"
#include "portolan/panel/build.hpp"
#include "portolan/panel/coded_panel.hpp"

namespace portolan::panel {
namespace {

class PanelLaws : public LakeFixture {
 protected:
  /// Fills `database` with flows drawn from `seed`, in the order that `order` sorts by: two sides,
  /// two sources, editions, parts, duplicates, weights that are missing, two currencies.
  static void fill(store::Database& database, int seed, std::string_view order) {
    database.execute(
        R"sql(
      INSERT INTO trade (
        import_id, ordinal, line, source, vintage, reporter, partner, flow, freq, period, hs_edition, level, code,
        value, currency, net_kg, transport)
      SELECT
        CASE WHEN source = 'comext' THEN 'b' ELSE 'a' || h % 3 END, i, i + 2, source,
        CASE WHEN h % 3 = 2 THEN '2024-05' ELSE '2023-11' END,
        CASE WHEN flow = 'X' THEN exporter ELSE importer END,
        CASE WHEN flow = 'X' THEN importer ELSE exporter END,
        flow, freq, CASE WHEN freq = 'A' THEN year * 100 ELSE year * 100 + 1 + (h // 7) % 12 END,
        'HS2017', 6, code, value, CASE WHEN source = 'comext' THEN 'EUR' ELSE 'USD' END,
        CASE WHEN h % 5 = 0 THEN NULL ELSE 1 + h % 1000 END, CASE WHEN h % 4 = 0 THEN 'road' END
      FROM (
        SELECT
          i, h,
          ['ARM', 'CHN', 'DEU', 'KAZ', 'KGZ', 'RUS', 'TUR'][1 + ((h // 11) % 7)::INTEGER] AS exporter,
          ['ARM', 'CHN', 'DEU', 'KAZ', 'KGZ', 'RUS', 'TUR'][1 + ((h // 101) % 7)::INTEGER] AS importer,
          ['854231', '854239', '870323', '870324', '010121'][1 + ((h // 1009) % 5)::INTEGER] AS code,
          CASE WHEN (h // 3) % 2 = 0 THEN 'X' ELSE 'M' END AS flow,
          CASE WHEN (h // 5) % 3 = 0 THEN 'M' ELSE 'A' END AS freq,
          (2020 + (h // 13) % 4)::INTEGER AS year,
          CASE WHEN (h // 17) % 5 = 0 THEN 'comext' ELSE 'comtrade' END AS source,
          (10000 + (h // 19) % 5000000)::DECIMAL(18, 3) / 8 AS value
        FROM (SELECT i, hash(i * 1000 + $1) % 1000000007 AS h FROM range(4000) AS rows (i))
      )
      WHERE exporter <> importer
    )sql" + std::string(" ORDER BY ") +
            std::string(order),
        {seed}
    );
    database.execute(
        "INSERT INTO coverage (reporter, flow, period) SELECT DISTINCT reporter, flow, period FROM "
        "trade"
        " WHERE freq = 'A' ORDER BY ALL"
    );
    database.execute("INSERT INTO extent_partners (partner) VALUES ('WLD')");
    database.execute("INSERT INTO extent_codes (code) VALUES ('854231'), ('870323')");
  }

  static std::map<std::string, std::string> bytes_of_files(const std::filesystem::path& folder) {
    std::map<std::string, std::string> bytes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) {
        std::ifstream stream(entry.path(), std::ios::binary);
        bytes[std::filesystem::relative(entry.path(), folder).string()] =
            std::string(std::istreambuf_iterator<char>(stream), {});
      }
    }
    return bytes;
  }

  std::map<std::string, std::string>
  built_bytes(unsigned threads, std::string_view order, std::int64_t chunk_rows) {
    store::Database database({.allowed_folders = {folder_}, .threads = threads});
    make_tables(database);
    fill(database, 1, order);
    SilentProgress progress;
    PanelInputs inputs;
    inputs.chunk_rows = chunk_rows;
    std::filesystem::remove_all(folder_ / "bytes");
    (void)build_panel(database, folder_ / "bytes", inputs, progress);
    return bytes_of_files(folder_ / "bytes");
  }
};

TEST_F(PanelLaws, TheOrderOfRowsAndTheNumberOfThreadsChangeNoByte) {
  const auto one = built_bytes(1, "i", 2'000'000);
  EXPECT_GE(one.size(), 10U);
  EXPECT_EQ(built_bytes(2, "i", 2'000'000), one);
  EXPECT_EQ(built_bytes(2, "hash(i, 7)", 2'000'000), one);
}

TEST_F(PanelLaws, TheSizeOfChunksChangesNoArray) {
  const auto whole = built_bytes(2, "i", 2'000'000);
  const auto cut = built_bytes(2, "i", 100);
  for (const auto& [name, bytes] : whole) {
    if (name.starts_with("coded")) {
      EXPECT_EQ(cut.at(name), bytes) << name;
    }
  }
  EXPECT_TRUE(cut.contains("part-0003.parquet"));
}

// What counts, summed in the lake by hand: one statement of each key, the later vintage, and for
// each reporter, flow, period and code the source with more rows.
TEST_F(PanelLaws, TotalsAreThoseOfTheStatementsThatCount) {
  for (int seed = 1; seed <= 3; ++seed) {
    database_.execute_script("DELETE FROM trade; DELETE FROM coverage");
    fill(database_, seed, "i");
    const auto report = build();
    EXPECT_GT(report.num_repeats + report.num_superseded + report.num_conflicts, 0);
    EXPECT_GT(report.num_other_source, 0);
    const auto expected = database_.query(R"sql(
      WITH latest AS (
        SELECT * FROM trade AS t
        WHERE NOT EXISTS (
          SELECT 1 FROM trade AS other
          WHERE other.source = t.source AND other.reporter = t.reporter AND other.partner = t.partner
            AND other.flow = t.flow AND other.period = t.period AND other.code = t.code
            AND other.transport IS NOT DISTINCT FROM t.transport
            AND (other.vintage > t.vintage
                 OR (other.vintage = t.vintage
                     AND (other.value <> t.value OR other.net_kg IS DISTINCT FROM t.net_kg))))
      ), sized AS (
        SELECT source, reporter, flow, period, code, count(*) AS n FROM latest GROUP BY ALL
      ), counted AS (
        SELECT latest.* FROM latest JOIN sized USING (source, reporter, flow, period, code)
        WHERE NOT EXISTS (
          SELECT 1 FROM sized AS other
          WHERE other.reporter = latest.reporter AND other.flow = latest.flow AND other.period = latest.period
            AND other.code = latest.code AND (other.n, latest.source) > (sized.n, other.source))
      )
      SELECT
        sum(value) FILTER (currency = 'EUR' AND flow = 'X'), sum(value) FILTER (currency = 'EUR' AND flow = 'M'),
        sum(value) FILTER (currency = 'USD' AND flow = 'X'), sum(value) FILTER (currency = 'USD' AND flow = 'M'),
        sum(net_kg)
      FROM counted)sql");
    const std::string files = (folder_ / "panel" / "part-*.parquet").string();
    const auto got = database_.query(
        "SELECT sum(export_eur), sum(import_eur), sum(export_usd) FILTER (export_eur IS NULL),"
        " sum(import_usd) FILTER (import_eur IS NULL), sum(coalesce(export_kg, 0) + "
        "coalesce(import_kg, 0))"
        " FROM read_parquet(" +
        store::quote_literal(files) + ")"
    );
    for (std::size_t column = 0; column < 5; ++column) {
      EXPECT_EQ(got.text(0, column), expected.text(0, column))
          << "seed " << seed << " column " << column;
    }
  }
}

TEST_F(PanelLaws, EstimatesLieInTheirRangeAndMarginsInTheirs) {
  fill(database_, 5, "i");
  PanelInputs inputs;
  inputs.min_value_usd = 1.0;
  const auto report = build(inputs);
  EXPECT_GT(report.margin_pairs, 30);
  EXPECT_LE(report.reliability_residual, 1e-10);
  const std::string files = store::quote_literal((folder_ / "panel" / "part-*.parquet").string());
  const auto outside = database_.query(
      "SELECT count(*) FROM read_parquet(" + files +
      ") WHERE NOT (low_usd <= estimate_usd AND estimate_usd <= high_usd AND margin BETWEEN 0 AND "
      "0.2)"
  );
  EXPECT_EQ(outside.integer(0, 0), 0);
  const auto both = database_.query("SELECT count(gap) FROM read_parquet(" + files + ")");
  EXPECT_GT(*both.integer(0, 0), 30);
}

}  // namespace
}  // namespace portolan::panel
