// Measures the matching of names. Usage:
//
//     match_bench evaluate SCREENING [open|kept|all] [wrong]
//     match_bench fit SCREENING                         prints data/names/weights.csv
//     match_bench alerts OFAC_FOLDER NAMES.csv DB       speed and alert rate
//     match_bench oracle OFAC_FOLDER NAMES.csv DB N     hits that the index misses, N names
//     match_bench recall QUERIES.csv TRUTH.csv DB       share of rows that find their own

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "evaluation.hpp"
#include "searching.hpp"

namespace {

int run(const std::vector<std::string>& args) {
  using portolan::bench::PairPart;
  const std::string verb = args.empty() ? "" : args[0];
  if (verb == "evaluate" && args.size() >= 2) {
    const std::string part = args.size() > 2 ? args[2] : "open";
    const bool shows_wrong = args.size() > 3 && args[3] == "wrong";
    portolan::bench::print_evaluation(
        args[1],
        part == "kept"  ? PairPart::kKeptBack
        : part == "all" ? PairPart::kAll
                        : PairPart::kOpen,
        shows_wrong
    );
    return 0;
  }
  if (verb == "fit" && args.size() == 2) {
    portolan::bench::print_fit(args[1]);
    return 0;
  }
  if (verb == "alerts" && args.size() == 4) {
    portolan::bench::print_alerts(args[1], args[2], std::stod(args[3]));
    return 0;
  }
  if (verb == "recall" && args.size() == 4) {
    portolan::bench::print_recall(args[1], args[2], std::stod(args[3]));
    return 0;
  }
  if (verb == "oracle" && args.size() == 5) {
    return portolan::bench::print_missed(
               args[1], args[2], std::stod(args[3]), std::stoul(args[4])
           ) == 0
               ? 0
               : 1;
  }
  std::cerr << "usage: match_bench evaluate|fit|alerts|recall|oracle ... (see the source)\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
  }
}
