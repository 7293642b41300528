// How near traced origins are to the truth of practice worlds.
//
//     origins_bench FIRST_SEED LAST_SEED
//
// Asks of every cell of a diversion in small worlds whose goods the hub sent to the destination: of
// the true flows in kilograms and in USD, and of reports with errors. Prints a table in Markdown:
// the mean absolute error of the shares under mixing, the share of truths within the bounds, and
// how wide these are. The same bytes every time.
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>

#include <fmt/format.h>

#include "origin_cells.hpp"

namespace {

using portolan::bench::Measure;
using portolan::bench::origin_cells;
using portolan::bench::OriginScore;
using portolan::bench::reported;

void print(const std::string& data, const std::string& kind, const OriginScore& score) {
  const double origins = score.origins;
  fmt::print(
      "| {} | {} | {} | {} | {:.3f} | {:.3f} | {:.2f} |\n",
      data,
      kind,
      score.cells,
      score.origins,
      score.absolute_error / origins,
      score.within_bounds / origins,
      score.width / origins
  );
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: origins_bench FIRST_SEED LAST_SEED\n";
    return 2;
  }
  std::map<std::string, std::map<std::string, OriginScore>> scores;
  for (auto seed = std::strtoull(argv[1], nullptr, 10); seed <= std::strtoull(argv[2], nullptr, 10);
       ++seed) {
    const auto world = portolan::world::make_world({}, seed);
    portolan::Random random(seed);
    const auto add = [&](const std::string& data, const auto& cell, const auto& trade) {
      scores[data][std::string(to_string(cell.kind))].add(cell, trade);
      scores[data]["all"].add(cell, trade);
    };
    for (const auto& cell : origin_cells(world, Measure::kKilograms)) {
      add("true kilograms", cell, cell.trade);
      add("kilograms, error 0.1", cell, reported(cell.trade, 0.1, random));
    }
    for (const auto& cell : origin_cells(world, Measure::kUsd)) {
      add("true USD", cell, cell.trade);
      add("USD, error 0.1", cell, reported(cell.trade, 0.1, random));
    }
  }
  fmt::print("| data | diversion | cells | origins | error of the share | within bounds | width |\n"
  );
  fmt::print("|---|---|---|---|---|---|---|\n");
  for (const auto& [data, kinds] : scores) {
    for (const auto& [kind, score] : kinds) {
      print(data, kind, score);
    }
  }
  return 0;
}
