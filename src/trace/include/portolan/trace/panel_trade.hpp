#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "portolan/base/hs_code.hpp"
#include "portolan/base/period.hpp"
#include "portolan/panel/coded_panel.hpp"
#include "portolan/panel/show.hpp"
#include "portolan/trace/family_trade.hpp"

namespace portolan::trace {

/// The trade of some goods in a window of a panel, family by family.
struct PanelTrade {
  /// By family; only those with trade. Makers are not known here. In USD: the reconciled estimate,
  /// with the range of the two reports.
  std::vector<FamilyTrade> families;
  Frequency frequency = Frequency::kAnnual;
  int level = 6;
  std::optional<Period> first;
  std::optional<Period> last;
  /// Whether any flow is stated by such periods, not only by months that were summed.
  bool has_stated_periods = false;
  /// Where years are asked for: flows (a pair, a family, a year) of which no year is stated, whose
  /// months were summed; and, of years whose months are not all there, the first and the last.
  std::size_t num_from_months = 0;
  std::vector<std::pair<Period, Period>> part_years;
  /// Reports of which the panel knows no range; they are taken as certain.
  std::size_t num_without_range = 0;
  /// Who reports exports of these goods, and who imports: what others traded among themselves is
  /// not there.
  std::vector<std::string> export_reporters;
  std::vector<std::string> import_reporters;
  /// Families that hold codes which were not asked for as well, and codes for which the level is
  /// too coarse.
  std::vector<std::string> wider_families;
  std::vector<std::string> goods_left_out;
};

/// What is asked of a panel; as `panel::ShowRequest`.
struct PanelWindow {
  std::vector<HsCode> goods;
  std::optional<Period> from;
  std::optional<Period> until;
  panel::FamiliesOf families_of;
  /// Whether rows are told apart by month; then only months are read.
  bool has_periods = false;
};

/// Returns the trade of the goods among countries, summed over the window: by months if it begins
/// or ends with a month and the panel has months of them in it; else by years (and then the summed
/// months of pairs that have no year), else by months; at the finest level that has any. Sums as a
/// source states them are left out; partners that are no country are the place "XXX". Flows that
/// nobody reports are not there. Empty families where there is no trade.
[[nodiscard]] PanelTrade panel_trade(const panel::CodedPanel& panel, const PanelWindow& window);

}  // namespace portolan::trace
