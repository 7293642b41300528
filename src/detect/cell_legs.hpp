#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "panel_frame.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/detect/lead.hpp"

namespace portolan::detect {

/// A series of USD; NaN is unknown. Floats: a table holds millions of them, and reports are not
/// exact to seven digits.
using Series = std::vector<float>;

/// The legs of one hub and family as the tests read them, cut to one window. A series is empty
/// where nobody reports it well enough.
struct CellLegs {
  std::uint32_t family = 0;
  std::uint16_t hub = 0;
  int level = 6;
  bool is_control = false;       ///< Uncontrolled, and no sibling of a controlled family.
  const Goods* goods = nullptr;  ///< To be tested; nothing for controls.
  IndexWindow window;
  Series inflow;
  Series outflow;
  Series elsewhere;  ///< The hub's exports to everyone but the destination.
  Series sent;       ///< What origins say they sent, of the flows that both sides report …
  Series arrived;    ///< … and what the hub says arrived, less a usual margin.
  /// The data do not tell exports to the destination apart: `outflow` is what went to everyone.
  bool is_outflow_to_all = false;
};

/// All cells of a frame over one window, by hub and family, and what each family does in the
/// countries that are not suspected.
struct LegTable {
  std::vector<CellLegs> cells;
  std::map<std::uint32_t, Series> product_elsewhere;
};

/// Returns the legs of a cell, or nothing where its inflow cannot be compared: the same conditions
/// as for `assess_cell`.
[[nodiscard]] std::optional<CellLegs>
legs_of(const CellSeries& cell, const Window& window, double min_value_usd);

/// What `gather_legs` reads.
struct LegRequest {
  std::span<const std::uint16_t> hubs;
  const Roles* roles = nullptr;
  const std::function<bool(int level, std::string_view family)>* is_controlled = nullptr;
  std::span<const Goods> goods;
  Window window;
  /// Where the series and windows of the table begin and how long they are, so that tables of
  /// different frames fit together; holds the frame.
  Period first = Period::of_year(1900);
  std::size_t num_periods = 0;
  double min_value_usd = 0.0;
  unsigned threads = 0;
};

/// Reads every family of the frame once: O(rows of the panel). Goods of `request` that belong to
/// the frame's level are marked, uncontrolled families whose heading holds no controlled one are
/// controls; all others are left out.
[[nodiscard]] LegTable
gather_legs(const PanelFrame& frame, const LegRequest& request, Progress& progress);

}  // namespace portolan::detect
