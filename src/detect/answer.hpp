#pragma once

#include <cstdint>
#include <optional>

#include "portolan/detect/assess.hpp"
#include "portolan/stats/multiple_testing.hpp"

namespace portolan::detect {

/// The tests that one cell enters: as a lead, where both legs or the inflow and the ghost gap are
/// seen, and as a surge, where nobody reports the onward leg.
struct CellTests {
  std::optional<stats::PartialConjunction> as_lead;
  std::optional<double> as_surge;
  /// As a surge among cells at earlier dates: another question, with a list of its own.
  std::optional<double> as_surge_in_time;
};

/// What came of one hub and goods.
struct Answer {
  std::uint16_t hub = 0;
  const Goods* goods = nullptr;
  Assessment assessment;
  CellTests tests;
};

}  // namespace portolan::detect
