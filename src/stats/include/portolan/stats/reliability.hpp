#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace portolan::stats {

/// How far two reports of one pair's trade lie apart in one period:
/// |X - M| / (X + M), between 0 (agreement) and 1 (one side says nothing arrived).
struct Discrepancy {
  std::uint32_t exporter = 0;
  std::uint32_t importer = 0;
  double share = 0.0;
};

/// Settings of `report_reliabilities`.
struct ReliabilityOptions {
  /// Smaller discrepancies count as this much: no two offices agree better by merit.
  double smallest_share = 1e-3;
  /// Largest relative error of any equation that still counts as solved.
  double tolerance = 1e-10;
  int max_iterations = 100'000;
};

/// How well countries report, as exporters and as importers; NaN for one without any pair. A
/// country's number is large where its reports agree with those of partners who report well.
struct Reliabilities {
  std::vector<double> exporter;
  std::vector<double> importer;
  int iterations = 0;
  /// Largest relative error of an equation: at most `tolerance`.
  double residual = 0.0;
};

/// Solves, for every exporter o with n_o terms and every importer d with n_d terms,
///
///     a_o = n_o / sum_d share_od b_d        b_d = n_d / sum_o share_od a_o
///
/// by taking the two in turn until every equation holds to `tolerance`. That is the scaling of the
/// matrix of shares to row sums n_o and column sums n_d. The matrix of ones on the same pairs has
/// exactly these sums, so a solution exists and the rounds converge to it (Sinkhorn and Knopp
/// 1967). It is unique up to a factor c on all a and 1 / c on all b of a connected group of
/// countries; the factor is chosen so that over the group's terms the geometric means of a and of b
/// are equal: exporters and importers are trusted alike on average.
///
/// Throws `Error`: kInvalidArgument for an index outside `num_countries` or a share outside [0, 1];
/// kBadData where `max_iterations` rounds do not reach `tolerance`.
///
/// Source: the cleaning of trade data at the Growth Lab of Harvard University, there with a fixed
/// number of rounds; the fixed point and its normalisation are our own. Sinkhorn and Knopp (1967),
/// Pacific J. Math. 21(2), 343-348, doi:10.2140/pjm.1967.21.343.
[[nodiscard]] Reliabilities report_reliabilities(
    std::span<const Discrepancy> discrepancies,
    std::size_t num_countries,
    const ReliabilityOptions& options = {}
);

}  // namespace portolan::stats
