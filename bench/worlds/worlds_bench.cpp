// Scores detectors on many practice worlds.
//
//   worlds_bench --family shocks/plants/stayed30 --seeds 1-200 --threads 2
//     --detector calibrated,prototype --fdr 0.05,0.1,0.2 --out worlds.csv --plants plants.csv
//
// Prints tables in Markdown; the same bytes for any number of threads. `--family list` names all.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "detector.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "scoreboard.hpp"
#include "world_family.hpp"
#include "world_run.hpp"

namespace portolan::bench {
namespace {

struct Arguments {
  std::string family = "plain/plants/stayed0";
  std::uint64_t first_seed = 1;
  std::uint64_t last_seed = 40;
  unsigned threads = 1;
  std::vector<const Detector*> detectors;
  std::vector<double> levels = {0.05, 0.1, 0.2};
  std::string out;
  std::string plants;
};

std::vector<const Detector*> detectors_named(const std::string& text) {
  std::vector<const Detector*> chosen;
  for (const std::string_view name : split(text, ',')) {
    const auto all = all_detectors();
    const auto found = std::ranges::find(all, name, &Detector::name);
    if (found == all.end()) {
      std::vector<std::string> names;
      for (const Detector& detector : all) {
        names.emplace_back(detector.name);
      }
      throw invalid_argument("--detector: expected {}, got \"{}\"", join(names, ", "), name);
    }
    chosen.push_back(&*found);
  }
  return chosen;
}

void read_seeds(Arguments& arguments, const std::string& text) {
  const auto parts = split(text, '-');
  const auto first = parse_integer(parts.front());
  const auto last = parse_integer(parts.back());
  if (parts.size() > 2 || !first || !last || *first < 0 || *last < *first) {
    throw invalid_argument("--seeds: expected two numbers like 1-200, got \"{}\"", text);
  }
  arguments.first_seed = static_cast<std::uint64_t>(*first);
  arguments.last_seed = static_cast<std::uint64_t>(*last);
}

void read_levels(Arguments& arguments, const std::string& text) {
  arguments.levels.clear();
  for (const std::string_view part : split(text, ',')) {
    const auto level = parse_double(part);
    if (!level || *level <= 0.0 || *level >= 1.0) {
      throw invalid_argument("--fdr: expected numbers between 0 and 1, got \"{}\"", text);
    }
    arguments.levels.push_back(*level);
  }
}

Arguments read_arguments(const std::vector<std::string>& texts) {
  std::map<std::string, std::string> values;
  for (std::size_t i = 0; i < texts.size(); i += 2) {
    const std::set<std::string> known = {
        "--family", "--seeds", "--threads", "--detector", "--fdr", "--out", "--plants"};
    if (!known.contains(texts[i]) || i + 1 == texts.size()) {
      throw invalid_argument(
          "worlds_bench: expected options with values ({}), got \"{}\"",
          join(std::vector<std::string>(known.begin(), known.end()), ", "),
          texts[i]
      );
    }
    values[texts[i]] = texts[i + 1];
  }
  Arguments arguments;
  const auto value_or = [&](const std::string& name, const std::string& otherwise) {
    const auto found = values.find(name);
    return found == values.end() ? otherwise : found->second;
  };
  arguments.family = value_or("--family", arguments.family);
  read_seeds(arguments, value_or("--seeds", "1-40"));
  read_levels(arguments, value_or("--fdr", "0.05,0.1,0.2"));
  std::vector<std::string> names;
  for (const Detector& detector : all_detectors()) {
    names.emplace_back(detector.name);
  }
  arguments.detectors = detectors_named(value_or("--detector", join(names, ",")));
  const auto threads = parse_integer(value_or("--threads", "1"));
  if (!threads || *threads < 0 || *threads > 1'000) {
    throw invalid_argument("--threads: expected a number, got \"{}\"", values["--threads"]);
  }
  arguments.threads = static_cast<unsigned>(*threads);
  arguments.out = value_or("--out", "");
  arguments.plants = value_or("--plants", "");
  return arguments;
}

void write_file(const std::string& path, const std::string& text) {
  if (path.empty()) {
    return;
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) {
    throw unavailable("{}: expected a file that can be written", path);
  }
}

void run(const Arguments& arguments) {
  const std::vector<WorldResult> results = run_worlds(
      {.family = arguments.family,
       .first_seed = arguments.first_seed,
       .last_seed = arguments.last_seed,
       .detectors = arguments.detectors,
       .levels = arguments.levels,
       .threads = arguments.threads}
  );
  write_file(arguments.out, csv_of_worlds(arguments.family, results));
  write_file(arguments.plants, csv_of_plants(arguments.family, results));
  fmt::print("{}", summary_of(arguments.family, results));
}

int main_of(const std::vector<std::string>& texts) {
  try {
    const Arguments arguments = read_arguments(texts);
    if (arguments.family == "list") {
      for (const std::string& name : all_families()) {
        fmt::print("{}\n", name);
      }
      return 0;
    }
    run(arguments);
    return 0;
  } catch (const Error& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 2;
  }
}

}  // namespace
}  // namespace portolan::bench

int main(int argc, char** argv) {
  return portolan::bench::main_of({argv + 1, argv + argc});
}
