#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/hs_code.hpp"
#include "portolan/base/period.hpp"
#include "portolan/panel/coded_panel.hpp"

namespace portolan::panel {

/// One end of a flow: countries whose rows are added, and the name under which sources may state
/// the same sum themselves.
struct PlaceSelection {
  std::string name;
  std::vector<std::string> countries;  ///< ISO3, sorted; empty for "WLD": all partners there are.
  std::optional<std::string> stated;   ///< "EU27" or "WLD".
};

/// Returns the selection for a country as users type it, a group ("EU27", "EAEU", "G7+"), the world
/// ("WLD"), or several of these joined by "+". Throws `Error` (kInvalidArgument) with the nearest
/// names for anything else.
[[nodiscard]] PlaceSelection select_place(std::string_view text);

/// The two ends of "ORIGIN:DESTINATION".
struct CorridorEnds {
  PlaceSelection exporters;
  PlaceSelection importers;
};

/// Returns the ends of "DEU:KGZ". Throws `Error` (kInvalidArgument) for text of another form.
[[nodiscard]] CorridorEnds select_corridor(std::string_view text);

/// A family that holds goods asked for.
struct FamilyMatch {
  std::string name;
  /// All codes of the family, in all editions, lie below the code asked for.
  bool is_whole = true;
};

/// Returns the families that hold a code below `code` in any edition.
using FamiliesOf = std::function<std::vector<FamilyMatch>(const HsCode& code)>;

struct ShowRequest {
  PlaceSelection exporters;
  PlaceSelection importers;
  /// Codes of 0 (TOTAL), 2, 4 or 6 digits; each covers what lies below it. At least one.
  std::vector<HsCode> goods;
  /// Years cover their months: 2022 is also 2022-01 to 2022-12. Empty: from or to the end.
  std::optional<Period> from;
  std::optional<Period> until;
  /// Empty: families whose name begins with the code.
  FamiliesOf families_of = {};
};

/// Whether a series adds rows of countries, or shows rows that a source states as a sum.
enum class SumBasis : std::uint8_t { kCountries, kStated };

/// Returns "countries" or "stated".
[[nodiscard]] std::string_view to_string(SumBasis basis);

/// Sums of one side over the flows of a point. Money is exact, in thousandths.
struct SideSums {
  /// kReported if any flow is; else kInferredZero if all are; else kUnknown.
  Status status = Status::kUnknown;
  std::int64_t num_reported = 0;
  std::int64_t num_inferred_zero = 0;
  std::int64_t num_unknown = 0;
  /// Reported flows without a value in USD (no rate, or the source gave none): not in `usd`.
  std::int64_t num_without_usd = 0;
  std::optional<std::int64_t> usd;
  /// Only where every reported flow was stated in EUR.
  std::optional<std::int64_t> eur;
  std::optional<std::int64_t> kg;
  /// Value of the flows that `kg` counts.
  std::optional<std::int64_t> usd_with_kg;
};

/// One period of a series, or its whole window.
struct ShowPoint {
  /// Empty for the whole window.
  std::optional<Period> period;
  std::int64_t num_flows = 0;
  SideSums exported;
  SideSums imported;
  std::optional<std::int64_t> reconciled_usd;
  std::optional<std::int64_t> estimate_usd;
  /// The sums of the flows' ranges; nothing where a flow has none.
  std::optional<std::int64_t> low_usd;
  std::optional<std::int64_t> high_usd;
  /// ln(exports) - ln(imports / (1 + margin)), both summed over the flows that both sides report.
  std::optional<double> gap;
  std::int64_t num_both = 0;
  bool is_partial = false;
};

/// A series of one frequency, level and basis. Series are never added to each other.
struct ShowSeries {
  Frequency frequency = Frequency::kAnnual;
  int level = 6;
  SumBasis basis = SumBasis::kCountries;
  /// Families (or codes, at levels below 6) with rows in it.
  std::vector<std::string> families;
  /// Those of `families` that hold codes that were not asked for as well: no edition's codes alone
  /// can be followed over time (docs/data/panel.md).
  std::vector<std::string> wider_families;
  /// Codes asked for that this level is too coarse for: their goods are not in the sums.
  std::vector<std::string> goods_left_out;
  std::vector<ShowPoint> points;
  /// Sums over `points`.
  ShowPoint total;
};

struct ShowResult {
  std::string exporters;
  std::string importers;
  /// By frequency, level and basis; only those with rows.
  std::vector<ShowSeries> series;
};

/// Returns both reports, the estimate with its range and the gap of the flows from some countries
/// to others, summed over goods, by period. Every combination of frequency, level of detail and
/// basis is a series of its own: nothing is added that could be the same trade twice.
///
/// Throws `Error` (kInvalidArgument) where goods or countries are empty or `until` is before
/// `from`.
[[nodiscard]] ShowResult show(const CodedPanel& panel, const ShowRequest& request);

}  // namespace portolan::panel
