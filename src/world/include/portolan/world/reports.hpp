#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "portolan/world/world.hpp"

namespace portolan::world {

enum class TradeFlow : std::uint8_t { kImport, kExport };

/// Whom a report names on the other side.
enum class PartnerKind : std::uint8_t { kCountry, kNotSpecified, kWorld };

/// What a report says of the goods.
enum class CodeKind : std::uint8_t {
  kCode,          ///< A subheading of a family.
  kConfidential,  ///< Hidden, beside others of the same partner.
  kTotal,         ///< All goods of the world together.
};

/// One statement of a country about one flow, as it stands in the files: imports CIF, exports FOB,
/// whole USD.
struct WorldReport {
  std::uint16_t reporter = 0;
  TradeFlow flow = TradeFlow::kImport;
  std::uint16_t month = 0;
  CodeKind code_kind = CodeKind::kCode;
  std::uint16_t good = 0;
  std::uint16_t code = 0;  ///< Position in `hs2022` or `hs2017`, whichever edition holds.
  bool is_hs2022 = false;
  PartnerKind partner_kind = PartnerKind::kCountry;
  std::uint16_t partner = 0;
  std::int64_t value_usd = 0;
  std::optional<std::int64_t> net_kg;
};

/// What a country publishes: at first, and again later for the months that were late or revised
/// (then complete for those months). Both by flow, month, goods, partner.
struct Statements {
  std::vector<WorldReport> first;
  std::vector<WorldReport> revised;
};

/// Returns what `reporter` (a position in `world.countries`) publishes. Empty for one that
/// publishes nothing. O(flows of the world); may run concurrently.
///
/// With `has_report_errors` and `has_report_gaps` off, every true flow is there once a side:
/// exports equal `left_usd` and imports `arrived_usd` times one plus `cif_margin`, split over the
/// codes of the edition so that the parts sum to the whole.
[[nodiscard]] Statements statements_of(const World& world, std::uint16_t reporter);

/// Returns what freight and insurance add to a flow, as a share of its FOB value: 0.01 to 0.18,
/// more for far and for heavy goods.
[[nodiscard]] double
cif_margin(const World& world, std::uint16_t good, std::uint16_t exporter, std::uint16_t importer);

/// Returns the code that a report of kind `kCode` states.
[[nodiscard]] const std::string& code_of(const World& world, const WorldReport& report);

}  // namespace portolan::world
