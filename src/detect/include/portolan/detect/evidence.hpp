#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/period.hpp"
#include "portolan/detect/measures.hpp"
#include "portolan/detect/seams.hpp"

/// From measures to decibans. docs/methods/evidence.md states every density.
namespace portolan::detect {

/// Weights of evidence in tenths of a deciban (10 log10 of a likelihood ratio): integers, so that
/// sums are exact as printed.
using Decibans = std::int32_t;

/// Returns "-3.4" for -34.
[[nodiscard]] std::string to_text(Decibans tenths);

/// What a leg does when nothing is wrong: a Student t density with 2 degrees of freedom.
struct NullScale {
  double location = 0.0;  ///< At least 0: a past fall is not expected to go on.
  double scale = 0.5;
  std::size_t cells = 0;  ///< How many past changes it was estimated from.
};

/// A cell's change in a year before anything was controlled, with its size (natural log of USD a
/// year).
struct PastChange {
  double log_size = 0.0;
  double change = 0.0;
};

/// Returns location and scale for a cell of size `log_size`: from the 60 past changes nearest in
/// size (ties by change), shrunk towards the cell's own past, `own`:
/// scale^2 = (4 pool^2 + d^2) / 5, d = min(|own - location|, 3 pool), since a single change of a
/// heavy-tailed cell says little. Pools of less than 20 give location 0, pool 0.5.
[[nodiscard]] NullScale
null_scale(std::vector<PastChange> pool, double log_size, std::optional<double> own);

/// Returns the weight of a rise by `change` (a bounded log change): the alternative is a rise
/// somewhere between ln 1.5 and ln 101, blurred by the null's own spread. Capped at +-16 dB.
[[nodiscard]] Decibans weight_of_rise(double change, const NullScale& null);

/// Returns the weight of a change of value by `value_change` that came with one of weight by
/// `kg_change` against a mere rise of prices: the log unit value moved by their difference, which
/// is near 0 if goods moved and near `value_change` if prices did; t with 2 degrees of freedom and
/// scale 0.3 around either. Capped at +-16 dB.
[[nodiscard]] Decibans weight_of_volume(double value_change, double kg_change);

/// Tells whether value and weight moved as neither a price nor a quantity does: the value a
/// kilogram more than fourfold while the kilograms fell by more than a third. Then dearer goods of
/// the family took the place of others, and the weight says nothing about prices.
[[nodiscard]] bool is_other_mix(double value_change, double kg_change);

/// Returns the weight of an offset, what the siblings of a heading lost as a share of what the
/// family gained, against re-classification: t with 2 degrees of freedom around 1 if codes changed,
/// around 0 if they did not, with the scale sqrt(0.3^2 + spread^2). `spread` is how far the
/// siblings' trade moves by itself, as a share of the same gain: where that is large, an offset
/// says nothing. Siblings that gained count as having lost nothing.
[[nodiscard]] Decibans weight_of_offset(double offset, double spread = 0.0);

/// Returns the weight of the destination's share of what the hub's exports rose by, against a hub
/// that sells on to everyone: density 2 s under diversion, 3 (1 - s)^2 under the hub. Capped at
/// +-16 dB.
[[nodiscard]] Decibans weight_of_destination_share(double share);

/// Returns the weight of `hits` of `trials` where each is one with probability `p_alternative` or
/// `p_null`; capped at +-6 dB, since the trials are not independent.
[[nodiscard]] Decibans weight_of_counts(const Counts& counts, double p_alternative, double p_null);

/// Returns the weight of a share that went on against goods that stayed: the alternative is uniform
/// on [0.05, 1.2], the null half-Cauchy with scale 0.05; capped at +-8 dB.
[[nodiscard]] Decibans weight_of_share(double share);

/// Returns the weight of a yes or no: 10 log10 of the ratio of its two probabilities.
[[nodiscard]] Decibans weight_of_fact(bool is_so, double p_alternative, double p_null);

/// The innocent explanations. The order is the order of printing and breaks ties.
enum class Explanation : std::uint8_t {
  kNothingHappened,
  kDemandAtHome,
  kNewPlant,
  kOwnIndustry,
  kHonestReexportHub,
  kHubTradeGrew,
  kProductGrewEverywhere,
  kOneOff,
  kPriceShock,
  kReportingChange,
  kReclassification,
};
inline constexpr std::size_t kNumExplanations = 11;
inline constexpr std::array<Explanation, kNumExplanations> kExplanations = {
    Explanation::kNothingHappened,
    Explanation::kDemandAtHome,
    Explanation::kNewPlant,
    Explanation::kOwnIndustry,
    Explanation::kHonestReexportHub,
    Explanation::kHubTradeGrew,
    Explanation::kProductGrewEverywhere,
    Explanation::kOneOff,
    Explanation::kPriceShock,
    Explanation::kReportingChange,
    Explanation::kReclassification,
};

/// Returns "nothing_happened", "demand_at_home", …
[[nodiscard]] std::string_view to_string(Explanation explanation);

/// Returns the prior weight of diversion against one explanation: -16 dB against nothing at all
/// (1 in 40), -10 dB against the others that move goods, -5 dB against paperwork.
[[nodiscard]] Decibans prior_against(Explanation explanation);

enum class TestResult : std::uint8_t { kSupported, kNotSupported, kCannotTest };

/// Returns "supported", "not_supported" or "cannot_test".
[[nodiscard]] std::string_view to_string(TestResult result);

/// Which rows of the panel a number was made from; `panel_sql` and `lake_sql` list them.
struct RowQuery {
  Frequency frequency = Frequency::kMonthly;
  int level = 6;
  std::vector<std::string> families;   ///< Empty: all families of the level.
  std::vector<std::string> exporters;  ///< Empty: all.
  std::vector<std::string> importers;
  std::vector<std::string> not_exporters;
  std::vector<std::string> not_importers;
  Period from = Period::of_year(1900);
  Period until = Period::of_year(1900);
  bool reads_exports = true;   ///< The exporter's report was used …
  bool reads_imports = false;  ///< … the importer's.
  std::int64_t count = 0;      ///< Known values of the panel that were read.
};

/// Returns a query of the panel's rows, in the panel's order.
[[nodiscard]] std::string panel_sql(const RowQuery& rows);

/// Returns a query of the lake's rows behind them, of plane `main`, or `world` for sums over all
/// partners: import_id, line, reporter, partner, flow, period, code, value, currency. `codes` are
/// the HS codes of the families, of any edition; a row counts if its code begins with one of them,
/// or is the heading where the query is about one.
[[nodiscard]] std::string lake_sql(const RowQuery& rows, const std::vector<std::string>& codes);

/// One measure in a lead: what was seen, what was to be expected, and what it weighs against the
/// strongest innocent explanation.
struct EvidenceItem {
  std::string measure;
  Decibans weight = 0;
  std::optional<NullVerdict> placebos;  ///< Where the value lies among placebos, if there are any.
  double value = 0.0;
  double expected = 0.0;  ///< NaN where there is no expectation, as with `low` and `high`.
  double low = 0.0;       ///< 95 % range under the null.
  double high = 0.0;
  std::string unit;
  std::string direction;  ///< "up", "down" or "none": what the value says about the goods.
  std::string group;      ///< Items of one group read the same numbers and count once.
  std::string detail;
  RowQuery rows;
};

/// One innocent explanation with its test.
struct InnocentExplanation {
  Explanation explanation = Explanation::kNothingHappened;
  std::optional<Decibans> score;  ///< Prior and evidence against it; nothing if it is not testable.
  Decibans prior = 0;
  std::string test;
  TestResult result = TestResult::kCannotTest;
  std::string detail;
};

}  // namespace portolan::detect
