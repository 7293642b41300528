#include "portolan/panel/build.hpp"

#include <chrono>
#include <system_error>

#include "coded_output.hpp"
#include "embedded/panel.hpp"
#include "lake_codes.hpp"
#include "margin_fit.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/period.hpp"
#include "portolan/store/parquet.hpp"
#include "small_table.hpp"

namespace portolan::panel {

namespace {

using store::ColumnType;
using store::Value;

constexpr std::int64_t kProgressTotal = 10'000;  // hundredths of a percent, as the database counts

/// Runs the steps one after the other and notes how long each took.
class Build {
 public:
  Build(
      store::Database& database,
      std::filesystem::path folder,
      const PanelInputs& inputs,
      Progress& progress
  )
      : database_(database), folder_(std::move(folder)), inputs_(inputs), progress_(progress) {}

  BuildReport run() {
    create_inputs();
    step("duplicates", [&] { resolve_duplicates(); });
    step("sources", [&] { choose_sources(); });
    step("sums", [&] { sum_reports(); });
    step("margins", [&] { fit(); });
    step("panel", [&] { write_panel(); });
    step("arrays", [&] {
      report_.num_rows =
          write_coded_arrays(database_, parts_, folder_ / "coded", names_, progress_);
    });
    return std::move(report_);
  }

 private:
  template <typename Work>
  void step(const std::string& name, const Work& work) {
    progress_.check();
    progress_.begin("building the panel: " + name, "", kProgressTotal);
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    report_.seconds.push_back({name, elapsed.count()});
    progress_.end();
  }

  void execute(std::string_view sql) { database_.execute(sql, {}, &progress_); }

  std::int64_t count(std::string_view sql) { return *database_.query(sql).integer(0, 0); }

  void create_inputs() {
    std::vector<std::vector<Value>> ranks;
    for (const std::string& source : inputs_.source_order) {
      ranks.push_back({source, ranks.size()});
    }
    create_small_table(
        database_,
        "source_rank",
        {{.name = "source", .type = ColumnType::kVarchar},
         {.name = "position", .type = ColumnType::kInteger}},
        ranks
    );
    std::vector<std::vector<Value>> rates;
    for (const ExchangeRate& rate : inputs_.exchange_rates) {
      rates.push_back({rate.currency, rate.period, rate.usd_per_unit});
    }
    create_small_table(
        database_,
        "given_rate",
        {{.name = "currency", .type = ColumnType::kVarchar},
         {.name = "period", .type = ColumnType::kInteger},
         {.name = "usd_per_unit", .type = ColumnType::kDouble}},
        rates
    );
    execute(embedded::exchange_rate_sql);
    create_sum_places(database_, progress_);
  }

  void resolve_duplicates() {
    execute(embedded::statement_sql);
    execute(embedded::repeated_key_sql);
    execute(embedded::repeated_statement_sql);
    const auto fates =
        database_.query("SELECT fate, count(*) FROM repeated_statement GROUP BY fate ORDER BY fate"
        );
    for (std::size_t row = 0; row < fates.num_rows(); ++row) {
      const auto fate = *fates.text(row, 0);
      const auto rows = *fates.integer(row, 1);
      if (fate == "repeats") {
        report_.num_repeats = rows;
      } else if (fate == "superseded") {
        report_.num_superseded = rows;
      } else if (fate == "conflicts") {
        report_.num_conflicts = rows;
      }
    }
    // Hashing every row again is worth it only where something repeats.
    execute(
        fates.num_rows() > 0 ? embedded::distinct_statement_sql
                             : "CREATE OR REPLACE TEMP VIEW distinct_statement AS FROM statement"
    );
  }

  void choose_sources() {
    execute(embedded::slice_sql);
    execute(embedded::losing_statement_sql);
    const auto losing = database_.query("SELECT count(*), sum(num_rows) FROM losing_statement");
    report_.num_other_source = losing.integer(0, 1).value_or(0);
    execute(
        *losing.integer(0, 0) > 0
            ? embedded::counted_statement_sql
            : "CREATE OR REPLACE TEMP VIEW counted_statement AS FROM distinct_statement"
    );
    const auto missing = database_.query(embedded::missing_rate_sql, {}, &progress_);
    for (std::size_t row = 0; row < missing.num_rows(); ++row) {
      report_.missing_rates.push_back(
          {.currency = missing.text(row, 0).value_or(""),
           .period = static_cast<std::int32_t>(*missing.integer(row, 2)),
           .num_rows = *missing.integer(row, 3)}
      );
    }
  }

  void sum_reports() {
    names_ = code_names(database_, inputs_, progress_);
    execute(embedded::partial_year_sql);
    execute(embedded::zero_box_sql);
    execute(embedded::box_partner_sql);
    execute(embedded::box_family_sql);
    execute(embedded::schema_sql);
    // In chunks of whole families, since the sums of all cells at once need not fit into memory.
    for (std::int32_t chunk = 0; chunk < names_.num_chunks; ++chunk) {
      progress_.check();
      database_.execute(embedded::report_sql, {chunk}, &progress_);
    }
  }

  void fit() {
    auto fit = fit_reconciliation(database_, inputs_, names_.places, names_.families, progress_);
    report_.margin_pairs = fit.margin_pairs;
    report_.margin_basis = std::move(fit.margin_basis);
    report_.discrepancies = fit.discrepancies;
    report_.reliability_rounds = fit.reliability_rounds;
    report_.reliability_residual = fit.reliability_residual;
  }

  void write_panel() {
    for (std::int32_t chunk = 0; chunk < names_.num_chunks; ++chunk) {
      progress_.check();
      parts_.push_back(folder_ / fmt::format("part-{:04}.parquet", chunk));
      store::write_parquet(parts_.back(), database_, embedded::panel_sql, {chunk}, &progress_);
    }
    store::write_parquet(
        folder_ / "coverage.parquet", database_, embedded::coverage_sql, {}, &progress_
    );
    store::write_parquet(
        folder_ / "duplicates.parquet", database_, embedded::duplicates_sql, {}, &progress_
    );
  }

  store::Database& database_;
  std::filesystem::path folder_;
  const PanelInputs& inputs_;
  Progress& progress_;
  CodedNames names_;
  std::vector<std::filesystem::path> parts_;
  BuildReport report_;
};

}  // namespace

BuildReport build_panel(
    store::Database& database,
    const std::filesystem::path& folder,
    const PanelInputs& inputs,
    Progress& progress
) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw unavailable(
        "{}: expected a folder that can be made, got {}", folder.string(), error.message()
    );
  }
  return Build(database, folder, inputs, progress).run();
}

}  // namespace portolan::panel
