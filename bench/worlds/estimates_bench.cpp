// How far dates and shares of true leads lie from the truth of practice worlds.
//
//   estimates_bench FAMILY FIRST_SEED LAST_SEED
//
// Prints tables in Markdown; the same bytes every time.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/world/truth.hpp"
#include "world_family.hpp"
#include "world_question.hpp"

namespace portolan::bench {
namespace {

struct Errors {
  std::vector<double> values;  ///< Estimate less truth.
  int without = 0;             ///< Leads that tell nothing.
  int with_interval = 0;
  int held = 0;
  double length = 0.0;

  void add(double error, std::optional<std::pair<double, double>> interval, double truth) {
    values.push_back(error);
    if (interval) {
      ++with_interval;
      held += interval->first <= truth && truth <= interval->second ? 1 : 0;
      length += interval->second - interval->first;
    }
  }
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? std::nan("") : values[values.size() / 2];
}

void print(const std::string& name, const Errors& errors) {
  std::vector<double> absolute = errors.values;
  for (double& value : absolute) {
    value = std::abs(value);
  }
  fmt::print(
      "| {} | {} | {} | {:.2f} | {:.2f} |",
      name,
      errors.values.size(),
      errors.without,
      median(errors.values),
      median(absolute)
  );
  if (errors.with_interval == 0) {
    fmt::print(" – | – |\n");
    return;
  }
  const double count = errors.with_interval;
  fmt::print(" {:.2f} | {:.2f} |\n", errors.held / count, errors.length / count);
}

/// The cell of a diversion that a lead names, if its goods truly went on.
struct Match {
  const world::TruthEvent* event = nullptr;
  const world::TruthCell* cell = nullptr;
};

std::optional<Match> match_of(const world::Truth& truth, const detect::Lead& lead) {
  for (const world::TruthEvent& event : truth.events) {
    if (world::is_decoy(event.kind)) {
      continue;
    }
    for (const world::TruthCell& cell : event.cells) {
      const bool shares_code = std::any_of(cell.hs.begin(), cell.hs.end(), [&](const auto& code) {
        return std::ranges::find(lead.goods.hs, code) != lead.goods.hs.end();
      });
      if (cell.hub.to_string() == lead.hub && shares_code && cell.out_usd() > 0) {
        return Match{.event = &event, .cell = &cell};
      }
    }
  }
  return std::nullopt;
}

std::optional<Period>
first_month(const world::TruthCell& cell, std::int64_t world::TruthMonth::*leg) {
  for (const world::TruthMonth& month : cell.months) {
    if (month.*leg > 0) {
      return month.month;
    }
  }
  return std::nullopt;
}

class Tally {
 public:
  void add(const detect::Lead& lead, const Match& match) {
    if (!lead.outflow) {
      return;
    }
    add_date(lead, match);
    // Of a chain's first hub what goes on goes elsewhere, and shares multiply.
    if (match.event->kind != world::EventKind::kTwoHubChain) {
      add_share(lead, match.event->went_on_share);
    }
  }

  void print_all() const {
    fmt::print(
        "| of leads with both legs | told | not told | median error | median absolute error | "
        "interval holds the truth | mean length |\n|---|---|---|---|---|---|---|\n"
    );
    for (const auto& [name, errors] : errors_) {
      print(name, errors);
    }
  }

 private:
  void add_date(const detect::Lead& lead, const Match& match) {
    const auto begin = first_month(*match.cell, &world::TruthMonth::out_usd);
    const bool is_slow = match.event->kind == world::EventKind::kSlowBuildUp;
    Errors& errors = errors_[is_slow ? "since, slow build-up (months)" : "since (months)"];
    if (!lead.since) {
      ++errors.without;
      return;
    }
    const std::pair<double, double> interval = {
        lead.since_low->steps_since(*begin), lead.since_high->steps_since(*begin)};
    errors.add(lead.since->steps_since(*begin), interval, 0.0);
  }

  void add_share(const detect::Lead& lead, double truth) {
    const std::string basis(to_string(lead.went_on_basis));
    Errors& errors = errors_["share that went on, " + basis];
    if (!lead.went_on || std::isnan(lead.went_on->value)) {
      ++errors.without;
      return;
    }
    std::optional<std::pair<double, double>> interval;
    if (std::isfinite(lead.went_on_low) && std::isfinite(lead.went_on_high)) {
      interval = {lead.went_on_low, lead.went_on_high};
    }
    errors.add(lead.went_on->value - truth, interval, truth);
    if (lead.inflow->excess > 0.0) {
      errors_["the same leads as " + basis + ", ratio of excesses in USD"].add(
          lead.outflow->excess / lead.inflow->excess - truth, {}, truth
      );
    }
  }

  std::map<std::string, Errors> errors_;
};

void run(const std::string& family, std::uint64_t first, std::uint64_t last) {
  const world::WorldSpec spec = spec_of_family(family);
  const goods::FamilyTable families = families_of_worlds();
  const WorldQuestion question(families);
  Tally tally;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    const world::World world = world::make_world(spec, seed);
    const WorldPanel panel = panel_of_world(world, question.families());
    const detect::DetectInput input = question.input(panel);
    SilentProgress progress;
    const detect::DetectResult found = detect::detect(input, WorldQuestion::options(), progress);
    const world::Truth truth = world::truth_of(world);
    for (const detect::Lead& lead : found.leads) {
      if (const auto match = match_of(truth, lead)) {
        tally.add(lead, *match);
      }
    }
  }
  tally.print_all();
}

int main_of(const std::vector<std::string>& texts) {
  try {
    const auto first = texts.size() == 3 ? parse_integer(texts[1]) : std::nullopt;
    const auto last = texts.size() == 3 ? parse_integer(texts[2]) : std::nullopt;
    if (!first || !last || *first < 0 || *last < *first) {
      throw invalid_argument("estimates_bench: expected FAMILY FIRST_SEED LAST_SEED");
    }
    run(texts[0], static_cast<std::uint64_t>(*first), static_cast<std::uint64_t>(*last));
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
