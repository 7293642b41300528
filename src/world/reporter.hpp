#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/world/reports.hpp"
#include "portolan/world/world.hpp"

namespace portolan::world {

/// How a country counts and publishes: drawn once from the seed for each country. What it does with
/// one flow comes from a stream of that flow, so it does not depend on other flows.
class Reporter {
 public:
  Reporter(const World& world, std::uint16_t country);

  /// Tells whether the country publishes this month at all, now or later.
  [[nodiscard]] bool publishes(std::uint16_t month) const;
  /// Tells whether the month comes out only with the later publication.
  [[nodiscard]] bool is_late(std::uint16_t month) const;
  /// Tells whether the month is part of the later publication.
  [[nodiscard]] bool is_in_revision(std::uint16_t month) const;

  /// Appends the reports of `flow`, one a code, to `out`; none where the country misses the flow.
  /// `is_first` asks for the first publication, which for revised months holds other values.
  void append_reports(
      std::vector<WorldReport>& out,
      const WorldFlow& flow,
      TradeFlow side,
      bool is_first
  ) const;

 private:
  struct Count {
    std::int64_t usd = 0;
    std::int64_t kg = 0;
    PartnerKind partner_kind = PartnerKind::kCountry;
  };

  [[nodiscard]] Count count(const WorldFlow& flow, TradeFlow side, bool is_first) const;
  void add_errors(Count& count, const FlowKey& key, bool is_first, Random& random) const;
  void leave_gaps(Count& count, const FlowKey& key, Random& random) const;
  [[nodiscard]] bool is_among_last(std::size_t count, std::uint16_t month) const;
  [[nodiscard]] bool is_confidential(std::uint16_t good) const;
  [[nodiscard]] std::vector<double> code_shares(const FlowKey& key, bool is_hs2022) const;

  const World& world_;
  std::uint16_t country_;
  Random random_;
  double noise_sd_ = 0.0;
  double bias_ = 1.0;
  double missing_share_ = 0.0;
  double missing_weight_share_ = 0.0;
  std::int64_t rounding_usd_ = 1;
  std::uint16_t adopts_hs2022_ = 0;  ///< First month with codes of the edition of 2022.
  std::uint16_t reform_month_ = 0;   ///< Before it the country records `share_before_reform_` only.
  double share_before_reform_ = 1.0;
  bool is_revising_ = false;
  bool has_late_months_ = false;
};

}  // namespace portolan::world
