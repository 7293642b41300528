#include "panel_frame.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kAllPartners = 100;
constexpr std::size_t kAllChapters = 90;

double to_number(std::int64_t thousandths) {
  return thousandths == panel::kMissing ? kUnknown : static_cast<double>(thousandths) / 1000.0;
}

/// The columns of one side, or those of another source's own estimate.
class SideColumns {
 public:
  SideColumns(const panel::CodedPanel& panel, const std::array<panel::Column, 3>& columns)
      : usd_(panel.values(columns[0])),
        kg_(panel.values(columns[1])),
        usd_with_kg_(panel.values(columns[2])) {}

  [[nodiscard]] bool has_value(std::size_t row) const {
    return !usd_.empty() && usd_[row] != panel::kMissing;
  }

  /// Puts what the row says into the report; what it leaves open stays as it is.
  void read(Report& report, std::size_t time, std::size_t row) const {
    put(report.usd, usd_, time, row);
    if (!report.kg.empty()) {
      put(report.kg, kg_, time, row);
      put(report.usd_with_kg, usd_with_kg_, time, row);
    }
  }

 private:
  static void
  put(Values& values, std::span<const std::int64_t> column, std::size_t time, std::size_t row) {
    if (!column.empty() && column[row] != panel::kMissing) {
      values[time] = to_number(column[row]);
    }
  }

  std::span<const std::int64_t> usd_;
  std::span<const std::int64_t> kg_;
  std::span<const std::int64_t> usd_with_kg_;
};

/// Reads rows of the panel into the reports of their pairs.
class RowReader {
 public:
  RowReader(const panel::CodedPanel& panel, FamilyColumns columns, std::size_t num_periods)
      : panel_(panel), columns_(columns), num_periods_(num_periods) {}

  void read(PairTrade& pair, std::size_t time, std::size_t row) const {
    const auto exported = panel_.export_status(row);
    const auto imported = panel_.import_status(row);
    if (exported == panel::Status::kReported) {
      exports_.read(ready(pair.by_exporter), time, row);
    } else if (imported != panel::Status::kReported && reconciled_.has_value(row)) {
      reconciled_.read(ready(pair.by_exporter), time, row);
    } else if (exported == panel::Status::kInferredZero) {
      ready(pair.by_exporter).usd[time] = 0.0;
    }
    if (imported == panel::Status::kReported) {
      imports_.read(ready(pair.by_importer), time, row);
    } else if (imported == panel::Status::kInferredZero) {
      ready(pair.by_importer).usd[time] = 0.0;
    }
  }

  /// The report with room for all periods, unknown as far as nothing was read.
  Report& ready(Report& report) const {
    if (report.usd.empty()) {
      report.usd.assign(num_periods_, kUnknown);
    }
    if (columns_ == FamilyColumns::kValuesAndWeights && report.kg.empty()) {
      report.kg.assign(num_periods_, kUnknown);
      report.usd_with_kg.assign(num_periods_, kUnknown);
    }
    return report;
  }

 private:
  using Column = panel::Column;
  const panel::CodedPanel& panel_;
  FamilyColumns columns_;
  std::size_t num_periods_;
  SideColumns exports_{panel_, {Column::kExportUsd, Column::kExportKg, Column::kExportUsdWithKg}};
  SideColumns imports_{panel_, {Column::kImportUsd, Column::kImportKg, Column::kImportUsdWithKg}};
  SideColumns reconciled_{
      panel_,
      {Column::kReconciledUsd, Column::kReconciledKg, Column::kReconciledUsdWithKg}};
};

/// The pairs that have rows in some blocks, by importer, then exporter, and which of them a row
/// belongs to. Partial years do not count.
class PairIndex {
 public:
  PairIndex(const panel::CodedPanel& panel, std::span<const panel::Block> blocks)
      : panel_(panel), num_places_(panel.places().size()) {
    const std::size_t rows = blocks.empty() ? 0 : blocks.back().end - blocks.front().begin;
    // A table of all pairs is fast to look up and slow to clear: not for a few rows.
    if (rows * 4 > num_places_ * num_places_) {
      positions_.assign(num_places_ * num_places_, 0);
      for_each_key(blocks, [&](std::uint32_t key) { positions_[key] = 1; });
      for (std::uint32_t key = 0; key < positions_.size(); ++key) {
        if (positions_[key] != 0) {
          positions_[key] = static_cast<std::uint32_t>(keys_.size());
          keys_.push_back(key);
        }
      }
    } else {
      for_each_key(blocks, [&](std::uint32_t key) { keys_.push_back(key); });
      std::sort(keys_.begin(), keys_.end());
      keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
    }
  }

  [[nodiscard]] std::vector<PairTrade> pairs() const {
    std::vector<PairTrade> pairs(keys_.size());
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      pairs[i].importer = static_cast<std::uint16_t>(keys_[i] / num_places_);
      pairs[i].exporter = static_cast<std::uint16_t>(keys_[i] % num_places_);
    }
    return pairs;
  }

  /// Where the pair of `row` stands in `pairs`.
  [[nodiscard]] std::size_t of(std::size_t row) const {
    const std::uint32_t key = key_of(row);
    if (!positions_.empty()) {
      return positions_[key];
    }
    const auto found = std::lower_bound(keys_.begin(), keys_.end(), key);
    return static_cast<std::size_t>(found - keys_.begin());
  }

 private:
  [[nodiscard]] std::uint32_t key_of(std::size_t row) const {
    return static_cast<std::uint32_t>(
        panel_.importers()[row] * num_places_ + panel_.exporters()[row]
    );
  }

  template <typename Use>
  void for_each_key(std::span<const panel::Block> blocks, const Use& use) const {
    for (const panel::Block& block : blocks) {
      for (std::size_t row = block.begin; row < block.end; ++row) {
        if (!panel_.is_partial(row)) {
          use(key_of(row));
        }
      }
    }
  }

  const panel::CodedPanel& panel_;
  std::size_t num_places_;
  std::vector<std::uint32_t> keys_;
  std::vector<std::uint32_t> positions_;  ///< By key; empty where keys are searched.
};

}  // namespace

PanelFrame::PanelFrame(
    const panel::CodedPanel& panel,
    Frequency frequency,
    int level,
    std::span<const Coverage> coverage,
    unsigned threads
)
    : panel_(&panel), frequency_(frequency), level_(level) {
  const auto blocks = panel.blocks(frequency, level);
  if (blocks.empty()) {
    return;
  }
  std::int32_t earliest = blocks.front().period;
  std::int32_t latest = earliest;
  for (const panel::Block& block : blocks) {
    earliest = std::min(earliest, block.period);
    latest = std::max(latest, block.period);
    if (families_.empty() || families_.back() != block.family) {
      families_.push_back(block.family);
    }
  }
  first_ = *Period::from_number(earliest);
  num_periods_ = static_cast<std::size_t>(Period::from_number(latest)->steps_since(first_)) + 1;
  scan(threads);
  if (!coverage.empty()) {
    apply_coverage(coverage);
  }
  find_spans(exports_);
  find_spans(imports_);
}

Period PanelFrame::last() const {
  return first_.plus(static_cast<int>(num_periods_) - 1);
}

std::size_t PanelFrame::position(std::int32_t period) const {
  return static_cast<std::size_t>(Period::from_number(period)->steps_since(first_));
}

bool PanelFrame::can_be_zero(
    const Side& side,
    std::uint16_t place,
    std::uint16_t partner,
    std::uint32_t family
) const {
  const bool has_goods = side.has_family[place * panel_->families().size() + family] != 0 ||
                         side.num_chapters[place] >= kAllChapters;
  const bool has_partner = side.has_partner[place * panel_->places().size() + partner] != 0 ||
                           side.num_partners[place] >= kAllPartners;
  return has_goods && has_partner;
}

std::vector<std::size_t> PanelFrame::first_zeros(const Side& side, std::uint32_t family) const {
  const std::size_t places = panel_->places().size();
  std::map<PeriodSpan, std::size_t> first_of_span;
  for (std::size_t place = 0; place < places; ++place) {
    const std::uint16_t first = side.first_report[place * panel_->families().size() + family];
    if (first != kNever) {
      const auto entry = first_of_span.try_emplace(side.spans[place], first).first;
      entry->second = std::min<std::size_t>(entry->second, first);
    }
  }
  std::vector<std::size_t> result(places, 0);
  for (std::size_t place = 0; place < places; ++place) {
    const auto found = first_of_span.find(side.spans[place]);
    if (found == first_of_span.end()) {
      continue;
    }
    const Period began = first_.plus(static_cast<int>(found->second));
    const bool is_edition_year =
        began.year() == 2012 || began.year() == 2017 || began.year() == 2022;
    if (is_edition_year && began.month() <= 1 && found->second > side.spans[place].first) {
      result[place] = found->second;
    }
  }
  return result;
}

void PanelFrame::begin_with_zeros(
    Report& report,
    const Side& side,
    std::uint16_t place,
    std::uint16_t partner,
    std::uint32_t family,
    std::size_t first_zero
) const {
  if (panel_->is_stated_sum(place) || panel_->is_stated_sum(partner) ||
      !can_be_zero(side, place, partner, family)) {
    return;
  }
  report.usd.assign(num_periods_, kUnknown);
  for (std::size_t t = first_zero; t < num_periods_; ++t) {
    report.usd[t] = side.published[place * num_periods_ + t] != 0 ? 0.0 : kUnknown;
  }
}

FamilyTrade PanelFrame::load(std::uint32_t family, FamilyColumns columns) const {
  const auto blocks = panel_->blocks(frequency_, level_, family);
  const PairIndex index(*panel_, blocks);
  FamilyTrade trade{.family = family, .pairs = index.pairs()};
  const RowReader reader(*panel_, columns, num_periods_);
  const auto export_zeros = first_zeros(exports_, family);
  const auto import_zeros = first_zeros(imports_, family);
  for (PairTrade& pair : trade.pairs) {
    const std::uint16_t exporter = pair.exporter;
    const std::uint16_t importer = pair.importer;
    for (const bool is_export : {true, false}) {
      Report& report = is_export ? pair.by_exporter : pair.by_importer;
      if (is_export) {
        begin_with_zeros(report, exports_, exporter, importer, family, export_zeros[exporter]);
      } else {
        begin_with_zeros(report, imports_, importer, exporter, family, import_zeros[importer]);
      }
      if (!report.usd.empty()) {
        reader.ready(report);
      }
    }
  }
  for (const panel::Block& block : blocks) {
    const std::size_t time = position(block.period);
    for (std::size_t row = block.begin; row < block.end; ++row) {
      if (!panel_->is_partial(row)) {
        reader.read(trade.pairs[index.of(row)], time, row);
      }
    }
  }
  if (!blocks.empty()) {
    panel_->release(blocks.front().begin, blocks.back().end);
  }
  return trade;
}

std::optional<double>
PanelFrame::families_reported(std::uint16_t place, std::size_t begin, std::size_t end) const {
  double sum = 0.0;
  double periods = 0.0;
  for (std::size_t t = begin; t < std::min(end, num_periods_); ++t) {
    const std::size_t slot = place * num_periods_ + t;
    const double count = static_cast<double>(exports_.families_by_time[slot]) +
                         static_cast<double>(imports_.families_by_time[slot]);
    if (count > 0.0) {
      sum += count;
      periods += 1.0;
    }
  }
  if (periods == 0.0) {
    return std::nullopt;
  }
  return sum / periods;
}

}  // namespace portolan::detect
