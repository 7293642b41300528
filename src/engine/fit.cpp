#include "portolan/engine/fit.hpp"

#include <cmath>
#include <span>

#include "fit_columns.hpp"
#include "portolan/base/error.hpp"
#include "portolan/stats/poisson.hpp"

namespace portolan::engine {
namespace {

void require_finite(const std::string& name, std::span<const double> values, bool may_be_negative) {
  for (const double value : values) {
    if (std::isinf(value) || (!may_be_negative && value < 0.0)) {
      throw invalid_argument(
          "{}: expected {}, got {}",
          name,
          may_be_negative ? "finite numbers" : "finite numbers of at least 0",
          value
      );
    }
  }
}

void check(const FitRequest& request, const FitColumns& columns) {
  if (columns.y.empty()) {
    throw bad_data("{}: expected at least one row, got none", request.file.string())
        .with_hint(request.where.empty() ? "" : "no row fits --where");
  }
  require_finite(request.y, columns.y, false);
  require_finite(request.weights, columns.weights, false);
  require_finite(request.offset, columns.offset, true);
  for (std::size_t j = 0; j < columns.x.size(); ++j) {
    require_finite(columns.x_names[j], columns.x[j], true);
  }
}

std::vector<stats::Factor> factors_of(const std::vector<FitFactor>& factors) {
  std::vector<stats::Factor> result;
  for (const auto& factor : factors) {
    result.push_back({factor.levels, factor.num_levels});
  }
  return result;
}

FitTerm term_of(const std::string& name, const stats::PoissonCoefficient& coefficient) {
  constexpr double kNormal975 = 1.959963984540054;  // the normal's 0.975 quantile
  FitTerm term;
  term.name = name;
  if (std::isnan(coefficient.estimate)) {
    return term;
  }
  term.estimate = coefficient.estimate;
  const double error = coefficient.standard_error;
  if (!(error > 0.0)) {
    return term;  // a fit without residuals, or a two-way variance below 0
  }
  term.standard_error = error;
  term.z = coefficient.estimate / error;
  term.p = std::erfc(std::abs(*term.z) / std::sqrt(2.0));
  term.low_95 = coefficient.estimate - kNormal975 * error;
  term.high_95 = coefficient.estimate + kNormal975 * error;
  return term;
}

FitResult result_of(const FitColumns& columns, const stats::PoissonFit& fit) {
  FitResult result;
  for (std::size_t j = 0; j < columns.x_names.size(); ++j) {
    result.terms.push_back(term_of(columns.x_names[j], fit.coefficients[j]));
  }
  if (fit.constant) {
    result.terms.push_back(term_of("(constant)", *fit.constant));
  }
  for (const std::size_t j : fit.collinear) {
    result.collinear.push_back(columns.x_names[j]);
  }
  using enum stats::RowUse;
  result.num_rows_read = static_cast<std::int64_t>(columns.y.size());
  result.num_rows = fit.count(kUsed);
  result.dropped = {
      {"missing", fit.count(kMissing)},
      {"zero_level", fit.count(kZeroLevel)},
      {"singleton", fit.count(kSingleton)},
      {"separated", fit.count(kSeparated)}};
  for (std::size_t i = 0; i < columns.effects.size(); ++i) {
    result.effects.emplace_back(columns.effects[i].name, fit.num_levels[i]);
  }
  for (std::size_t i = 0; i < fit.small_sample.num_clusters.size(); ++i) {
    result.clusters.emplace_back(columns.clusters[i].name, fit.small_sample.num_clusters[i]);
  }
  result.num_parameters = fit.small_sample.num_parameters;
  result.rows_factor = fit.small_sample.rows_factor;
  result.clusters_factor = fit.small_sample.clusters_factor;
  result.deviance = fit.deviance;
  result.log_likelihood = fit.log_likelihood;
  result.pseudo_r2 = fit.pseudo_r2;
  result.iterations = fit.iterations;
  result.score_error = fit.certificate.score_error;
  result.last_step = fit.certificate.last_step;
  if (std::isfinite(fit.certificate.separation_margin)) {
    result.separation_margin = fit.certificate.separation_margin;
  }
  result.searched_separation = fit.certificate.searched_separation;
  return result;
}

stats::PoissonErrors errors_of(const FitRequest& request, std::size_t num_clusters) {
  if (request.is_iid && num_clusters > 0) {
    throw invalid_argument("--iid: expected no --cluster beside it, got \"{}\"", request.clusters);
  }
  if (num_clusters > 2) {
    throw invalid_argument("--cluster: expected one or two, got \"{}\"", request.clusters);
  }
  if (num_clusters > 0) {
    return stats::PoissonErrors::kClustered;
  }
  return request.is_iid ? stats::PoissonErrors::kIid : stats::PoissonErrors::kRobust;
}

}  // namespace

FitResult fit(const FitRequest& request, Progress& progress) {
  const auto errors = errors_of(request, split_list(request.clusters).size());
  constexpr std::int64_t kWhole = 10'000;  // the database tells hundredths of a percent
  progress.begin("reading", request.file.string(), kWhole);
  const FitColumns columns = read_fit_columns(request, progress);
  progress.end();
  check(request, columns);
  const std::vector<std::span<const double>> covariates(columns.x.begin(), columns.x.end());
  const auto effects = factors_of(columns.effects);
  const auto clusters = factors_of(columns.clusters);
  progress.begin("fitting", "", 0);
  FitResult result = result_of(
      columns,
      stats::fit_poisson(
          {.y = columns.y,
           .covariates = covariates,
           .effects = effects,
           .weights = columns.weights,
           .offset = columns.offset,
           .clusters = clusters},
          {.errors = errors,
           .keep_singletons = request.keep_singletons,
           .threads = request.threads,
           .progress = &progress}
      )
  );
  progress.end();
  result.errors = errors == stats::PoissonErrors::kIid      ? "iid"
                  : errors == stats::PoissonErrors::kRobust ? "robust"
                                                            : "clustered";
  return result;
}

}  // namespace portolan::engine
