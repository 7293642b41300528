#include "portolan/panel/scan.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/base/parallel.hpp"

namespace portolan::panel {

namespace {

/// The blocks of one family: the unit of work, since cells never cross families.
using FamilyBlocks = std::span<const Block>;

std::vector<FamilyBlocks> by_family(std::span<const Block> blocks) {
  std::vector<FamilyBlocks> families;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= blocks.size(); ++i) {
    if (i == blocks.size() || blocks[i].family != blocks[begin].family) {
      families.push_back(blocks.subspan(begin, i - begin));
      begin = i;
    }
  }
  return families;
}

/// Sums of one block by place. A place without any value has count 0.
class PlaceSums {
 public:
  PlaceSums(const CodedPanel& panel, const ScanScope& scope)
      : values_(panel.values(scope.column)),
        own_(scope.side == CellSide::kExporter ? panel.exporters() : panel.importers()),
        partner_(scope.side == CellSide::kExporter ? panel.importers() : panel.exporters()),
        sums_(panel.places().size(), kMissing) {
    for (std::size_t place = 0; place < sums_.size(); ++place) {
      if (panel.is_stated_sum(static_cast<std::uint16_t>(place))) {
        stated_.push_back(static_cast<std::uint16_t>(place));
      }
    }
  }

  /// Replaces the sums by those of `block`.
  void load(const Block& block) {
    std::fill(sums_.begin(), sums_.end(), kMissing);
    if (values_.empty()) {
      return;
    }
    if (stated_.empty()) {
      add_rows(block, [](std::uint16_t) { return false; });
    } else {
      add_rows(block, [&](std::uint16_t place) {
        return std::find(stated_.begin(), stated_.end(), place) != stated_.end();
      });
      for (const std::uint16_t place : stated_) {
        sums_[place] = kMissing;
      }
    }
  }

  /// `kMissing` for a place without a value.
  [[nodiscard]] const std::vector<std::int64_t>& sums() const noexcept { return sums_; }

 private:
  template <typename IsSkipped>
  void add_rows(const Block& block, const IsSkipped& is_skipped) {
    for (std::size_t row = block.begin; row < block.end; ++row) {
      const std::int64_t value = values_[row];
      if (value != kMissing && !is_skipped(partner_[row])) {
        std::int64_t& sum = sums_[own_[row]];
        sum = sum == kMissing ? value : sum + value;
      }
    }
  }

  std::span<const std::int64_t> values_;
  std::span<const std::uint16_t> own_;
  std::span<const std::uint16_t> partner_;
  std::vector<std::int64_t> sums_;
  std::vector<std::uint16_t> stated_;
};

/// The same period a year before; months and years are both `year * 100 + month`.
std::int32_t year_before(std::int32_t period) {
  return period - 100;
}

/// Tells exactly whether after >= before * (1 + growth), within the precision of the share.
bool has_grown(std::int64_t before, std::int64_t after, const GrowthFilter& filter) {
  return before != kMissing && after != kMissing && before >= filter.least_before &&
         static_cast<double>(after) >= static_cast<double>(before) * (1.0 + filter.growth_share);
}

std::vector<YearOnYear> family_growth(
    const CodedPanel& panel,
    const ScanScope& scope,
    const GrowthFilter& filter,
    FamilyBlocks blocks
) {
  // Sums of the last twelve months, or of the last year: as many as a year back needs.
  std::vector<std::pair<std::int32_t, std::vector<std::int64_t>>> kept;
  PlaceSums sums(panel, scope);
  std::vector<YearOnYear> found;
  for (const Block& block : blocks) {
    std::erase_if(kept, [&](const auto& entry) { return entry.first < year_before(block.period); });
    sums.load(block);
    const auto& after = sums.sums();
    if (!kept.empty() && kept.front().first == year_before(block.period)) {
      const auto& before = kept.front().second;
      for (std::size_t place = 0; place < after.size(); ++place) {
        if (has_grown(before[place], after[place], filter)) {
          found.push_back(
              {.exporter = static_cast<std::uint16_t>(place),
               .family = block.family,
               .period = block.period,
               .before = before[place],
               .after = after[place]}
          );
        }
      }
    }
    kept.emplace_back(block.period, after);
  }
  return found;
}

/// Runs `work` on each family, in parallel, and returns the results in the order of families.
template <typename Result, typename Work>
std::vector<Result>
for_each_family(std::span<const Block> blocks, unsigned threads, const Work& work) {
  const auto families = by_family(blocks);
  std::vector<Result> results(families.size());
  parallel_for_chunks(
      families.size(),
      1,
      threads,
      [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          results[i] = work(families[i]);
        }
      }
  );
  return results;
}

/// The totals of one family in one window, for whole places.
std::vector<CellTotal> place_totals(
    const CodedPanel& panel,
    const ScanScope& scope,
    FamilyBlocks blocks,
    const PeriodWindow& window
) {
  const auto values = panel.values(scope.column);
  const auto own = scope.side == CellSide::kExporter ? panel.exporters() : panel.importers();
  std::vector<CellTotal> by_place(panel.places().size());
  for (const Block& block : blocks) {
    if (!window.contains(block.period) || values.empty()) {
      continue;
    }
    for (std::size_t row = block.begin; row < block.end; ++row) {
      if (values[row] == kMissing || panel.is_stated_sum(panel.exporters()[row]) ||
          panel.is_stated_sum(panel.importers()[row])) {
        continue;
      }
      by_place[own[row]].total += values[row];
      ++by_place[own[row]].num_values;
    }
  }
  std::vector<CellTotal> totals;
  for (std::size_t place = 0; place < by_place.size(); ++place) {
    CellTotal total = by_place[place];
    if (total.num_values > 0) {
      total.family = blocks.front().family;
      auto& name = scope.side == CellSide::kExporter ? total.exporter : total.importer;
      name = static_cast<std::uint16_t>(place);
      totals.push_back(total);
    }
  }
  return totals;
}

/// The totals of one family in one window, by pair.
std::vector<CellTotal> pair_totals(
    const CodedPanel& panel,
    const ScanScope& scope,
    FamilyBlocks blocks,
    const PeriodWindow& window
) {
  const auto values = panel.values(scope.column);
  std::vector<CellTotal> totals;
  for (const Block& block : blocks) {
    if (!window.contains(block.period) || values.empty()) {
      continue;
    }
    for (std::size_t row = block.begin; row < block.end; ++row) {
      const std::uint16_t exporter = panel.exporters()[row];
      const std::uint16_t importer = panel.importers()[row];
      if (values[row] != kMissing && !panel.is_stated_sum(exporter) &&
          !panel.is_stated_sum(importer)) {
        totals.push_back(
            {.family = block.family,
             .exporter = exporter,
             .importer = importer,
             .num_values = 1,
             .total = values[row]}
        );
      }
    }
  }
  const auto key = [](const CellTotal& total) {
    return std::pair(total.exporter, total.importer);
  };
  std::ranges::sort(totals, {}, key);
  std::size_t last = 0;
  for (std::size_t i = 1; i < totals.size(); ++i) {
    if (key(totals[i]) == key(totals[last])) {
      totals[last].total += totals[i].total;
      ++totals[last].num_values;
    } else {
      totals[++last] = totals[i];
    }
  }
  totals.resize(totals.empty() ? 0 : last + 1);
  return totals;
}

}  // namespace

std::vector<YearOnYear>
year_on_year(const CodedPanel& panel, const ScanScope& scope, const GrowthFilter& filter) {
  if (scope.side == CellSide::kPair) {
    throw invalid_argument("side: expected exporter or importer, got pair");
  }
  const auto by_family = for_each_family<std::vector<YearOnYear>>(
      panel.blocks(scope.frequency, scope.level),
      scope.threads,
      [&](FamilyBlocks blocks) { return family_growth(panel, scope, filter, blocks); }
  );
  std::vector<YearOnYear> all;
  for (const auto& found : by_family) {
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

std::vector<std::vector<CellTotal>> cell_totals(
    const CodedPanel& panel,
    const ScanScope& scope,
    std::span<const PeriodWindow> windows
) {
  std::vector<std::vector<CellTotal>> result;
  for (const PeriodWindow& window : windows) {
    const auto by_family = for_each_family<std::vector<CellTotal>>(
        panel.blocks(scope.frequency, scope.level),
        scope.threads,
        [&](FamilyBlocks blocks) {
          return scope.side == CellSide::kPair ? pair_totals(panel, scope, blocks, window)
                                               : place_totals(panel, scope, blocks, window);
        }
    );
    auto& all = result.emplace_back();
    for (const auto& totals : by_family) {
      all.insert(all.end(), totals.begin(), totals.end());
    }
  }
  return result;
}

std::vector<SeriesPoint> pair_series(
    const CodedPanel& panel,
    Frequency frequency,
    int level,
    std::uint32_t family,
    std::uint16_t exporter,
    std::uint16_t importer
) {
  std::vector<SeriesPoint> series;
  for (const Block& block : panel.blocks(frequency, level, family)) {
    if (const auto row = panel.find_row(block, exporter, importer)) {
      series.push_back({.period = block.period, .row = *row});
    }
  }
  return series;
}

std::vector<PlacePoint> place_series(
    const CodedPanel& panel,
    const ScanScope& scope,
    std::uint32_t family,
    std::uint16_t place
) {
  const auto values = panel.values(scope.column);
  std::vector<PlacePoint> series;
  for (const Block& block : panel.blocks(scope.frequency, scope.level, family)) {
    const bool is_importer = scope.side == CellSide::kImporter;
    const auto [begin, end] = is_importer
                                  ? panel.rows_of_importer(block, place)
                                  : std::pair<std::size_t, std::size_t>(block.begin, block.end);
    const auto partners = is_importer ? panel.exporters() : panel.importers();
    PlacePoint point{.period = block.period};
    for (std::size_t row = begin; row < end && !values.empty(); ++row) {
      const bool is_own = is_importer || panel.exporters()[row] == place;
      if (is_own && values[row] != kMissing && !panel.is_stated_sum(partners[row])) {
        point.total += values[row];
        ++point.num_values;
      }
    }
    if (point.num_values > 0) {
      series.push_back(point);
    }
  }
  return series;
}

}  // namespace portolan::panel
