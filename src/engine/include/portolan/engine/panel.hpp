#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/base/progress.hpp"

namespace portolan::engine {

struct BuildPanelRequest {
  std::filesystem::path workspace = {};
  /// Distances between countries, in the form of CEPII's GeoDist; empty: the margin has none.
  std::filesystem::path distances;
  /// Build also where the panel of the same imports and settings is there.
  bool is_forced = false;
  unsigned threads = 0;
};

/// What a build did; docs/data/panel.md tells what the counts mean.
struct BuildPanelResult {
  bool was_current = false;
  std::int64_t num_rows = 0;
  std::int64_t num_repeats = 0;
  std::int64_t num_superseded = 0;
  std::int64_t num_conflicts = 0;
  std::int64_t num_other_source = 0;
  std::int64_t num_without_rate = 0;  ///< Statements of a currency without a rate to USD.
  std::string margin_basis;
};

/// Puts the two reports of each flow beside each other. Throws `Error`: kUnavailable, kInterrupted.
BuildPanelResult build_panel(const BuildPanelRequest& request, Progress& progress);

struct ShowPanelRequest {
  std::filesystem::path workspace = {};
  /// "DEU:KGZ"; each end a country, a group ("EU27"), "WLD", or several with "+".
  std::string corridor;
  /// Lists, tiers or codes as for `goods show`, or "TOTAL".
  std::string goods;
  /// "2021-01" or "2021"; empty: from the beginning, to the end.
  std::string from;
  std::string until;
};

/// What one side says: sums over the flows of a period. Missing is nothing, never zero.
struct PanelSide {
  std::string status;  ///< "reported", "inferred_zero" or "unknown".
  std::optional<Decimal3> usd;
  std::optional<Decimal3> eur;
  std::optional<Decimal3> kg;
  std::int64_t num_reported = 0;
  std::int64_t num_inferred_zero = 0;
  std::int64_t num_unknown = 0;
};

struct PanelPoint {
  /// "2023-05", "2023"; empty for the sum over the window.
  std::string period;
  PanelSide exported;
  PanelSide imported;
  std::optional<Decimal3> reconciled_usd;
  std::optional<Decimal3> estimate_usd;
  std::optional<Decimal3> low_usd;
  std::optional<Decimal3> high_usd;
  std::optional<double> gap;
  bool is_partial = false;
};

/// Series are of one frequency, level and basis, and never added to each other.
struct PanelSeries {
  std::string freq;  ///< "A" or "M".
  int level = 6;
  std::string basis;  ///< "countries": rows added; "stated": as a source states the sum.
  std::vector<std::string> families;
  /// Those that hold codes which were not asked for as well.
  std::vector<std::string> wider_families;
  /// Codes that this level is too coarse for.
  std::vector<std::string> goods_left_out;
  std::vector<PanelPoint> points;
  PanelPoint total;
};

struct ShowPanelResult {
  std::string exporters;
  std::string importers;
  std::vector<PanelSeries> series;
  std::vector<std::string> notices;
};

/// Returns both reports of a corridor by period, with the estimate, its range and the gap.
///
/// Throws `Error`: kNotFound where no panel was built, kInvalidArgument with the nearest names for
/// countries, goods or periods that are none.
[[nodiscard]] ShowPanelResult show_panel(const ShowPanelRequest& request);

}  // namespace portolan::engine
