#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "portolan/detect/cell.hpp"
#include "portolan/detect/measures.hpp"

namespace portolan::detect {

/// The change of one leg as `LegChange` tells it, kept small: a run holds millions of these.
class MovedLeg {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): it is the same change with less digits.
  MovedLeg(const LegChange& leg)
      : change_(static_cast<float>(leg.change)),
        after_usd_(static_cast<float>(leg.after_usd)),
        before_usd_(static_cast<float>(leg.before_usd)) {}

  [[nodiscard]] double change() const noexcept { return static_cast<double>(change_); }
  [[nodiscard]] double after_usd() const noexcept { return static_cast<double>(after_usd_); }
  [[nodiscard]] double before_usd() const noexcept { return static_cast<double>(before_usd_); }
  [[nodiscard]] double rise_usd() const noexcept { return after_usd() - before_usd(); }

 private:
  float change_;
  float after_usd_;
  float before_usd_;
};

/// What one family of a hub did over a window, controlled or not: what cells are held against when
/// they are asked whether the rest of the hub's trade moved too. A leg is there if it can be
/// compared and comes to the least value a year before or after.
struct FamilyMove {
  std::string family;
  std::optional<MovedLeg> inflow;     ///< From everyone but the destination.
  std::optional<MovedLeg> outflow;    ///< To the destination.
  std::optional<MovedLeg> elsewhere;  ///< The hub's exports to everyone else.
  /// By how much the gap between what was sent and what arrived opened; negative: it closed.
  std::optional<float> gap_change;
  bool is_controlled = false;
  bool sees_outflow = false;  ///< The way to the destination is reported, however little it is.
};

}  // namespace portolan::detect
