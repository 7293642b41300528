#include "portolan/trace/panel_trade.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace portolan::trace {
namespace {

using panel::Block;
using panel::CodedPanel;
using panel::Column;

/// Families of a level by code of the panel, each with whether all of it was asked for.
using AskedFamilies = std::map<std::uint32_t, bool>;

AskedFamilies
families_at(const CodedPanel& panel, const PanelWindow& window, int level, PanelTrade& trade) {
  AskedFamilies asked;
  const auto add = [&](std::uint32_t family, bool is_whole) {
    bool& known = asked.try_emplace(family, false).first->second;
    known = known || is_whole;
  };
  for (const HsCode& code : window.goods) {
    if (code.level() > level) {
      trade.goods_left_out.push_back(code.to_string());
      continue;
    }
    if (level == 6 && window.families_of) {
      for (const panel::FamilyMatch& match : window.families_of(code)) {
        if (const auto family = panel.find_family(match.name)) {
          add(*family, match.is_whole);
        }
      }
      continue;
    }
    for (std::uint32_t family = 0; family < panel.families().size(); ++family) {
      const auto own = HsCode::parse(panel.families()[family]);
      if (own && own->level() == level && code.covers(*own)) {
        add(family, true);
      }
    }
  }
  return asked;
}

/// The numbers of the first and the last period of a frequency within the window.
std::pair<std::int32_t, std::int32_t> limits(const PanelWindow& window, Frequency frequency) {
  const bool is_annual = frequency == Frequency::kAnnual;
  std::int32_t first = 0;
  std::int32_t last = std::numeric_limits<std::int32_t>::max();
  if (window.from) {
    // A year counts only if all of it is asked for.
    const std::int32_t year = window.from->year() * 100;
    first = !is_annual ? window.from->number() : year + (window.from->month() <= 1 ? 0 : 100);
  }
  if (window.until) {
    const std::int32_t year = window.until->year() * 100;
    const bool is_whole = window.until->month() == 0 || window.until->month() == 12;
    last = is_annual ? year - (is_whole ? 0 : 100)
                     : year + (window.until->month() == 0 ? 12 : window.until->month());
  }
  return {first, last};
}

struct PairSum {
  std::int64_t value = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
};

/// Two places and a period: a year, where the trade is by years.
using PairPeriod = std::tuple<std::uint16_t, std::uint16_t, std::int32_t>;

std::int32_t year_of(std::int32_t period) {
  return period / 100 * 100;
}

/// The months of a year that were summed: the first and the last with any row.
using MonthsByYear = std::map<std::int32_t, std::pair<std::int32_t, std::int32_t>>;

/// Adds up the rows of one family.
class FamilyReader {
 public:
  FamilyReader(const CodedPanel& panel, bool has_periods, PanelTrade& trade)
      : panel_(panel), has_periods_(has_periods), trade_(trade) {}

  void add(const Block& block) {
    for (std::size_t row = block.begin; row < block.end; ++row) {
      if (is_flow(row)) {
        trade_.has_stated_periods = true;
        if (block.period == year_of(block.period)) {
          stated_.insert({panel_.exporters()[row], panel_.importers()[row], block.period});
        }
        add(row, block.period);
      }
    }
  }

  /// Adds months to their year, for pairs of which no year is stated.
  void add_months(const Block& block, MonthsByYear& months) {
    const std::int32_t year = year_of(block.period);
    for (std::size_t row = block.begin; row < block.end; ++row) {
      const PairPeriod pair = {panel_.exporters()[row], panel_.importers()[row], year};
      if (is_flow(row) && !stated_.contains(pair)) {
        from_months_.insert(pair);
        add(row, year);
        auto& [first, last] = months.try_emplace(year, block.period, block.period).first->second;
        first = std::min(first, block.period);
        last = std::max(last, block.period);
      }
    }
  }

  [[nodiscard]] std::size_t num_from_months() const { return from_months_.size(); }

  [[nodiscard]] std::vector<TradeRow> rows() const {
    std::vector<TradeRow> rows;
    for (const auto& [flow, sum] : sums_) {
      const auto& [exporter, importer, period] = flow;
      if (sum.high > 0 && exporter != importer) {
        rows.push_back(
            {.exporter = panel_.places()[exporter],
             .importer = panel_.places()[importer],
             .value = Decimal3::from_thousandths(sum.value),
             .low = Decimal3::from_thousandths(sum.low),
             .high = Decimal3::from_thousandths(sum.high),
             .period = has_periods_ ? period_count(*Period::from_number(period)) : 0}
        );
      }
    }
    return rows;
  }

 private:
  [[nodiscard]] bool is_flow(std::size_t row) const {
    const std::int64_t value = panel_.value(Column::kEstimateUsd, row);
    return value != panel::kMissing && value >= 0 && panel_.is_partner(panel_.exporters()[row]) &&
           panel_.is_partner(panel_.importers()[row]);
  }

  void add(std::size_t row, std::int32_t period) {
    const std::uint16_t exporter = panel_.exporters()[row];
    const std::uint16_t importer = panel_.importers()[row];
    note_reports(row, exporter, importer);
    PairSum& sum = sums_[{exporter, importer, has_periods_ ? period : 0}];
    const std::int64_t value = panel_.value(Column::kEstimateUsd, row);
    const std::int64_t low = panel_.value(Column::kLowUsd, row);
    const std::int64_t high = panel_.value(Column::kHighUsd, row);
    trade_.num_without_range += low == panel::kMissing || high == panel::kMissing ? 1 : 0;
    sum.value += value;
    sum.low += low == panel::kMissing ? value : std::clamp<std::int64_t>(low, 0, value);
    sum.high += high == panel::kMissing ? value : std::max(high, value);
    has_period(period);
  }

  void note_reports(std::size_t row, std::uint16_t exporter, std::uint16_t importer) {
    if (panel_.export_status(row) == panel::Status::kReported) {
      trade_.export_reporters.push_back(panel_.places()[exporter]);
    }
    if (panel_.import_status(row) == panel::Status::kReported) {
      trade_.import_reporters.push_back(panel_.places()[importer]);
    }
  }
  void has_period(std::int32_t number) {
    const auto period = Period::from_number(number);
    if (period && (!trade_.first || *period < *trade_.first)) {
      trade_.first = period;
    }
    if (period && (!trade_.last || *period > *trade_.last)) {
      trade_.last = period;
    }
  }

  const CodedPanel& panel_;
  bool has_periods_;
  PanelTrade& trade_;
  std::map<PairPeriod, PairSum> sums_;  // of all periods: period 0
  std::set<PairPeriod> stated_;
  std::set<PairPeriod> from_months_;
};

void make_sorted_set(std::vector<std::string>& names) {
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

PanelTrade
trade_at(const CodedPanel& panel, const PanelWindow& window, Frequency frequency, int level) {
  PanelTrade trade;
  trade.frequency = frequency;
  trade.level = level;
  const auto [first, last] = limits(window, frequency);
  MonthsByYear months;
  for (const auto& [family, is_whole] : families_at(panel, window, level, trade)) {
    FamilyReader reader(panel, window.has_periods, trade);
    for (const Block& block : panel.blocks(frequency, level, family)) {
      if (block.period >= first && block.period <= last) {
        reader.add(block);
      }
    }
    if (frequency == Frequency::kAnnual) {
      for (const Block& block : panel.blocks(Frequency::kMonthly, level, family)) {
        if (year_of(block.period) >= first && year_of(block.period) <= last) {
          reader.add_months(block, months);
        }
      }
      trade.num_from_months += reader.num_from_months();
    }
    auto rows = reader.rows();
    if (!rows.empty()) {
      const std::string& name = panel.families()[family];
      trade.families.push_back({.family = name, .rows = std::move(rows), .producers = {}});
      if (!is_whole) {
        trade.wider_families.push_back(name);
      }
    }
  }
  make_sorted_set(trade.export_reporters);
  make_sorted_set(trade.import_reporters);
  count_periods_from_first(trade.families);
  for (const auto& [year, range] : months) {
    if (range.first > year + 1 || range.second < year + 12) {
      trade.part_years.emplace_back(
          *Period::from_number(range.first), *Period::from_number(range.second)
      );
    }
  }
  return trade;
}

/// What a window asks for, the first choice first: one that begins or ends with a month is not made
/// of years while there are months.
std::vector<Frequency> frequencies_of(const PanelWindow& window) {
  const auto has_month = [](const std::optional<Period>& period) {
    return period && period->month() != 0;
  };
  if (window.has_periods) {
    return {Frequency::kMonthly};
  }
  return has_month(window.from) || has_month(window.until)
             ? std::vector{Frequency::kMonthly, Frequency::kAnnual}
             : std::vector{Frequency::kAnnual, Frequency::kMonthly};
}

}  // namespace

PanelTrade panel_trade(const panel::CodedPanel& panel, const PanelWindow& window) {
  constexpr std::array kLevels = {6, 4, 2, 0};
  for (const Frequency frequency : frequencies_of(window)) {
    for (const int level : kLevels) {
      auto trade = trade_at(panel, window, frequency, level);
      // Years that are nothing but summed months tell less than the months.
      if (!trade.families.empty() && trade.has_stated_periods) {
        return trade;
      }
    }
  }
  return {};
}

}  // namespace portolan::trace
