#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "portolan/base/countries.hpp"
#include "portolan/base/decimal3.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/base/period.hpp"

namespace portolan::ingest {

/// Whether a row counts, or why it is kept apart (docs/data/lake.md, "Planes").
enum class Plane : std::uint8_t {
  kMain,
  kWorld,
  kRegion,
  kSpecial,
  kTotal,
  kSecondPartner,
  kTransport,
  kProcedure,
  kReExport,
  kConfidential,
  kAggregate,
  kEmpty
};
inline constexpr std::size_t kNumPlanes = 12;

/// Returns the name in the lake: "main", "second_partner".
[[nodiscard]] std::string_view to_string(Plane plane);
/// The inverse; nothing for other text.
[[nodiscard]] std::optional<Plane> parse_plane(std::string_view text);

/// Direction of a statement as the lake names it.
enum class Flow : std::uint8_t {
  kImport,      ///< M
  kExport,      ///< X
  kReImport,    ///< RM
  kReExport,    ///< RX
  kReconciled,  ///< B: reporter is the exporter, partner the importer
};

/// Returns "M", "X", "RM", "RX" or "B".
[[nodiscard]] std::string_view to_string(Flow flow);
/// The inverse; nothing for other text.
[[nodiscard]] std::optional<Flow> parse_flow(std::string_view text);

/// A reporter or partner of a row.
struct RowPlace {
  /// As given; empty: not given.
  std::string_view code;
  /// ISO3; empty where the code names no country.
  std::string_view iso3;
  PlaceKind kind = PlaceKind::kSpecial;
};

/// One statement on its way into the lake: the columns of docs/data/lake.md that differ from row to
/// row. Empty texts are NULL. Texts are borrowed until the row has been taken.
struct TradeRow {
  /// What the dialect knows: everything but what follows from the places, the flow and the code,
  /// which is filled in when the row is taken (`plane_of`).
  Plane plane = Plane::kMain;
  RowPlace reporter;
  RowPlace partner;
  RowPlace partner2;
  Flow flow = Flow::kImport;
  Period period = Period::of_year(2000);
  std::optional<HsEdition> hs_edition;
  /// Digits as given with their leading zeros, "TOTAL", or a confidential code.
  std::string_view code;
  /// Digits of `code`; 0 for TOTAL and for confidential codes.
  std::int8_t level = 0;
  std::optional<Decimal3> value;
  std::string_view currency;
  std::string_view valuation;
  std::optional<Decimal3> net_kg;
  std::optional<Decimal3> quantity;
  std::string_view quantity_unit;
  std::optional<bool> is_estimated;
  std::string_view procedure;
  std::string_view transport;
  std::string_view detail;
  /// Publisher and version where they differ from row to row; empty: those of the import.
  std::string_view source;
  std::string_view vintage;
};

/// Returns the plane of a row: the dialect's, if that is not `kMain`; else re_export by the flow;
/// else world, region or special by the partner, then region, world or special by the reporter;
/// else main. (`total` is known at the end of the file only.)
[[nodiscard]] Plane plane_of(const TradeRow& row);

/// A record, or a statement of one, that cannot be imported.
struct Reject {
  std::int64_t ordinal = 0;
  std::int64_t line = 0;
  std::string column;
  /// "expected a month from 1 to 12".
  std::string reason;
  /// As given, cut to 200 bytes.
  std::string value;

  bool operator==(const Reject&) const = default;
};

}  // namespace portolan::ingest
