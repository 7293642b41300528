#include "code_totals.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "embedded/ingest.hpp"
#include "portolan/base/error.hpp"
#include "portolan/store/database.hpp"
#include "portolan/store/parquet.hpp"

namespace portolan::ingest {

namespace {

namespace fs = std::filesystem;

std::string list_of(const std::vector<fs::path>& parts) {
  std::string list;
  for (const fs::path& part : parts) {
    list += (list.empty() ? "" : ", ") + store::quote_literal(part.string());
  }
  return list;
}

void create_view_of_part(store::Database& database, const fs::path& part) {
  database.execute(fmt::format(
      "CREATE OR REPLACE TEMP VIEW part AS SELECT * FROM read_parquet({}, file_row_number = true)",
      store::quote_literal(part.string())
  ));
}

bool has_totals(store::Database& database) {
  const store::Result result = database.query(
      "SELECT count(*) FROM part SEMI JOIN totals USING (reporter, flow, freq, period, code) "
      "WHERE plane = 'main'"
  );
  return result.integer(0, 0).value_or(0) > 0;
}

void replace_file(const fs::path& file, const fs::path& by) {
  std::error_code failure;
  fs::rename(by, file, failure);
  if (failure) {
    throw unavailable(
        "{}: expected a folder that can be written, got {}", file.string(), failure.message()
    );
  }
}

std::map<CoverageKey, std::int64_t> read_coverage(store::Database& database) {
  std::map<CoverageKey, std::int64_t> coverage;
  const store::Result rows = database.query(embedded::coverage_sql);
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    CoverageKey key;
    const std::string reporter = rows.text(row, 0).value_or("");
    std::copy_n(reporter.begin(), std::min<std::size_t>(reporter.size(), 3), key.reporter.begin());
    key.flow = parse_flow(rows.text(row, 1).value_or("")).value_or(Flow::kImport);
    key.period = static_cast<std::int32_t>(rows.integer(row, 2).value_or(0));
    key.level = static_cast<std::int8_t>(rows.integer(row, 3).value_or(0));
    const auto edition = parse_hs_edition(rows.text(row, 4).value_or(""));
    key.hs_edition = edition ? static_cast<std::int8_t>(*edition) : std::int8_t{-1};
    coverage[key] = rows.integer(row, 5).value_or(0);
  }
  return coverage;
}

}  // namespace

void mark_code_totals(
    const std::vector<fs::path>& parts,
    const store::Workspace& workspace,
    Accounts& accounts,
    Progress& progress
) {
  const store::StoreSettings& settings = workspace.settings().store;
  store::Database database(
      {.allowed_folders = {parts.front().parent_path()},
       .memory_limit = settings.memory_limit,
       .temp_folder = workspace.temp_folder(),
       .threads = settings.threads}
  );
  const std::string parts_view =
      fmt::format("CREATE TEMP VIEW parts AS SELECT * FROM read_parquet([{}])", list_of(parts));
  progress.begin(
      "telling totals from their parts", "parts", static_cast<std::int64_t>(parts.size())
  );
  database.execute(parts_view);
  database.execute(embedded::totals_sql);
  std::int64_t done = 0;
  for (const fs::path& part : parts) {
    progress.check();
    create_view_of_part(database, part);
    if (has_totals(database)) {
      const fs::path rewritten = part.parent_path() / "rewritten.parquet";
      store::write_parquet(rewritten, database, embedded::part_with_totals_sql);
      replace_file(part, rewritten);
    }
    progress.advance(++done);
  }
  const std::int64_t main_before = accounts.of(Plane::kMain);
  accounts.coverage = read_coverage(database);
  std::int64_t main_after = 0;
  for (const auto& [key, count] : accounts.coverage) {
    main_after += count;
  }
  accounts.of(Plane::kMain) = main_after;
  accounts.of(Plane::kTotal) += main_before - main_after;
  progress.end();
}

}  // namespace portolan::ingest
