// How often the intervals of `break_date` and `coupling` hold the truth, in simulated series.
//
//   coverage_bench break|coupling [ROUNDS]
//
// Prints tables in Markdown; the same bytes every time.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/random.hpp"
#include "portolan/base/text.hpp"
#include "portolan/stats/break_date.hpp"
#include "portolan/stats/coupling.hpp"

namespace portolan::bench {
namespace {

constexpr std::size_t kMonths = 48;
constexpr std::size_t kBreak = 26;

/// How a month's value scatters around its mean.
struct Noise {
  std::string name;
  double lots = 0.0;            ///< Lots a month before; 0: no lots, a steady flow.
  double lot_spread = 0.0;      ///< Standard deviation of a lot's logarithm.
  double steady_spread = 0.0;   ///< The same of a factor drawn anew each month.
  double lasting_spread = 0.0;  ///< The same of a factor that lasts …
  double persistence = 0.0;     ///< … with this autocorrelation.
  double one_off = 0.0;         ///< Added to one month drawn at random, in means before.
};

const std::vector<Noise> kNoises = {
    {.name = "steady, 30 % a month", .steady_spread = 0.3},
    {.name = "10 lots a month, alike", .lots = 10.0},
    {.name = "3 lots a month, sd of log 0.8", .lots = 3.0, .lot_spread = 0.8},
    {.name = "1 lot a month, sd of log 0.8", .lots = 1.0, .lot_spread = 0.8},
    {.name = "3 lots a month, sd of log 1.5", .lots = 3.0, .lot_spread = 1.5},
    {.name = "0.3 lots a month, sd of log 1.5", .lots = 0.3, .lot_spread = 1.5},
    {.name = "3 lots, lasting shocks (0.9, sd 0.2)",
     .lots = 3.0,
     .lot_spread = 0.8,
     .lasting_spread = 0.2,
     .persistence = 0.9},
    {.name = "steady, lasting shocks (0.9, sd 0.3)",
     .steady_spread = 0.15,
     .lasting_spread = 0.3,
     .persistence = 0.9},
    {.name = "steady, 30 % a month, one month of 10 more", .steady_spread = 0.3, .one_off = 10.0},
    {.name = "steady, 30 % a month, one month of 40 more", .steady_spread = 0.3, .one_off = 40.0},
};

/// Mean 1 before `kBreak`, `ratio` from it on.
std::vector<double> made_series(const Noise& noise, double ratio, Random& random) {
  std::vector<double> values(kMonths);
  double lasting = noise.lasting_spread * random.normal();
  const double innovation =
      noise.lasting_spread * std::sqrt(1.0 - noise.persistence * noise.persistence);
  for (std::size_t t = 0; t < kMonths; ++t) {
    const double level = (t < kBreak ? 1.0 : ratio) * std::exp(lasting) *
                         std::exp(noise.steady_spread * random.normal());
    lasting = noise.persistence * lasting + innovation * random.normal();
    if (noise.lots == 0.0) {
      values[t] = level;
      continue;
    }
    const std::uint64_t lots = random.poisson(noise.lots * level);
    for (std::uint64_t lot = 0; lot < lots; ++lot) {
      values[t] += std::exp(noise.lot_spread * random.normal()) / noise.lots;
    }
  }
  values[random.below(kMonths)] += noise.one_off;
  return values;
}

struct BreakTally {
  double rounds = 0.0;
  double found = 0.0;
  double covered = 0.0;
  double covered_found = 0.0;
  double length = 0.0;
  double error = 0.0;
};

BreakTally tally_breaks(const Noise& noise, double ratio, int rounds) {
  const std::vector<double> expected(kMonths, 1.0);
  BreakTally tally;
  for (int round = 0; round < rounds; ++round) {
    Random random(static_cast<std::uint64_t>(round) + 1);
    const auto found = stats::break_date(
        made_series(noise, ratio, random), expected, {.seed = static_cast<std::uint64_t>(round)}
    );
    if (!found) {
      continue;
    }
    tally.rounds += 1.0;
    const bool holds = found->low <= kBreak && kBreak <= found->high;
    tally.covered += holds ? 1.0 : 0.0;
    if (found->p_value <= 0.05) {
      tally.found += 1.0;
      tally.covered_found += holds ? 1.0 : 0.0;
      tally.length += static_cast<double>(found->high - found->low) + 1.0;
      tally.error += std::abs(static_cast<double>(found->position) - static_cast<double>(kBreak));
    }
  }
  return tally;
}

void print_breaks(int rounds) {
  fmt::print(
      "| noise | ratio | p <= 0.05 | interval holds the date | of those with p <= 0.05 | mean "
      "length | mean error |\n|---|---|---|---|---|---|---|\n"
  );
  for (const Noise& noise : kNoises) {
    for (const double ratio : {1.0, 1.5, 3.0, 10.0}) {
      const BreakTally tally = tally_breaks(noise, ratio, rounds);
      if (ratio == 1.0) {
        fmt::print("| {} | 1 | {:.3f} | | | | |\n", noise.name, tally.found / tally.rounds);
        continue;
      }
      fmt::print(
          "| {} | {} | {:.2f} | {:.3f} | {:.3f} | {:.1f} | {:.1f} |\n",
          noise.name,
          ratio,
          tally.found / tally.rounds,
          tally.covered / tally.rounds,
          tally.covered_found / tally.found,
          tally.length / tally.found,
          tally.error / tally.found
      );
    }
  }
}

/// What goes on of what came in.
struct Passing {
  std::string name;
  std::vector<double> weights;  ///< By months of delay.
};

const std::vector<Passing> kPassings = {
    {.name = "0.8 after 2 months", .weights = {0.0, 0.0, 0.8}},
    {.name = "0.6 over months 0 to 3", .weights = {0.1, 0.2, 0.2, 0.1}},
    {.name = "0.2 at once", .weights = {0.2}},
    {.name = "nothing", .weights = {0.0}},
};

/// Excesses of 36 months, diverted from month 12 on: what is passed on and what scatters around
/// what was expected, honest goods that do not go on included.
struct ExcessNoise {
  std::string name;
  double lots = 0.0;  ///< Lots of diverted goods a month; 0: steady with 20 %.
  double lot_spread = 0.0;
  double honest_inflow = 0.0;  ///< Standard deviation of the rest, in mean diverted inflows.
  double honest_outflow = 0.0;
  double persistence = 0.0;
};

const std::vector<ExcessNoise> kExcessNoises = {
    {.name = "steady, rest 0.1", .honest_inflow = 0.1, .honest_outflow = 0.1},
    {.name = "3 lots a month, rest 0.1",
     .lots = 3.0,
     .lot_spread = 0.8,
     .honest_inflow = 0.1,
     .honest_outflow = 0.1},
    {.name = "3 heavy lots a month, rest 0.1",
     .lots = 3.0,
     .lot_spread = 1.5,
     .honest_inflow = 0.1,
     .honest_outflow = 0.1},
    {.name = "3 lots a month, rest 0.3",
     .lots = 3.0,
     .lot_spread = 0.8,
     .honest_inflow = 0.3,
     .honest_outflow = 0.3},
    {.name = "3 lots a month, rest 0.3 that lasts (0.7)",
     .lots = 3.0,
     .lot_spread = 0.8,
     .honest_inflow = 0.3,
     .honest_outflow = 0.3,
     .persistence = 0.7},
};

constexpr std::size_t kExcessMonths = 36;
constexpr std::size_t kDivertedFrom = 12;

std::vector<double> rest_of(double spread, double persistence, Random& random) {
  std::vector<double> values(kExcessMonths);
  double lasting = spread * random.normal();
  for (double& value : values) {
    value = lasting;
    lasting = persistence * lasting +
              spread * std::sqrt(1.0 - persistence * persistence) * random.normal();
  }
  return values;
}

std::vector<double> diverted_inflow(const ExcessNoise& noise, Random& random) {
  std::vector<double> values(kExcessMonths);
  for (std::size_t t = kDivertedFrom; t < kExcessMonths; ++t) {
    if (noise.lots == 0.0) {
      values[t] = std::exp(0.2 * random.normal());
      continue;
    }
    const std::uint64_t lots = random.poisson(noise.lots);
    const double mean_lot = std::exp(0.5 * noise.lot_spread * noise.lot_spread);
    for (std::uint64_t lot = 0; lot < lots; ++lot) {
      values[t] += std::exp(noise.lot_spread * random.normal()) / noise.lots / mean_lot;
    }
  }
  return values;
}

struct Excesses {
  std::vector<double> inflow;
  std::vector<double> outflow;
  double ratio_of_sums = 0.0;
};

Excesses made_excesses(const ExcessNoise& noise, const Passing& passing, Random& random) {
  Excesses made;
  made.inflow = diverted_inflow(noise, random);
  made.outflow = rest_of(noise.honest_outflow, noise.persistence, random);
  const std::vector<double> rest = rest_of(noise.honest_inflow, noise.persistence, random);
  for (std::size_t t = 0; t < kExcessMonths; ++t) {
    for (std::size_t l = 0; l < passing.weights.size() && l <= t; ++l) {
      made.outflow[t] += passing.weights[l] * made.inflow[t - l];
    }
  }
  double in_sum = 0.0;
  double out_sum = 0.0;
  for (std::size_t t = 0; t < kExcessMonths; ++t) {
    made.inflow[t] += rest[t];
    in_sum += t < kDivertedFrom ? 0.0 : made.inflow[t];
    out_sum += t < kDivertedFrom ? 0.0 : made.outflow[t];
  }
  made.ratio_of_sums = out_sum / in_sum;
  return made;
}

struct CouplingTally {
  double rounds = 0.0;
  double covered = 0.0;
  double length = 0.0;
  double share = 0.0;
  double ratio = 0.0;
};

CouplingTally tally_coupling(const ExcessNoise& noise, const Passing& passing, int rounds) {
  double truth = 0.0;
  for (const double weight : passing.weights) {
    truth += weight;
  }
  CouplingTally tally;
  for (int round = 0; round < rounds; ++round) {
    const auto seed = static_cast<std::uint64_t>(round) + 1;
    Random random(seed);
    const Excesses made = made_excesses(noise, passing, random);
    const auto found = stats::coupling(made.inflow, made.outflow, kDivertedFrom, {.seed = seed});
    if (found) {
      tally.rounds += 1.0;
      tally.covered += found->low <= truth && truth <= found->high ? 1.0 : 0.0;
      tally.length += found->high - found->low;
      tally.share += found->share;
      tally.ratio += made.ratio_of_sums;
    }
  }
  return tally;
}

void print_coupling(int rounds) {
  fmt::print(
      "| goods | what goes on | mean share | interval holds it | mean length | mean ratio of sums "
      "|\n|---|---|---|---|---|---|\n"
  );
  for (const ExcessNoise& noise : kExcessNoises) {
    for (const Passing& passing : kPassings) {
      const CouplingTally tally = tally_coupling(noise, passing, rounds);
      fmt::print(
          "| {} | {} | {:.3f} | {:.3f} | {:.2f} | {:.3f} |\n",
          noise.name,
          passing.name,
          tally.share / tally.rounds,
          tally.covered / tally.rounds,
          tally.length / tally.rounds,
          tally.ratio / tally.rounds
      );
    }
  }
}

}  // namespace
}  // namespace portolan::bench

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const auto rounds = portolan::parse_integer(argc > 2 ? argv[2] : "1000").value_or(0);
  if ((what != "break" && what != "coupling") || rounds < 1 || rounds > 1'000'000) {
    fmt::print(stderr, "error: coverage_bench: expected break|coupling [ROUNDS]\n");
    return 2;
  }
  if (what == "break") {
    portolan::bench::print_breaks(static_cast<int>(rounds));
  } else {
    portolan::bench::print_coupling(static_cast<int>(rounds));
  }
  return 0;
}
