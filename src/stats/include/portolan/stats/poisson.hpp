#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/stats/factor.hpp"

namespace portolan::stats {

/// What a Poisson model is fitted to; all spans hold one value an observation, in the same order.
struct PoissonData {
  /// At least 0; need not be whole.
  std::span<const double> y = {};
  std::span<const std::span<const double>> covariates = {};
  /// Effects to absorb: each level of each factor has a constant of its own. None: one constant.
  std::span<const Factor> effects = {};
  /// At least 0: what an observation's log likelihood is multiplied by; n counts rows all the same.
  /// Empty: 1 each.
  std::span<const double> weights = {};
  /// Added to the logarithm of the mean. Empty: 0 each.
  std::span<const double> offset = {};
  /// None, one or two: standard errors allow for correlation within each level.
  std::span<const Factor> clusters = {};
};

enum class PoissonErrors {
  kIid,        ///< The variance equals the mean: rarely true of trade.
  kRobust,     ///< HC1: any variance, no correlation.
  kClustered,  ///< By `PoissonData::clusters`, one-way or two-way.
};

struct PoissonOptions {
  PoissonErrors errors = PoissonErrors::kRobust;
  /// Largest root mean square change of a fitted mean's logarithm (weighted by the fitted means),
  /// and largest change of a coefficient per standard deviation of its covariate, in the last step.
  double tolerance = 1e-8;
  int max_iterations = 200;
  /// Whether an observation that is alone in a level stays; it fits itself and counts in n only.
  bool keep_singletons = false;
  /// 0: one a core. The result does not depend on it.
  unsigned threads = 1;
  /// Asked for cancellation before each pass; may be null.
  const Progress* progress = nullptr;
};

/// What became of an observation.
enum class RowUse : std::uint8_t {
  kUsed,
  kMissing,    ///< NaN in y, a covariate, the weight or the offset; or weight 0.
  kZeroLevel,  ///< All of a level of an effect is 0, so its constant is minus infinity.
  kSingleton,  ///< Alone in a level of an effect.
  kSeparated,  ///< A combination of covariates and effects sends its mean to 0.
};
inline constexpr std::size_t kNumRowUses = 5;

/// One coefficient; NaN throughout for a covariate that was left out.
struct PoissonCoefficient {
  double estimate = 0.0;
  double standard_error = 0.0;
};

/// The small-sample correction that was applied: the covariance was multiplied by
/// `rows_factor * clusters_factor`.
struct SmallSample {
  /// iid and clustered: (n - 1) / (n - k); robust: n / (n - k).
  double rows_factor = 1.0;
  /// Clustered: G / (G - 1), G the smallest number of clusters of any way; else 1.
  double clusters_factor = 1.0;
  /// k: coefficients + levels - (effects - 1), without the levels of an effect nested in a cluster,
  /// for which 1 each is counted.
  std::int64_t num_parameters = 0;
  /// By way of clustering.
  std::vector<std::int64_t> num_clusters;
};

/// How near the fit is to the solution of its equations.
struct PoissonCertificate {
  /// Largest |observed - fitted| / observed of any sum over a level of an effect, and, for each
  /// covariate, |sum w x (y - mu)| / sum w |x| (y + mu), x centred.
  double score_error = 0.0;
  /// Root mean square change of log mu in the last step, weighted by w mu.
  double last_step = 0.0;
  /// Smallest fitted mean of an observation with y = 0, over the largest that a separated one could
  /// have: above 1, no observation is separated. Infinite where no y is 0.
  double separation_margin = 0.0;
  /// Whether separated observations were searched for (always so where the margin was too small).
  bool searched_separation = false;
};

struct PoissonFit {
  /// By covariate, in the order given.
  std::vector<PoissonCoefficient> coefficients;
  /// The constant; only where there is no effect.
  std::optional<PoissonCoefficient> constant;
  /// By covariates, row by row; NaN where one was left out.
  std::vector<double> covariance;
  /// Covariates that those before them and the effects already span.
  std::vector<std::size_t> collinear;
  /// By effect and level, up to constants that cancel in the fitted mean; NaN for a level without
  /// an observation in use. log mu = offset + sum x b + sum effects.
  std::vector<std::vector<double>> effects;
  /// Levels in use, by effect.
  std::vector<std::int64_t> num_levels;
  /// By observation: the fitted mean; NaN for one that is not used.
  std::vector<double> mu;
  std::vector<RowUse> rows;
  std::array<std::int64_t, kNumRowUses> num_rows{};  ///< By `RowUse`.
  double deviance = 0.0;
  double log_likelihood = 0.0;
  /// 1 - log likelihood / log likelihood of a constant (and the offset) alone.
  double pseudo_r2 = 0.0;
  /// Steps of the fit, over all rounds of dropping separated observations.
  int iterations = 0;
  SmallSample small_sample;
  PoissonCertificate certificate;

  [[nodiscard]] std::int64_t count(RowUse use) const {
    return num_rows[static_cast<std::size_t>(use)];
  }
};

/// Fits E[y] = exp(offset + x b + effects) by Poisson pseudo-maximum likelihood: y need not be
/// Poisson, only its mean must be right. Observations without a finite estimate (separated) are
/// found and left out, as are those alone in a level; each is counted with its reason.
///
/// Without covariates the effects are first fitted in turn to the observed sums (iterative
/// proportional fitting), then certified by Newton steps; with covariates each Newton step (IRLS)
/// absorbs the effects by conjugate gradients. Takes O(n) a pass and some tens to hundreds of
/// passes. The same input gives the same bits with any number of threads.
///
/// Throws `Error`: kInvalidArgument where lengths differ, a value is infinite, y or a weight is
/// negative or a level out of range; kBadData where no observation is left, all y are 0, no degree
/// of freedom is left for the standard errors, or the steps do not converge; kInterrupted
/// where `options.progress` was cancelled.
///
/// Sources: Correia, Guimaraes and Zylkin (2020), Stata J. 20(1), 95-115,
/// doi:10.1177/1536867X20909691; separation: the same (2019), arXiv:1903.01633; the bound that
/// certifies a fit, and the absorption by conjugate gradients, are argued in
/// docs/methods/poisson.md.
[[nodiscard]] PoissonFit fit_poisson(const PoissonData& data, const PoissonOptions& options = {});

}  // namespace portolan::stats
