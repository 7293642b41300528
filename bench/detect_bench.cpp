// Looks for leads in a made-up monthly panel of the world's size, once with one thread and once
// with two, traces them to their makers, and adds up both legs of every cell with one SQL query
// over the same rows, all in one run:
//
//     detect_bench [FAMILIES] [FOLDER]
//
// 5,000 families are about 210 million rows; FOLDER (default: the system's folder for temporary
// files) needs 14 GB for them. A panel of that size that is there already is taken as it is.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "detect/made_panel.hpp"
#include "detect/result_text.hpp"
#include "measured_process.hpp"
#include "portolan/base/error.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/store/parquet.hpp"
#include "portolan/trace/origins.hpp"
#include "portolan/trace/panel_trade.hpp"
#include "portolan/trace/producers.hpp"

namespace portolan::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSeed = 20'220'224;

void print(const std::string& what, const Measured& measured) {
  fmt::print(
      "{}: {:.1f} s, {:.1f} s of processor time, peak {:.2f} GiB\n",
      what,
      measured.seconds,
      measured.cpu_seconds,
      measured.peak_mib / 1024.0
  );
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Returns of how many origins bounds were sought.
std::size_t trace_lead(const panel::CodedPanel& panel, const detect::Lead& lead) {
  std::vector<HsCode> codes;
  for (const std::string& code : lead.goods.hs) {
    codes.push_back(HsCode::parse(code).value());
  }
  trace::PanelTrade trade = trace::panel_trade(
      panel,
      {.goods = codes,
       .from = lead.since ? lead.since : lead.window.since,
       .until = lead.window.until,
       .families_of = {}}
  );
  std::erase_if(trade.families, [&](const auto& found) {
    return found.family != lead.goods.family;
  });
  if (trade.families.empty()) {
    return 0;
  }
  trace::OriginsQuestion question{.destination = lead.destination, .num_routes = 5};
  const auto& rows = trade.families.front().rows;
  const bool is_seen = std::ranges::any_of(rows, [&](const auto& row) {
    return row.exporter == lead.hub && row.importer == lead.destination;
  });
  if (is_seen) {
    question.hub = lead.hub;
  } else {
    question.destination = lead.hub;
  }
  trade.families.front().producers = trace::net_exporters(rows, std::vector{lead.hub});
  return trace::trace_origins(trade.families, question).origins.size();
}

std::string read_file(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Traces what went on of every lead to its makers, with bounds and routes, as a lead's page does;
/// of a surge what the hub kept. One after the other on one thread.
void trace_leads(const panel::CodedPanel& panel, const detect::DetectResult& result) {
  const auto start = std::chrono::steady_clock::now();
  std::size_t num_bounds = 0;
  double longest = 0.0;
  for (const auto* leads : {&result.leads, &result.surges}) {
    for (const detect::Lead& lead : *leads) {
      const auto begin = std::chrono::steady_clock::now();
      num_bounds += trace_lead(panel, lead);
      longest = std::max(longest, seconds_since(begin));
    }
  }
  fmt::print(
      "  {} leads and surges traced to {} origins with bounds and five routes each: {:.1f} s on "
      "one "
      "thread, the longest {:.0f} ms\n",
      result.leads.size() + result.surges.size(),
      num_bounds,
      seconds_since(start),
      1e3 * longest
  );
}

void detect_into(const fs::path& file, const fs::path& panel_folder, unsigned threads) {
  const MadeQuestion question;
  const panel::CodedPanel panel = panel::CodedPanel::open(panel_folder);
  detect::DetectOptions options;
  options.threads = threads;
  SilentProgress progress;
  const detect::DetectResult result = detect::detect(question.input(panel), options, progress);
  fmt::print(
      "  {} leads and {} surges listed; {} cells tested as leads, {} as surges, {} with a q-value, "
      "{} too small, {} without enough data\n",
      result.leads.size(),
      result.surges.size(),
      result.tested_leads,
      result.tested_surges,
      result.rated_leads + result.rated_surges,
      result.too_small,
      result.not_enough_data.size()
  );
  trace_leads(panel, result);
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << text_of(result);
  if (!stream.flush()) {
    throw unavailable("{}: expected a file that can be written", file.string());
  }
}

/// The rows of the panel as a table, which is what the query reads.
void write_table(const fs::path& file, const fs::path& panel_folder) {
  using panel::Column;
  using store::ColumnType;
  const panel::CodedPanel panel = panel::CodedPanel::open(panel_folder);
  const std::vector<store::ColumnSpec> columns = {
      {.name = "family", .type = ColumnType::kInteger},
      {.name = "period", .type = ColumnType::kInteger},
      {.name = "importer", .type = ColumnType::kInteger},
      {.name = "exporter", .type = ColumnType::kInteger},
      {.name = "export_usd", .type = ColumnType::kDecimal3},
      {.name = "import_usd", .type = ColumnType::kDecimal3}};
  std::size_t row = 0;
  auto block = panel.blocks().begin();
  const auto source = [&](store::RowBatch& batch) {
    std::size_t filled = 0;
    for (; filled < store::kBatchRows && row < panel.num_rows(); ++filled, ++row) {
      block += row == block->end ? 1 : 0;
      batch.values<std::int32_t>(0)[filled] = static_cast<std::int32_t>(block->family);
      batch.values<std::int32_t>(1)[filled] = block->period;
      batch.values<std::int32_t>(2)[filled] = panel.importers()[row];
      batch.values<std::int32_t>(3)[filled] = panel.exporters()[row];
      for (const auto& [column, values] :
           {std::pair(4, Column::kExportUsd), std::pair(5, Column::kImportUsd)}) {
        const auto at = static_cast<std::size_t>(column);
        const std::int64_t value = panel.value(values, row);
        batch.thousandths(at)[filled] = value == panel::kMissing ? 0 : value;
        if (value == panel::kMissing) {
          batch.set_null(at, filled);
        }
      }
    }
    return filled;
  };
  (void)store::write_parquet(file, columns, source);
}

/// What came into each hub and what it sent to Russia, by family and month: the sums with which
/// detection begins, and nothing of what it does with them.
/// {0} is the destination, {1} the file.
constexpr auto* kLegs = R"sql(
  SELECT count(*), sum(inflow)::DOUBLE, sum(outflow)::DOUBLE
  FROM (
    SELECT hub, family, period, sum(inflow) AS inflow, sum(outflow) AS outflow
    FROM (
      SELECT importer AS hub, family, period, coalesce(export_usd, import_usd) AS inflow,
        NULL::DECIMAL(18, 3) AS outflow
      FROM read_parquet({1})
      WHERE exporter <> {0}
      UNION ALL
      SELECT exporter, family, period, NULL, coalesce(export_usd, import_usd)
      FROM read_parquet({1})
      WHERE importer = {0}
    )
    GROUP BY hub, family, period
  )
)sql";

void sum_with_sql(const fs::path& file, std::uint16_t destination) {
  store::Database database(
      {.allowed_folders = {file.parent_path()},
       .memory_limit = "4GB",
       .temp_folder = file.parent_path() / "spill",
       .threads = 2}
  );
  const store::Result result =
      database.query(fmt::format(kLegs, destination, store::quote_literal(file.string())));
  fmt::print(
      "  {} sums, inflow {}, outflow {}\n",
      result.text(0, 0).value_or("-"),
      result.text(0, 1).value_or("-"),
      result.text(0, 2).value_or("-")
  );
}

void make_panel(const fs::path& folder, std::size_t families) {
  if (!fs::exists(folder / "blocks.bin")) {
    const auto make = [&] {
      (void)write_made_panel(folder, {.families = families}, MadeQuestion().controlled(), kSeed);
    };
    print("panel made", measure_process("detect_bench", make));
  }
  const panel::CodedPanel panel = panel::CodedPanel::open(folder);
  fmt::print(
      "{} families, {} places, {} months, {} rows\n",
      panel.families().size(),
      panel.places().size(),
      panel.blocks().size() / panel.families().size(),
      panel.num_rows()
  );
}

void run(std::size_t families, const fs::path& parent) {
  const fs::path folder = parent / fmt::format("detect_bench_{}", families);
  const fs::path coded = folder / "coded";
  const fs::path table = folder / "flows.parquet";
  make_panel(coded, families);
  if (!fs::exists(table)) {
    print("table for SQL made", measure_process("detect_bench", [&] {
            write_table(table, coded);
          }));
  }
  std::vector<std::string> texts;
  Measured with_two;
  for (const unsigned threads : {1U, 2U}) {
    const fs::path file = folder / fmt::format("result_{}.txt", threads);
    with_two = measure_process("detect_bench", [&] { detect_into(file, coded, threads); });
    print(fmt::format("detect, {} threads", threads), with_two);
    texts.push_back(read_file(file));
  }
  fmt::print("SHA-256 of the result: {}\n", formats::sha256_of(texts.front()));
  ensure(texts.front() == texts.back(), "one and two threads give the same bytes");
  const auto destination = panel::CodedPanel::open(coded).find_place("RUS").value_or(0);
  const Measured sql = measure_process("detect_bench", [&] { sum_with_sql(table, destination); });
  print("sums of both legs alone, DuckDB, 2 threads", sql);
  fmt::print(
      "detect takes {:.1f} times as long as the sums alone, {:.1f} times the processor time\n",
      with_two.seconds / sql.seconds,
      with_two.cpu_seconds / sql.cpu_seconds
  );
}

}  // namespace
}  // namespace portolan::bench

int main(int argc, char** argv) {
  try {
    const auto families = static_cast<std::size_t>(argc > 1 ? std::atoll(argv[1]) : 5'000);
    portolan::bench::run(families, argc > 2 ? argv[2] : std::filesystem::temp_directory_path());
  } catch (const std::exception& error) {
    fmt::print(stderr, "detect_bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
