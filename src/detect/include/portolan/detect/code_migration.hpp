#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "portolan/detect/cell.hpp"

/// Trade that changes its code and not its way: a controlled family falls while uncontrolled
/// siblings of its heading jump, between the same two countries.
namespace portolan::detect {

/// A family's fall and its siblings' rise count from this change on (log): half as much again.
inline constexpr double kLeastMove = 0.4054651081081644;  // ln 1.5

/// What moved between a family and its siblings, in USD over the periods after against the same
/// periods of the years before (their median).
struct CodeMigration {
  /// (moved out - moved in) / (all that the family lost or gained, pair by pair): 1 if siblings
  /// gained, from the same exporters, everything that the family lost; -1 if they lost everything
  /// that it gained; 0 if their moves have nothing in common.
  double share = 0.0;
  double moved_out_usd = 0.0;  ///< From the family to its siblings, matched pair by pair.
  double moved_in_usd = 0.0;
  double lost_usd = 0.0;      ///< Of the family, over the pairs in which it lost.
  double siblings_usd = 0.0;  ///< What the siblings gained in these pairs, net.
  std::size_t pairs = 0;      ///< Exporters for which both series can be compared.
};

/// Matches the moves of a family with the opposite ones of its siblings, exporter by exporter:
/// where the family fell and they rose, each by at least `kLeastMove` in the median of blocks
/// (`leg_change`), the smaller of the two amounts moved out; the other way round, in. Pairs in
/// which either cannot be compared are passed over; nothing if none is left or the family moved
/// nowhere. O(pairs x periods).
///
/// Source: misclassification towards lower-taxed codes of one heading, Fisman and Wei (2004), J.
/// Polit. Econ. 112(2), doi:10.1086/381476, who read it from gaps; here both codes are followed.
[[nodiscard]] std::optional<CodeMigration>
code_migration(std::span<const PairOfCodes> pairs, const IndexWindow& window);

/// A family that fell while one uncontrolled sibling jumped, on the way into one hub. No error rate
/// stands behind it: a list to look at.
struct MigratedCodes {
  std::string hub;
  std::string heading;
  std::string family;   ///< Controlled.
  std::string sibling;  ///< Named by no list.
  CodeMigration inflow;
  /// Rise of the sibling's way on to the destination; nothing where nobody reports it.
  std::optional<double> onward_usd;
};

/// Returns what of a family moved to one sibling on the way into a hub, if that is to be shown: the
/// family's inflow fell and the sibling's rose by `kLeastMove` in sum, at least half of the loss is
/// matched by the same exporters' sales of the sibling, the sibling's rise comes to `min_value_usd`
/// a year, and where its way on to the destination is reported, that rose as well. `inflow` holds
/// the pairs into the hub, `onward` the one to the destination.
[[nodiscard]] std::optional<MigratedCodes> migrated_codes(
    std::span<const PairOfCodes> inflow,
    std::span<const PairOfCodes> onward,
    const IndexWindow& window,
    double min_value_usd
);

}  // namespace portolan::detect
