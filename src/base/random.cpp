#include "portolan/base/random.hpp"

#include <bit>
#include <cmath>

namespace portolan {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

}  // namespace

Random::Random(std::uint64_t seed) : seed_(seed) {
  std::uint64_t mix = seed;
  for (std::uint64_t& word : state_) {
    word = split_mix(mix);
  }
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() {
  return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

std::uint64_t Random::below(std::uint64_t bound) {
  const std::uint64_t threshold = (0 - bound) % bound;  // numbers below would favour small results
  for (;;) {
    const std::uint64_t number = next();
    if (number >= threshold) {
      return number % bound;
    }
  }
}

double Random::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_normal_;
  }
  for (;;) {
    const double u = 2.0 * uniform() - 1.0;
    const double v = 2.0 * uniform() - 1.0;
    const double s = u * u + v * v;
    if (s > 0.0 && s < 1.0) {
      const double scale = std::sqrt(-2.0 * std::log(s) / s);
      spare_normal_ = v * scale;
      has_spare_ = true;
      return u * scale;
    }
  }
}

std::uint64_t Random::poisson(double mean) {
  if (!(mean > 0.0)) {
    return 0;
  }
  if (mean >= 30.0) {
    const double value = std::floor(mean + std::sqrt(mean) * normal() + 0.5);
    return value > 0.0 ? static_cast<std::uint64_t>(value) : 0;
  }
  double product = uniform();
  const double limit = std::exp(-mean);
  std::uint64_t count = 0;
  while (product > limit) {
    product *= uniform();
    ++count;
  }
  return count;
}

Random Random::fork(std::uint64_t stream) const {
  std::uint64_t mix = seed_ ^ (stream * 0xD1342543DE82EF95U + 0x2545F4914F6CDD1DU);
  return Random(split_mix(mix));
}

}  // namespace portolan
