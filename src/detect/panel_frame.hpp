#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/detect/cell.hpp"
#include "portolan/detect/detect.hpp"
#include "portolan/panel/coded_panel.hpp"

namespace portolan::detect {

/// What one exporter and one importer say about a family.
struct PairTrade {
  std::uint16_t exporter = 0;
  std::uint16_t importer = 0;
  Report by_exporter;
  Report by_importer;
};

/// What of a family is read. Weights are half of the work and nothing that is done to every family
/// needs them.
enum class FamilyColumns : std::uint8_t { kValues, kValuesAndWeights };

/// All trade of one family at one frequency and level, by exporter and importer.
struct FamilyTrade {
  std::uint32_t family = 0;
  std::vector<PairTrade> pairs;  ///< Sorted by importer, then exporter.
};

/// The panel at one frequency and level as series of equal length. Knows who published what, so
/// that a missing row is zero where that follows and unknown elsewhere:
///
/// a side's missing row is zero if that reporter published the period (its rows say so, or
/// `coverage` where it is given), has reported the family in some period or reports 90 chapters,
/// and has reported that partner in some period or reports 100 partners.
///
/// Periods before a new edition of the Harmonized System (2012, 2017, 2022) are unknown where the
/// reporters that published the same span of periods (one source, as a rule) report the family from
/// the edition's first month on and never before: their files do not hold the earlier code.
///
/// Immutable; const methods may run concurrently. Borrows the panel, which must live longer.
class PanelFrame {
 public:
  /// Reads who published what on up to `threads` threads (0: one per core).
  PanelFrame(
      const panel::CodedPanel& panel,
      Frequency frequency,
      int level,
      std::span<const Coverage> coverage,
      unsigned threads = 1
  );

  [[nodiscard]] bool is_empty() const noexcept { return num_periods_ == 0; }
  [[nodiscard]] Period first() const noexcept { return first_; }
  [[nodiscard]] Period last() const;
  [[nodiscard]] std::size_t num_periods() const noexcept { return num_periods_; }
  [[nodiscard]] int level() const noexcept { return level_; }
  [[nodiscard]] Frequency frequency() const noexcept { return frequency_; }
  [[nodiscard]] const panel::CodedPanel& panel() const noexcept { return *panel_; }

  /// Families that have rows here, in the panel's order.
  [[nodiscard]] std::span<const std::uint32_t> families() const noexcept { return families_; }

  /// Reads one family; without weights, `kg` and `usd_with_kg` of all reports are empty.
  /// O(rows of the family + pairs x periods).
  [[nodiscard]] FamilyTrade
  load(std::uint32_t family, FamilyColumns columns = FamilyColumns::kValuesAndWeights) const;

  /// Tells whether `place` reports exports to enough partners (10) that a missing row to all others
  /// of a family which it reports to someone is a zero.
  [[nodiscard]] bool reports_many_partners(std::uint16_t place) const {
    return exports_.num_partners[place] >= 10;
  }

  /// Mean number of families a period that `place` reports, imports and exports together, over
  /// [begin, end); nothing if it reports none in any of them.
  [[nodiscard]] std::optional<double>
  families_reported(std::uint16_t place, std::size_t begin, std::size_t end) const;

 private:
  using PeriodSpan = std::pair<std::size_t, std::size_t>;
  struct Side {
    std::vector<std::uint8_t> published;          ///< place x period
    std::vector<std::uint8_t> has_family;         ///< place x family
    std::vector<std::uint8_t> has_partner;        ///< place x place
    std::vector<std::uint16_t> num_partners;      ///< by place
    std::vector<std::uint16_t> num_chapters;      ///< by place
    std::vector<std::uint16_t> first_report;      ///< place x family; `kNever` if none
    std::vector<std::uint32_t> families_by_time;  ///< place x period
    std::vector<PeriodSpan> spans;                ///< First and last period published, by place.
  };

  static constexpr std::uint16_t kNever = 0xFFFF;

  class Scan;

  void scan(unsigned threads);
  /// First position from which a missing row of the family can be a zero, by place.
  [[nodiscard]] std::vector<std::size_t> first_zeros(const Side& side, std::uint32_t family) const;
  void count_breadth(Side& side) const;
  void apply_coverage(std::span<const Coverage> coverage);
  void find_spans(Side& side) const;
  [[nodiscard]] bool can_be_zero(
      const Side& side,
      std::uint16_t place,
      std::uint16_t partner,
      std::uint32_t family
  ) const;
  [[nodiscard]] std::size_t position(std::int32_t period) const;
  /// Makes a report of zeros where a missing row is one and of unknown periods else; empty where no
  /// missing row can be a zero.
  void begin_with_zeros(
      Report& report,
      const Side& side,
      std::uint16_t place,
      std::uint16_t partner,
      std::uint32_t family,
      std::size_t first_zero
  ) const;

  const panel::CodedPanel* panel_;
  Frequency frequency_;
  int level_;
  Period first_ = Period::of_year(1900);
  std::size_t num_periods_ = 0;
  std::vector<std::uint32_t> families_;
  Side exports_;
  Side imports_;
};

/// Which countries play which part.
struct Roles {
  std::string destination_name;
  std::uint16_t destination = 0xFFFF;  ///< No place's code where the panel has no trade of it.
  std::vector<bool> is_controlling;    ///< By place: the countries that control the goods.
  std::vector<bool> is_in_union;       ///< By place: in one customs union with the destination.
};

/// Returns the sum of `parts`, each a series of one length; a period in which parts of more than 5
/// % of the usual sum are unknown is unknown. Empty where there are no parts.
[[nodiscard]] Values sum_of_series(const std::vector<const Values*>& parts);

/// Returns the report that knows more periods, the exporter's if equal.
[[nodiscard]] const Report& better_report(const PairTrade& pair);

/// What is the same for every hub of a family.
struct FamilySums {
  Values direct_usd;
  Values elsewhere_usd;
  Values elsewhere_kg;
  Values elsewhere_usd_with_kg;
};
[[nodiscard]] FamilySums
sums_of_family(const PanelFrame& frame, const FamilyTrade& trade, const Roles& roles);

/// Returns the legs of each of `hubs`, in their order; no sums and no siblings yet. Takes the
/// series out of `trade`: O(pairs x periods) for all hubs together.
[[nodiscard]] std::vector<CellSeries> make_legs(
    const PanelFrame& frame,
    FamilyTrade trade,
    std::span<const std::uint16_t> hubs,
    const Roles& roles
);

}  // namespace portolan::detect
