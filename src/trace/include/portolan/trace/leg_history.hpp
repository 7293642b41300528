#pragma once

#include <cstddef>
#include <string>

#include "portolan/panel/coded_panel.hpp"
#include "portolan/trace/panel_trade.hpp"

namespace portolan::trace {

/// What a panel knows of a window's past.
struct HistoryLimits {
  /// Whole windows of the same length that lie before it.
  std::size_t num_windows = 0;
};

/// Gives each leg of `trade` to `destination` a capacity: its value and the largest increase of it
/// from one window of the same length to the next, up to the window of the trade. A leg without a
/// row in a window counts as none sent there, which makes the increase as large as the data allow.
/// Without any window before it no leg gets one.
[[nodiscard]] HistoryLimits
limit_by_history(const panel::CodedPanel& panel, const std::string& destination, PanelTrade& trade);

}  // namespace portolan::trace
