#include "panel_frame.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kAllPartners = 100;
constexpr std::size_t kAllChapters = 90;

double to_number(std::int64_t thousandths) {
  return thousandths == panel::kMissing ? kUnknown : static_cast<double>(thousandths) / 1000.0;
}

void ensure_size(Report& report, std::size_t size) {
  if (report.usd.empty()) {
    report.usd.assign(size, kUnknown);
    report.kg.assign(size, kUnknown);
    report.usd_with_kg.assign(size, kUnknown);
  }
}

}  // namespace

PanelFrame::PanelFrame(
    const panel::CodedPanel& panel,
    Frequency frequency,
    int level,
    std::span<const Coverage> coverage
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
  scan();
  if (!coverage.empty()) {
    apply_coverage(coverage);
  }
}

Period PanelFrame::last() const {
  return first_.plus(static_cast<int>(num_periods_) - 1);
}

std::size_t PanelFrame::position(std::int32_t period) const {
  return static_cast<std::size_t>(Period::from_number(period)->steps_since(first_));
}

void PanelFrame::note_report(
    Side& side,
    std::uint16_t place,
    std::uint16_t partner,
    const panel::Block& block
) {
  const std::size_t places = panel_->places().size();
  const std::size_t slot = place * num_periods_ + position(block.period);
  side.published[slot] = 1;
  side.has_family[place * panel_->families().size() + block.family] = true;
  std::uint16_t& first = side.first_report[place * panel_->families().size() + block.family];
  first = std::min(first, static_cast<std::uint16_t>(position(block.period)));
  side.has_partner[place * places + partner] = true;
  std::uint32_t& counted = last_counted_[(&side == &imports_ ? places * num_periods_ : 0) + slot];
  if (counted != block.family + 1) {
    counted = block.family + 1;
    ++side.families_by_time[slot];
  }
}

void PanelFrame::scan() {
  const std::size_t places = panel_->places().size();
  for (Side* side : {&exports_, &imports_}) {
    side->published.assign(places * num_periods_, 0);
    side->has_family.assign(places * panel_->families().size(), false);
    side->first_report.assign(places * panel_->families().size(), kNever);
    side->has_partner.assign(places * places, false);
    side->families_by_time.assign(places * num_periods_, 0);
  }
  last_counted_.assign(2 * places * num_periods_, 0);
  const auto exporters = panel_->exporters();
  const auto importers = panel_->importers();
  for (const panel::Block& block : panel_->blocks(frequency_, level_)) {
    for (std::size_t row = block.begin; row < block.end; ++row) {
      if (panel_->is_partial(row)) {
        continue;
      }
      if (panel_->export_status(row) == panel::Status::kReported) {
        note_report(exports_, exporters[row], importers[row], block);
      }
      if (panel_->import_status(row) == panel::Status::kReported) {
        note_report(imports_, importers[row], exporters[row], block);
      }
    }
  }
  last_counted_.clear();
  last_counted_.shrink_to_fit();
  count_breadth(exports_);
  count_breadth(imports_);
}

void PanelFrame::count_breadth(Side& side) const {
  const std::size_t places = panel_->places().size();
  const auto names = panel_->families();
  side.num_partners.assign(places, 0);
  side.num_chapters.assign(places, 0);
  for (std::size_t place = 0; place < places; ++place) {
    for (std::size_t partner = 0; partner < places; ++partner) {
      if (side.has_partner[place * places + partner]) {
        ++side.num_partners[place];
      }
    }
    std::set<std::string> chapters;
    for (std::size_t family = 0; family < names.size(); ++family) {
      if (side.has_family[place * names.size() + family]) {
        chapters.insert(names[family].substr(0, 2));
      }
    }
    side.num_chapters[place] = static_cast<std::uint16_t>(chapters.size());
  }
}

void PanelFrame::apply_coverage(std::span<const Coverage> coverage) {
  std::vector<std::uint8_t> exports(exports_.published.size(), 0);
  std::vector<std::uint8_t> imports(imports_.published.size(), 0);
  for (const Coverage& row : coverage) {
    const auto place = panel_->find_place(row.reporter);
    const auto period = Period::from_number(row.period);
    // Coverage tells the source's own digits; 8 and 10 stand at level 6 in the panel.
    const int level = std::min(row.level, 6);
    if (!place || !period || period->frequency() != frequency_ || level != level_ ||
        *period < first_ || *period > last()) {
      continue;
    }
    (row.is_export ? exports : imports)[*place * num_periods_ + position(row.period)] = 1;
  }
  // Rows that are there speak for themselves; coverage only takes zeros away.
  for (std::size_t i = 0; i < exports.size(); ++i) {
    exports_.published[i] = exports_.published[i] & exports[i];
    imports_.published[i] = imports_.published[i] & imports[i];
  }
}

bool PanelFrame::can_be_zero(
    const Side& side,
    std::uint16_t place,
    std::uint16_t partner,
    std::uint32_t family
) const {
  const bool has_goods = side.has_family[place * panel_->families().size() + family] ||
                         side.num_chapters[place] >= kAllChapters;
  const bool has_partner = side.has_partner[place * panel_->places().size() + partner] ||
                           side.num_partners[place] >= kAllPartners;
  return has_goods && has_partner;
}

std::vector<std::size_t> PanelFrame::first_zeros(const Side& side, std::uint32_t family) const {
  const std::size_t places = panel_->places().size();
  using Span = std::pair<std::size_t, std::size_t>;
  const auto span_of = [&](std::size_t place) {
    Span span(num_periods_, 0);
    for (std::size_t t = 0; t < num_periods_; ++t) {
      if (side.published[place * num_periods_ + t] != 0) {
        span = {std::min(span.first, t), t};
      }
    }
    return span;
  };
  std::vector<Span> spans(places);
  std::map<Span, std::size_t> first_of_span;
  for (std::size_t place = 0; place < places; ++place) {
    spans[place] = span_of(place);
    const std::uint16_t first = side.first_report[place * panel_->families().size() + family];
    if (first != kNever) {
      const auto entry = first_of_span.try_emplace(spans[place], first).first;
      entry->second = std::min<std::size_t>(entry->second, first);
    }
  }
  std::vector<std::size_t> result(places, 0);
  for (std::size_t place = 0; place < places; ++place) {
    const auto found = first_of_span.find(spans[place]);
    if (found == first_of_span.end()) {
      continue;
    }
    const Period began = first_.plus(static_cast<int>(found->second));
    const bool is_edition_year =
        began.year() == 2012 || began.year() == 2017 || began.year() == 2022;
    if (is_edition_year && began.month() <= 1 && found->second > spans[place].first) {
      result[place] = found->second;
    }
  }
  return result;
}

void PanelFrame::fill_zeros(
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
  ensure_size(report, num_periods_);
  for (std::size_t t = first_zero; t < num_periods_; ++t) {
    if (std::isnan(report.usd[t]) && side.published[place * num_periods_ + t] != 0) {
      report.usd[t] = 0.0;
    }
  }
}

void PanelFrame::read_row(PairTrade& pair, std::size_t time, std::size_t row) const {
  using panel::Column;
  const auto put = [&](Report& report, std::array<Column, 3> columns) {
    ensure_size(report, num_periods_);
    report.usd[time] = to_number(panel_->value(columns[0], row));
    report.kg[time] = to_number(panel_->value(columns[1], row));
    report.usd_with_kg[time] = to_number(panel_->value(columns[2], row));
  };
  const auto exported = panel_->export_status(row);
  const auto imported = panel_->import_status(row);
  if (exported == panel::Status::kReported) {
    put(pair.by_exporter, {Column::kExportUsd, Column::kExportKg, Column::kExportUsdWithKg});
  } else if (imported != panel::Status::kReported && panel_->value(Column::kReconciledUsd, row) != panel::kMissing) {
    put(pair.by_exporter,
        {Column::kReconciledUsd, Column::kReconciledKg, Column::kReconciledUsdWithKg});
  } else if (exported == panel::Status::kInferredZero) {
    ensure_size(pair.by_exporter, num_periods_);
    pair.by_exporter.usd[time] = 0.0;
  }
  if (imported == panel::Status::kReported) {
    put(pair.by_importer, {Column::kImportUsd, Column::kImportKg, Column::kImportUsdWithKg});
  } else if (imported == panel::Status::kInferredZero) {
    ensure_size(pair.by_importer, num_periods_);
    pair.by_importer.usd[time] = 0.0;
  }
}

FamilyTrade PanelFrame::load(std::uint32_t family) const {
  struct Entry {
    std::uint16_t importer;
    std::uint16_t exporter;
    std::size_t time;
    std::size_t row;
  };
  std::vector<Entry> entries;
  for (const panel::Block& block : panel_->blocks(frequency_, level_, family)) {
    const std::size_t time = position(block.period);
    for (std::size_t row = block.begin; row < block.end; ++row) {
      if (!panel_->is_partial(row)) {
        entries.push_back({panel_->importers()[row], panel_->exporters()[row], time, row});
      }
    }
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.importer, a.exporter, a.time) < std::tie(b.importer, b.exporter, b.time);
  });
  FamilyTrade trade;
  trade.family = family;
  for (const Entry& entry : entries) {
    if (trade.pairs.empty() || trade.pairs.back().importer != entry.importer ||
        trade.pairs.back().exporter != entry.exporter) {
      PairTrade pair;
      pair.exporter = entry.exporter;
      pair.importer = entry.importer;
      trade.pairs.push_back(std::move(pair));
    }
    read_row(trade.pairs.back(), entry.time, entry.row);
  }
  const auto export_zeros = first_zeros(exports_, family);
  const auto import_zeros = first_zeros(imports_, family);
  for (PairTrade& pair : trade.pairs) {
    const std::uint16_t exporter = pair.exporter;
    const std::uint16_t importer = pair.importer;
    fill_zeros(pair.by_exporter, exports_, exporter, importer, family, export_zeros[exporter]);
    fill_zeros(pair.by_importer, imports_, importer, exporter, family, import_zeros[importer]);
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
