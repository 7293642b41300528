#pragma once

#include <array>
#include <cstdint>

namespace portolan {

/// A small, fast generator whose numbers are the same on every machine and compiler, unlike the
/// distributions of the standard library. xoshiro256++, seeded through SplitMix64 (Blackman and
/// Vigna 2021, ACM Trans. Math. Softw. 47(4), doi:10.1145/3460772).
class Random {
 public:
  explicit Random(std::uint64_t seed);

  /// Uniform over all 64-bit numbers.
  std::uint64_t next();
  /// Uniform in [0, 1), with 53 bits.
  double uniform();
  /// Uniform in [0, bound), without bias; `bound` at least 1.
  std::uint64_t below(std::uint64_t bound);
  /// Standard normal, by Marsaglia's polar method.
  double normal();
  /// Poisson with mean `mean` >= 0: by inversion below 30, by rounded normal with continuity
  /// correction above (for practice worlds, not for inference).
  std::uint64_t poisson(double mean);

  /// Returns a generator whose numbers do not depend on how many this one has given: a stream of
  /// its own for the piece of work numbered `stream`.
  [[nodiscard]] Random fork(std::uint64_t stream) const;

 private:
  std::array<std::uint64_t, 4> state_{};
  std::uint64_t seed_;
  double spare_normal_ = 0.0;
  bool has_spare_ = false;
};

}  // namespace portolan
