// The prototype: a two-way counterfactual by ratios of totals (what the hub's unlisted goods did,
// times what the product did among the countries that control it), placebo cells predicted out of
// sample in blocks of whole chapters, one conformal p-value a leg within strata of size. A cell's
// p-value is the larger of its two legs'.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "detector.hpp"
#include "hub_controls.hpp"
#include "portolan/base/random.hpp"

namespace portolan::bench {
namespace {

constexpr std::size_t kPartitions = 4;
constexpr std::size_t kBlocks = 3;
constexpr std::size_t kMostStrata = 3;
/// A stratum with fewer placebos could never give a small p-value: the strata are then fewer.
constexpr std::size_t kPlacebosInStratum = 200;
constexpr std::size_t kLeastPlacebos = 20;
constexpr double kFloorUsd = 10'000.0;
constexpr std::uint64_t kSeed = 20'240'607;

/// A cell's excess, and the size that decides with which placebos it is compared.
struct Excess {
  double log_ratio = 0.0;
  double expected_usd = 0.0;
};

struct Totals {
  double before = 0.0;
  double after = 0.0;
};

Totals totals_of(const Months& usd, const Split& split) {
  return {
      .before = known_sum(usd, split.begin, split.treated).mean(),
      .after = known_sum(usd, split.treated, split.end).mean()};
}

/// Placebos of one leg by size of expectation, and the p-values that follow.
class PlaceboNull {
 public:
  explicit PlaceboNull(std::vector<Excess> placebos) {
    std::sort(placebos.begin(), placebos.end(), [](const Excess& a, const Excess& b) {
      return a.expected_usd < b.expected_usd;
    });
    const std::size_t count =
        std::clamp<std::size_t>(placebos.size() / kPlacebosInStratum, 1, kMostStrata);
    strata_.resize(count);
    for (std::size_t i = 0; i < placebos.size(); ++i) {
      Stratum& stratum = strata_[i * count / placebos.size()];
      stratum.log_ratios.push_back(placebos[i].log_ratio);
      stratum.largest_usd = placebos[i].expected_usd;
    }
  }

  [[nodiscard]] std::optional<double> p_value(const Excess& own) const {
    std::size_t s = 0;
    while (s + 1 < strata_.size() && own.expected_usd > strata_[s].largest_usd) {
      ++s;
    }
    const auto& placebos = strata_[s].log_ratios;
    if (placebos.size() < kLeastPlacebos) {
      return std::nullopt;
    }
    const auto above = std::count_if(placebos.begin(), placebos.end(), [&](double placebo) {
      return placebo >= own.log_ratio;
    });
    return (1.0 + static_cast<double>(above)) / (1.0 + static_cast<double>(placebos.size()));
  }

 private:
  struct Stratum {
    std::vector<double> log_ratios;
    double largest_usd = 0.0;
  };
  std::vector<Stratum> strata_;
};

/// What a family did among the countries that control goods: after over before.
std::vector<double> product_growth(const WorldSeries& series) {
  std::vector<double> growth(series.families.size(), 1.0);
  for (const CellMonths& cell : series.cells) {
    const Totals totals = totals_of(series.elsewhere_usd[cell.family], cell.split);
    growth[cell.family] = (totals.after + kFloorUsd) / (totals.before + kFloorUsd);
  }
  return growth;
}

/// The two-way prediction of one leg.
class Leave {
 public:
  Leave(const WorldSeries& series, Leg leg)
      : leg_(leg), growth_(product_growth(series)), controls_(unlisted_by_hub(series, leg)) {}

  /// Predicts `cell` with the hub's unlisted goods that are not in `masked` families.
  [[nodiscard]] std::optional<Excess>
  excess(const CellMonths& cell, const std::set<std::size_t>& masked) const {
    double before = 0.0;
    double after = 0.0;
    for (const CellMonths* control : controls_[cell.hub]) {
      if (!masked.contains(control->family)) {
        const Totals totals = totals_of(leg_of(*control, leg_), control->split);
        before += totals.before * growth_[control->family];
        after += totals.after;
      }
    }
    if (before <= 0.0 || after <= 0.0) {
      return std::nullopt;
    }
    const Totals own = totals_of(leg_of(cell, leg_), cell.split);
    const double expected = own.before * growth_[cell.family] * after / before;
    return Excess{
        .log_ratio = std::log((own.after + kFloorUsd) / (expected + kFloorUsd)),
        .expected_usd = expected};
  }

  /// Every unlisted cell, predicted without the block that it is in. Siblings of listed goods are
  /// no placebos: they may hold migrated trade.
  [[nodiscard]] PlaceboNull
  null(const WorldSeries& series, const std::vector<std::set<std::size_t>>& blocks) const {
    std::set<std::string> listed_headings;
    for (const CellMonths& cell : series.cells) {
      if (cell.is_listed) {
        listed_headings.insert(cell.name.family.substr(0, 4));
      }
    }
    std::vector<Excess> placebos;
    for (const auto& block : blocks) {
      for (const auto& of_hub : controls_) {
        for (const CellMonths* cell : of_hub) {
          const bool is_placebo = block.contains(cell->family) &&
                                  !listed_headings.contains(cell->name.family.substr(0, 4));
          if (const auto placebo = is_placebo ? excess(*cell, block) : std::nullopt) {
            placebos.push_back(*placebo);
          }
        }
      }
    }
    return PlaceboNull(std::move(placebos));
  }

 private:
  Leg leg_;
  std::vector<double> growth_;
  std::vector<std::vector<const CellMonths*>> controls_;
};

/// Deals the chapters of unlisted families into blocks.
std::vector<std::set<std::size_t>> deal_blocks(const WorldSeries& series, Random random) {
  std::map<std::string, std::set<std::size_t>> chapters;
  for (const CellMonths& cell : series.cells) {
    if (!cell.is_listed) {
      chapters[cell.name.family.substr(0, 2)].insert(cell.family);
    }
  }
  std::vector<const std::set<std::size_t>*> deck;
  deck.reserve(chapters.size());
  for (const auto& [chapter, families] : chapters) {
    deck.push_back(&families);
  }
  for (std::size_t i = deck.size(); i > 1; --i) {
    std::swap(deck[i - 1], deck[random.below(i)]);
  }
  std::vector<std::set<std::size_t>> blocks(kBlocks);
  for (const auto* families : deck) {
    auto& smallest = *std::ranges::min_element(blocks, {}, &std::set<std::size_t>::size);
    smallest.insert(families->begin(), families->end());
  }
  return blocks;
}

/// One leg's p-value, the mean over partitions of the placebos; nothing where it is not seen.
class LegTest {
 public:
  LegTest(const WorldSeries& series, Leg leg) : leg_(leg), leave_(series, leg) {
    for (std::size_t i = 0; i < kPartitions; ++i) {
      nulls_.push_back(leave_.null(series, deal_blocks(series, Random(kSeed).fork(i))));
    }
  }

  [[nodiscard]] std::optional<double> p_value(const CellMonths& cell) const {
    const auto own = sees(cell, leg_) ? leave_.excess(cell, {}) : std::nullopt;
    double sum = 0.0;
    for (const PlaceboNull& null : nulls_) {
      const auto p = own ? null.p_value(*own) : std::nullopt;
      if (!p) {
        return std::nullopt;
      }
      sum += *p;
    }
    return sum / static_cast<double>(nulls_.size());
  }

 private:
  Leg leg_;
  Leave leave_;
  std::vector<PlaceboNull> nulls_;
};

}  // namespace

Verdicts prototype(const TestedWorld& world) {
  const WorldSeries& series = *world.series;
  const LegTest inflow(series, Leg::kInflow);
  const LegTest outflow(series, Leg::kOutflow);
  std::vector<CellName> cells;
  std::vector<double> p_values;
  for (const CellMonths& cell : series.cells) {
    const auto in = cell.is_listed ? inflow.p_value(cell) : std::nullopt;
    const auto out = cell.is_listed ? outflow.p_value(cell) : std::nullopt;
    if (in && out) {
      cells.push_back(cell.name);
      p_values.push_back(std::max(*in, *out));
    }
  }
  return {.leads = verdicts_of_p_values(cells, p_values), .surges = {}, .notice = {}};
}

}  // namespace portolan::bench
