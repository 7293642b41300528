#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/ownership/blocked.hpp"

namespace {

using namespace portolan::ownership;  // NOLINT(google-build-using-namespace): a program, no header

struct Register {
  std::size_t num_entities = 0;
  std::vector<DatedHolding> statements;
  std::vector<EntityIndex> listed;
};

/// A register as companies' registers are: two to three owners a firm, few large holders, a tenth
/// of the shares unknown, a tenth of the statements ended; one entity in 200 is listed.
Register made_register(std::size_t num_statements, std::uint64_t seed) {
  portolan::Random random(seed);
  Register made;
  made.num_entities = num_statements * 2 / 5;
  for (std::size_t i = 0; i < num_statements; ++i) {
    const double skewed = random.uniform() * random.uniform();
    DatedHolding statement;
    statement.holding.owner =
        static_cast<EntityIndex>(skewed * static_cast<double>(made.num_entities));
    statement.holding.owned = static_cast<EntityIndex>(random.below(made.num_entities));
    if (random.below(10) != 0) {
      statement.holding.low = kWhole / 100 * static_cast<Share>(1 + random.below(60));
      statement.holding.high = statement.holding.low;
    }
    if (random.below(10) == 0) {
      statement.days.until = parse_days("2020")->until;
    }
    made.statements.push_back(statement);
  }
  for (std::size_t i = 0; i < made.num_entities / 200; ++i) {
    made.listed.push_back(static_cast<EntityIndex>(random.below(made.num_entities)));
  }
  return made;
}

/// From statements to findings, for a rule that adds owners (0) and one that does not (1).
void BM_FindBlocked(benchmark::State& state) {
  const Register made = made_register(static_cast<std::size_t>(state.range(0)), 1);
  OwnershipTest test;
  test.adds_owners = state.range(1) == 0;
  const Day day = *parse_days("2024-01-01")->from;
  std::size_t num_blocked = 0;
  for (auto _ : state) {
    const HoldingsAt held = holdings_at(made.statements, day);
    const Blocking found = find_blocked(made.num_entities, held.holdings, made.listed, test);
    num_blocked = static_cast<std::size_t>(
        std::ranges::count(found.findings, Standing::kBlocked, &Finding::standing)
    );
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));  // items are statements
  state.counters["listed"] = static_cast<double>(made.listed.size());
  state.counters["blocked"] = static_cast<double>(num_blocked);
}
BENCHMARK(BM_FindBlocked)
    ->ArgNames({"statements", "alone"})
    ->Args({100'000, 0})
    ->Args({1'000'000, 0})
    ->Args({1'000'000, 1})
    ->Unit(benchmark::kMillisecond);

}  // namespace
