#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

/// Whether a hub made a product itself, and how much of it a country of its size uses; before the
/// date, so that nothing diverted is in it.
namespace portolan::detect {

/// Peers of a hub produce between a fifth and five times as much (GDP) …
inline constexpr double kPeerFactor = 5.0;
/// … and are at least so many.
inline constexpr std::size_t kLeastPeers = 15;
/// The share of peers that use less, for their output, than what counts as high use.
inline constexpr double kHighUse = 0.9;

/// What a country bought of a product in a year.
struct Buyer {
  std::string iso3;
  double bought_usd = 0.0;
  double gdp_usd = 0.0;  ///< NaN where unknown.
};

/// What a country of a given output buys, judged by its peers.
struct ExpectedUse {
  double typical_usd = 0.0;  ///< A year: the peers' median purchases per USD of GDP, times GDP.
  double high_usd = 0.0;     ///< The same with the quantile `kHighUse`.
  std::size_t peers = 0;
};

/// Returns what a country that produces `gdp_usd` uses, from the purchases per USD of GDP of the
/// buyers whose GDP is within a factor `kPeerFactor`; nothing if they are less than `kLeastPeers`
/// or `gdp_usd` is not positive. Buyers of nothing and those without a GDP are passed over: peers
/// are those that do buy. O(n log n).
[[nodiscard]] std::optional<ExpectedUse>
expected_use(std::span<const Buyer> buyers, double gdp_usd);

/// A hub's own market for a family, over the periods before the date.
struct HomeMarket {
  /// Balassa's index (`stats::balassa_index`); nothing where the data hold too little.
  std::optional<double> advantage;
  double exports_usd = 0.0;  ///< Of the family, by the hub, in these periods.
  /// Countries whose exports the data hold to many partners and from many chapters, and whether the
  /// hub is one: only among these is an advantage told.
  std::size_t exporters = 0;
  bool is_complete = false;
  std::optional<ExpectedUse> use;     ///< Nothing where GDP or peers are missing.
  std::optional<double> gdp_usd;      ///< Of the hub …
  int gdp_year = 0;                   ///< … in this year.
  std::size_t peers_without_gdp = 0;  ///< Buyers that could not be peers for want of a GDP.
  std::int64_t values_read = 0;
};

}  // namespace portolan::detect
