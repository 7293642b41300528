// Measures the matching of names. Usage:
//
//     match_bench evaluate SCREENING [open|kept|all] [wrong]
//     match_bench fit SCREENING                         prints data/names/weights.csv

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "evaluation.hpp"

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
  std::cerr << "usage: match_bench evaluate|fit ... (see the source)\n";
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
