// Who published what: read from all rows of a frame once, before any family is.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "panel_frame.hpp"
#include "portolan/base/parallel.hpp"

namespace portolan::detect {

/// What some families tell of who reports what. Notes of a family go to the frame at once, since no
/// two scans share a family; the others are added to it at the end.
class PanelFrame::Scan {
 public:
  explicit Scan(PanelFrame& frame) : frame_(frame), num_places_(frame.panel_->places().size()) {
    for (OneSide& one : sides_) {
      one.published.assign(num_places_ * frame.num_periods_, 0);
      one.has_partner.assign(num_places_ * num_places_, 0);
      one.families_by_time.assign(num_places_ * frame.num_periods_, 0);
      one.last_block.assign(num_places_, 0);
    }
    sides_[0].of_frame = &frame.exports_;
    sides_[1].of_frame = &frame.imports_;
  }

  void read(const panel::Block& block) {
    const panel::CodedPanel& panel = *frame_.panel_;
    const auto exporters = panel.exporters();
    const auto importers = panel.importers();
    const std::size_t time = frame_.position(block.period);
    ++num_blocks_;
    for (std::size_t row = block.begin; row < block.end; ++row) {
      if (panel.is_partial(row)) {
        continue;
      }
      if (panel.export_status(row) == panel::Status::kReported) {
        note(sides_[0], exporters[row], importers[row], block.family, time);
      }
      if (panel.import_status(row) == panel::Status::kReported) {
        note(sides_[1], importers[row], exporters[row], block.family, time);
      }
    }
  }

  void add_to_frame() const {
    for (const OneSide& one : sides_) {
      Side& side = *one.of_frame;
      for (std::size_t i = 0; i < one.published.size(); ++i) {
        side.published[i] |= one.published[i];
        side.families_by_time[i] += one.families_by_time[i];
      }
      for (std::size_t i = 0; i < one.has_partner.size(); ++i) {
        side.has_partner[i] |= one.has_partner[i];
      }
    }
  }

 private:
  struct OneSide {
    Side* of_frame = nullptr;
    std::vector<std::uint8_t> published;
    std::vector<std::uint8_t> has_partner;
    std::vector<std::uint32_t> families_by_time;
    std::vector<std::size_t> last_block;  ///< In which each place reported, counted from 1.
  };

  void note(
      OneSide& one,
      std::uint16_t place,
      std::uint16_t partner,
      std::uint32_t family,
      std::size_t time
  ) {
    one.has_partner[place * num_places_ + partner] = 1;
    if (one.last_block[place] == num_blocks_) {
      return;
    }
    one.last_block[place] = num_blocks_;
    const std::size_t slot = place * frame_.num_periods_ + time;
    one.published[slot] = 1;
    ++one.families_by_time[slot];
    const std::size_t goods = place * frame_.panel_->families().size() + family;
    one.of_frame->has_family[goods] = 1;
    std::uint16_t& first = one.of_frame->first_report[goods];
    first = std::min(first, static_cast<std::uint16_t>(time));
  }

  PanelFrame& frame_;
  std::size_t num_places_;
  std::size_t num_blocks_ = 0;
  std::array<OneSide, 2> sides_;  ///< Exports, imports.
};

void PanelFrame::scan(unsigned threads) {
  const std::size_t places = panel_->places().size();
  for (Side* side : {&exports_, &imports_}) {
    side->published.assign(places * num_periods_, 0);
    side->has_family.assign(places * panel_->families().size(), 0);
    side->first_report.assign(places * panel_->families().size(), kNever);
    side->has_partner.assign(places * places, 0);
    side->families_by_time.assign(places * num_periods_, 0);
  }
  constexpr std::size_t kParts = 16;
  const std::size_t part = families_.size() / kParts + 1;
  std::vector<std::optional<Scan>> scans((families_.size() + part - 1) / part);
  parallel_for_chunks(
      families_.size(),
      part,
      threads,
      [&](std::size_t chunk, std::size_t begin, std::size_t end) {
        Scan& scan = scans[chunk].emplace(*this);
        for (std::size_t f = begin; f < end; ++f) {
          const auto blocks = panel_->blocks(frequency_, level_, families_[f]);
          for (const panel::Block& block : blocks) {
            scan.read(block);
          }
          panel_->release(blocks.front().begin, blocks.back().end);
        }
      }
  );
  for (const auto& scan : scans) {
    scan->add_to_frame();
  }
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
      side.num_partners[place] = static_cast<std::uint16_t>(
          side.num_partners[place] + side.has_partner[place * places + partner]
      );
    }
    std::string_view last_chapter;  // names are sorted: a chapter's families stand together
    for (std::size_t family = 0; family < names.size(); ++family) {
      const std::string_view chapter = std::string_view(names[family]).substr(0, 2);
      if (side.has_family[place * names.size() + family] != 0 && chapter != last_chapter) {
        ++side.num_chapters[place];
        last_chapter = chapter;
      }
    }
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

void PanelFrame::find_spans(Side& side) const {
  side.spans.assign(panel_->places().size(), PeriodSpan(num_periods_, 0));
  for (std::size_t place = 0; place < side.spans.size(); ++place) {
    PeriodSpan& span = side.spans[place];
    for (std::size_t t = 0; t < num_periods_; ++t) {
      if (side.published[place * num_periods_ + t] != 0) {
        span = {std::min(span.first, t), t};
      }
    }
  }
}

}  // namespace portolan::detect
