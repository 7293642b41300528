#include "reporter.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace portolan::world {
namespace {

constexpr std::uint64_t kReportStream = 100;
constexpr std::uint16_t kLateMonths = 2;
constexpr std::uint16_t kRevisedMonths = 6;
constexpr double kRevisionSd = 0.15;
constexpr double kNotSpecifiedShare = 0.003;
constexpr double kConfidentialShare = 0.004;
constexpr double kUnionRecordedShare = 0.45;

/// Streams of a country: what it is like, and one for each side's flows.
enum Stream : std::uint64_t { kHabitStream, kImportFlows, kExportFlows, kConfidentialGoods };

/// What countries of one grade have in common.
struct Habits {
  double noise_sd;
  double bias_sd;
  double missing_share;
  double missing_weight_share;
  double late_adoption_share;  ///< Of the edition of 2022, a year later.
  std::int64_t rounding_usd;   ///< By every second country.
};

Habits habits_of(Publishing grade) {
  switch (grade) {
    case Publishing::kGood:
      return {0.05, 0.02, 0.005, 0.01, 0.05, 1};
    case Publishing::kFair:
      return {0.15, 0.05, 0.03, 0.05, 0.15, 1};
    case Publishing::kPoor:
    case Publishing::kNever:
      break;
  }
  return {0.3, 0.12, 0.08, 0.15, 0.4, 100};
}

std::uint16_t position_of_january(const World& world, int year) {
  const int steps = Period::of_month(year, 1).steps_since(world.months.front());
  return static_cast<std::uint16_t>(std::clamp<int>(steps, 0, static_cast<int>(world.months.size()))
  );
}

std::uint64_t pair_number(std::uint16_t a, std::uint16_t b) {
  return (static_cast<std::uint64_t>(a) << 16U) | b;
}

/// Which countries share a customs border with the destination that counts little or nothing.
bool is_inner_union(const World& world, const FlowKey& key) {
  const WorldCountry& a = world.countries[key.exporter];
  const WorldCountry& b = world.countries[key.importer];
  // Armenia shares no border with the rest of the union: its customs see what it trades.
  return a.is_customs_union && b.is_customs_union && a.code.iso3() != "ARM" &&
         b.code.iso3() != "ARM";
}

std::int64_t rounded_to(std::int64_t value, std::int64_t unit) {
  return (value + unit / 2) / unit * unit;
}

std::int64_t times(std::int64_t amount, double factor) {
  return std::llround(static_cast<double>(amount) * factor);
}

/// Splits `amount` by `shares`; the parts sum to it, the largest takes what rounding leaves.
std::vector<std::int64_t> split_amount(std::int64_t amount, const std::vector<double>& shares) {
  std::vector<std::int64_t> parts;
  std::int64_t rest = amount;
  for (const double share : shares) {
    parts.push_back(static_cast<std::int64_t>(std::floor(static_cast<double>(amount) * share)));
    rest -= parts.back();
  }
  const auto largest = std::max_element(shares.begin(), shares.end()) - shares.begin();
  parts[static_cast<std::size_t>(largest)] += rest;
  return parts;
}

}  // namespace

Reporter::Reporter(const World& world, std::uint16_t country)
    : world_(world),
      country_(country),
      random_(Random(world.seed).fork(kReportStream).fork(country)) {
  const WorldCountry& self = world.countries[country];
  const Habits habits = habits_of(self.publishes);
  Random own = random_.fork(kHabitStream);
  const double late_adoption = own.uniform();
  const double bias_draw = own.normal();
  const bool rounds = own.uniform() < 0.5;
  const bool revises = own.uniform() < 0.15;
  const bool is_late = own.uniform() < 0.2;

  const double poorer = world.spec.assumptions.report_error_factor;
  const bool adopts_late = !self.is_eu && late_adoption < habits.late_adoption_share;
  adopts_hs2022_ = position_of_january(world, adopts_late ? 2023 : 2022);
  if (world.spec.assumptions.has_report_errors) {
    noise_sd_ = poorer * habits.noise_sd;
    bias_ = std::exp(poorer * habits.bias_sd * bias_draw);
    rounding_usd_ = rounds ? habits.rounding_usd : 1;
    missing_weight_share_ = poorer * habits.missing_weight_share;
  }
  if (world.spec.assumptions.has_report_gaps) {
    missing_share_ = poorer * habits.missing_share;
    is_revising_ = revises && !self.is_eu;
    has_late_months_ = is_late && !self.is_eu;
  }
  for (const WorldEvent& event : world.events) {
    if (event.kind == EventKind::kReportingReform && event.hubs.front() == country) {
      reform_month_ = event.start;
      share_before_reform_ = event.reported_share_before;
    }
  }
}

bool Reporter::publishes(std::uint16_t month) const {
  if (!world_.spec.assumptions.has_report_gaps) {
    return true;
  }
  if (world_.countries[country_].publishes == Publishing::kNever) {
    return false;
  }
  return country_ != world_.destination || month < world_.silence;
}

bool Reporter::is_among_last(std::size_t count, std::uint16_t month) const {
  return std::size_t{month} + count >= world_.months.size();
}

bool Reporter::is_late(std::uint16_t month) const {
  return has_late_months_ && is_among_last(kLateMonths, month);
}

bool Reporter::is_in_revision(std::uint16_t month) const {
  return is_late(month) || (is_revising_ && is_among_last(kRevisedMonths, month));
}

bool Reporter::is_confidential(std::uint16_t good) const {
  return world_.spec.assumptions.has_report_gaps &&
         random_.fork(kConfidentialGoods).fork(good).uniform() < kConfidentialShare;
}

void Reporter::add_errors(Count& count, const FlowKey& key, bool is_first, Random& random) const {
  const double noise = std::exp(noise_sd_ * random.normal());
  const double weight_noise = std::exp(0.5 * noise_sd_ * random.normal());
  const bool loses_weight = random.uniform() < missing_weight_share_;
  const double revision = std::exp(kRevisionSd * random.normal());
  count.usd = times(count.usd, bias_ * noise);
  count.kg = loses_weight ? 0 : times(count.kg, bias_ * noise * weight_noise);
  if (is_first && is_revising_ && is_in_revision(key.month)) {
    count.usd = times(count.usd, revision);
  }
  count.usd = rounded_to(count.usd, rounding_usd_);
}

void Reporter::leave_gaps(Count& count, const FlowKey& key, Random& random) const {
  const bool is_missing = random.uniform() < missing_share_;
  const bool is_seen = random.uniform() < kUnionRecordedShare;
  const double captured = 0.3 + 0.5 * random.uniform();
  if (random.uniform() < kNotSpecifiedShare) {
    count.partner_kind = PartnerKind::kNotSpecified;
  }
  if (is_missing || (is_inner_union(world_, key) && !is_seen)) {
    count.usd = 0;
    return;
  }
  if (is_inner_union(world_, key)) {
    count.usd = times(count.usd, captured);
    count.kg = times(count.kg, captured);
  }
}

Reporter::Count Reporter::count(const WorldFlow& flow, TradeFlow side, bool is_first) const {
  const FlowKey& key = flow.key;
  Count result;
  if (side == TradeFlow::kExport) {
    result.usd = flow.amounts.left_usd;
    result.kg = flow.amounts.left_kg;
  } else {
    const double margin = cif_margin(world_, key.good, key.exporter, key.importer);
    result.usd = times(flow.amounts.arrived_usd, 1.0 + margin);
    result.kg = flow.amounts.arrived_kg;
  }
  const std::uint16_t partner = side == TradeFlow::kExport ? key.importer : key.exporter;
  Random own = random_.fork(side == TradeFlow::kExport ? kExportFlows : kImportFlows)
                   .fork(key.good)
                   .fork(pair_number(partner, key.month));
  if (key.month < reform_month_) {
    result.usd = times(result.usd, share_before_reform_);
    result.kg = times(result.kg, share_before_reform_);
  }
  const WorldAssumptions& assumptions = world_.spec.assumptions;
  if (assumptions.has_report_gaps) {
    leave_gaps(result, key, own);
  }
  if (assumptions.has_report_errors) {
    add_errors(result, key, is_first, own);
  }
  return result;
}

std::vector<double> Reporter::code_shares(const FlowKey& key, bool is_hs2022) const {
  const WorldGood& good = world_.goods[key.good];
  if (!is_hs2022 || good.hs2022.size() == 1) {
    return {1.0};  // every family has one code before 2022
  }
  // Both sides split a flow alike: the shares belong to the exporter.
  Random own =
      Random(world_.seed).fork(kReportStream + 1).fork(pair_number(key.good, key.exporter));
  std::vector<double> shares;
  double sum = 0.0;
  for (const double share : good.hs2022_shares) {
    shares.push_back(share * std::exp(0.3 * own.normal()));
    sum += shares.back();
  }
  for (double& share : shares) {
    share /= sum;
  }
  return shares;
}

void Reporter::append_reports(
    std::vector<WorldReport>& out,
    const WorldFlow& flow,
    TradeFlow side,
    bool is_first
) const {
  const FlowKey& key = flow.key;
  const Count counted = count(flow, side, is_first);
  if (counted.usd <= 0) {
    return;
  }
  WorldReport report;
  report.reporter = country_;
  report.flow = side;
  report.month = key.month;
  report.good = key.good;
  report.is_hs2022 = key.month >= adopts_hs2022_;
  report.partner_kind = counted.partner_kind;
  report.partner = side == TradeFlow::kExport ? key.importer : key.exporter;
  if (is_confidential(key.good)) {
    report.code_kind = CodeKind::kConfidential;
    report.value_usd = counted.usd;
    out.push_back(report);
    return;
  }
  const std::vector<double> shares = code_shares(key, report.is_hs2022);
  const std::vector<std::int64_t> usd = split_amount(counted.usd, shares);
  const std::vector<std::int64_t> kg = split_amount(counted.kg, shares);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    report.code = static_cast<std::uint16_t>(i);
    report.value_usd = usd[i];
    report.net_kg = kg[i] > 0 ? std::optional(kg[i]) : std::nullopt;
    if (report.value_usd > 0) {
      out.push_back(report);
    }
  }
}

}  // namespace portolan::world
