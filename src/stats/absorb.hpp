#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "fit_sample.hpp"
#include "portolan/base/progress.hpp"

namespace portolan::stats {

/// Projects columns off the effects of a sample in a weighted inner product. `sample` must outlive
/// it; columns are in the order of its rows. Without effects every projection changes nothing.
///
/// The main effect (the one with most levels) is eliminated exactly: its normal equations are
/// diagonal and its rows adjacent. The Schur complement on the other effects is solved by conjugate
/// gradients, preconditioned with the levels' weights.
class Absorber {
 public:
  /// Asks `progress`, which may be null, for cancellation before each pass.
  Absorber(const FitSample& sample, unsigned threads, const Progress* progress);

  /// `weights` by row, above 0; kept by reference until the next call.
  void set_weights(std::span<const double> weights);

  /// Subtracts from `column` its projection on the effects, up to an error of `tolerance` times
  /// `scale` in the weighted norm. Returns the bound that was reached, over `scale`.
  double project_out(std::span<double> column, double tolerance, double scale) const;

  /// Returns by effect and level the constants whose sum is the projection of `column` (which
  /// becomes what is left of it).
  [[nodiscard]] std::vector<std::vector<double>>
  decompose(std::span<double> column, double tolerance) const;

  [[nodiscard]] double norm(std::span<const double> column) const;

 private:
  struct Solution {
    std::vector<double> constants;  // of the other effects, one after the other
    double error = 0.0;
  };

  [[nodiscard]] std::size_t num_others() const { return others_.size(); }
  [[nodiscard]] Solution solve(std::span<double> column, double limit) const;
  void subtract_main_means(std::span<double> column, std::vector<double>* means) const;
  void add_to_levels(std::span<const double> column, std::vector<double>& sums) const;
  void apply_schur(std::span<const double> constants, std::vector<double>& result) const;
  void subtract_others(std::span<const double> constants, std::span<double> column) const;
  template <typename Work>
  void gather(std::vector<double>& sums, const Work& work) const;
  template <typename Work>
  void for_each_chunk(const Work& work) const;

  const FitSample& sample_;
  unsigned threads_;
  const Progress* progress_;
  std::span<const double> weights_;
  std::vector<double> main_weights_;
  std::vector<double> other_weights_;
  std::vector<std::size_t> others_;        // the effects but for the main one
  std::vector<std::size_t> first_level_;   // of each of them in the vectors of constants
  std::vector<std::uint32_t> indices_;     // by row and other effect: its constant
  std::vector<std::size_t> chunk_starts_;  // levels of the main effect
  std::size_t num_constants_ = 0;
};

}  // namespace portolan::stats
