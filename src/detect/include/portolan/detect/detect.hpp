#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/detect/lead.hpp"
#include "portolan/panel/coded_panel.hpp"

namespace portolan::detect {

/// That a reporter published a flow in a period, and that a row missing there means zero: a row of
/// the panel's `coverage` whose `absence` is `zero`.
struct Coverage {
  std::string reporter;
  bool is_export = true;
  std::int32_t period = 0;  ///< `Period::number`.
  int level = 6;  ///< Digits of the source's codes; 8 and 10 count as the panel's level 6.
};

/// What a run reads.
struct DetectInput {
  const panel::CodedPanel* panel = nullptr;
  /// Empty: a reporter's own rows tell what it published.
  std::span<const Coverage> coverage;
  /// The goods to test.
  std::span<const Goods> goods;
  /// Tells whether any list names goods of a family or code: such families are no controls.
  std::function<bool(int level, std::string_view family)> is_controlled;
  /// The countries that control the goods, by ISO3: never hubs unless named, and the places where
  /// the product's own growth is read.
  std::vector<std::string> controlling;
  /// The destination's customs union, by ISO3.
  std::vector<std::string> customs_union;
};

/// Tests every hub with every family of goods, monthly where the data suffice, else annual, and
/// returns what speaks for diversion. The same input gives the same answer with any number of
/// threads.
///
/// A destination without any row in the panel is no error: what came into hubs can still be a
/// surge.
///
/// Throws `Error`: kInvalidArgument for a destination that is no country, a hub that is not in the
/// panel, or a window that is empty; kInterrupted.
[[nodiscard]] DetectResult
detect(const DetectInput& input, const DetectOptions& options, Progress& progress);

/// Returns the months of a run's window as years: `since` is the year it lies in, a year counts at
/// the ends only if all of it does. Months in, years out; years stay as they are.
[[nodiscard]] DetectOptions options_for(const DetectOptions& options, Frequency frequency);

/// Returns which periods of a frame are compared for goods controlled since `controlled_since`.
[[nodiscard]] Window
window_for(const DetectOptions& options, Date controlled_since, Frequency frequency, Period last);

/// Returns the earliest date of control that the goods' lists state, else `kRegimeDate`.
[[nodiscard]] Date controlled_since(const Goods& goods);

}  // namespace portolan::detect
