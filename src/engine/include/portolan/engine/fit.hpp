#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::engine {

/// A Poisson model of the rows of a file; docs/methods/poisson.md. Texts are column names, or
/// expressions in SQL over them where that is said.
struct FitRequest {
  /// CSV with a header (also gzip) or Parquet.
  std::filesystem::path file = {};
  /// Column or expression: what is explained, at least 0.
  std::string y;
  /// Columns or expressions, separated by commas: "fta,ln(dist)".
  std::string x;
  /// Effects to absorb, separated by commas, each of columns joined by #: "from#year,to#year".
  std::string effects;
  /// One or two, of the same form; empty: robust errors.
  std::string clusters;
  /// Columns or expressions; empty: none.
  std::string weights;
  std::string offset;
  /// A condition in SQL; empty: all rows.
  std::string where;
  /// Errors that take the variance for the mean; not with clusters.
  bool is_iid = false;
  bool keep_singletons = false;
  unsigned threads = 0;
};

/// A coefficient; all numbers are missing for a covariate that was left out as collinear.
struct FitTerm {
  std::string name;
  std::optional<double> estimate;
  std::optional<double> standard_error;
  std::optional<double> z;
  std::optional<double> p;
  /// The interval that holds the coefficient with 95 %.
  std::optional<double> low_95;
  std::optional<double> high_95;
};

/// What was counted, by name.
using FitCounts = std::vector<std::pair<std::string, std::int64_t>>;

struct FitResult {
  std::vector<FitTerm> terms;
  std::vector<std::string> collinear;
  std::int64_t num_rows_read = 0;
  std::int64_t num_rows = 0;
  /// By reason: missing, zero_level, singleton, separated.
  FitCounts dropped;
  /// Levels in use, by effect; clusters, by way.
  FitCounts effects;
  FitCounts clusters;
  /// "iid", "robust" or "clustered".
  std::string errors;
  std::int64_t num_parameters = 0;
  double rows_factor = 1.0;
  double clusters_factor = 1.0;
  double deviance = 0.0;
  double log_likelihood = 0.0;
  double pseudo_r2 = 0.0;
  std::int64_t iterations = 0;
  /// As `stats::PoissonCertificate`; the margin is missing where no y is 0.
  double score_error = 0.0;
  double last_step = 0.0;
  std::optional<double> separation_margin;
  bool searched_separation = false;
};

/// Reads the file and fits the model. No workspace is needed.
///
/// Throws `Error`: kInvalidArgument for an unknown column (the hint names the nearest) or one that
/// is no number, an expression that cannot be run, a value below 0 where none may be; kBadData
/// where no row is left or the fit does not converge; kUnavailable where the file cannot be read.
[[nodiscard]] FitResult fit(const FitRequest& request, Progress& progress);

}  // namespace portolan::engine
