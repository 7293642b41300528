#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/base/country_code.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/store/database.hpp"

namespace portolan::panel {

/// What lies between two countries, for the CIF margin.
struct PairDistance {
  CountryCode exporter;
  CountryCode importer;
  double distance_km = 0.0;
  bool is_contiguous = false;
};

/// A currency's average over a year or a month, in USD for one unit.
struct ExchangeRate {
  std::string currency;
  std::int32_t period = 0;  ///< `Period::number`.
  double usd_per_unit = 0.0;
};

/// Returns the table that is compiled in: docs/data/exchange_rates.md.
[[nodiscard]] std::vector<ExchangeRate> shipped_exchange_rates();

/// Which family a subheading belongs to: docs/data/panel.md. `hs_edition` is "HS2017", or empty
/// where the source does not tell.
using FamilyOf = std::function<std::string(std::string_view hs_edition, std::string_view code)>;
/// Tells whether a family has a code in an edition.
using IsInEdition = std::function<bool(std::string_view family, std::string_view hs_edition)>;

/// What the panel is built with, beside the rows themselves. The defaults follow each code alone
/// and take it to exist in every edition.
struct PanelInputs {
  FamilyOf family_of = [](std::string_view, std::string_view code) {
    return std::string(code);
  };
  IsInEdition is_in_edition = [](std::string_view, std::string_view) {
    return true;
  };
  std::vector<ExchangeRate> exchange_rates = shipped_exchange_rates();
  /// Empty: the margin has no distance in it, and the report says so.
  std::vector<PairDistance> distances = {};
  /// Sources that count first where several state the same thing.
  std::vector<std::string> source_order = {};
  /// The margin where nothing can be estimated, and the largest one; shares of the export value.
  double cif_margin = 0.06;
  double max_cif_margin = 0.2;
  /// Flows that a side reports below this value, in USD, teach nothing about margins and reporters.
  double min_value_usd = 10'000.0;
  /// About how many rows are held at once; bounds the memory, changes no result.
  std::int64_t chunk_rows = 2'000'000;
};

/// Statements of one currency and period for which no exchange rate is known.
struct MissingRate {
  std::string currency;
  std::int32_t period = 0;
  std::int64_t num_rows = 0;
};

/// What a build did.
struct BuildReport {
  std::int64_t num_rows = 0;  ///< Rows of the panel.

  /// Statements whose key occurs more than once: exact repeats (one of them counts), those of an
  /// earlier vintage, and those that contradict another of the same vintage (none of them counts;
  /// duplicates.parquet lists them all).
  std::int64_t num_repeats = 0;
  std::int64_t num_superseded = 0;
  std::int64_t num_conflicts = 0;
  /// Statements that do not count because another source states the same.
  std::int64_t num_other_source = 0;

  std::vector<MissingRate> missing_rates;

  std::int64_t margin_pairs = 0;   ///< Flows the margin was fitted on.
  std::string margin_basis;        ///< One sentence: how the margin was found.
  std::int64_t discrepancies = 0;  ///< Pair-years the reliabilities were solved for.
  int reliability_rounds = 0;
  double reliability_residual = 0.0;

  /// Seconds by step, in order: "duplicates", "sources", "sums", "margins", "panel", "arrays". They
  /// differ from run to run and are stored nowhere.
  std::vector<std::pair<std::string, double>> seconds;
};

/// Builds the panel from the rows that `database` shows as `trade`, with `coverage`, `extent_codes`
/// and `extent_partners` beside (docs/data/lake.md, src/store/sql/migrations), into `folder`, which
/// must be one that `database` may write: part-*.parquet, coverage.parquet, duplicates.parquet and
/// the coded arrays in `coded/`. The same rows and inputs give the same bytes with any number of
/// threads, and in whatever order they were imported.
///
/// Throws `Error`: kUnavailable where disk or memory fail, kInterrupted.
BuildReport build_panel(
    store::Database& database,
    const std::filesystem::path& folder,
    const PanelInputs& inputs,
    Progress& progress
);

}  // namespace portolan::panel
