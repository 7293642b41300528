#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "case_file.hpp"
#include "portolan/detect/price_premium.hpp"

namespace portolan::detect {

/// The work of `weigh`: each function adds one group of items and what they say.
struct Weighing {
  const CellSeries& cell;
  const References& references;
  const Seen& seen;
  CaseFile file;
  /// An item of `file` with what a rise of its size weighs.
  struct WeighedItem {
    std::size_t item = 0;
    Decibans weight = 0;
  };
  std::optional<WeighedItem> in_leg;  ///< Set by `weigh_legs`.
  std::optional<WeighedItem> out_leg;

  void weigh_legs();
  void weigh_gap();
  void weigh_share();
  void weigh_industry();
  void weigh_against_hub();
  void weigh_against_product();
  void weigh_against_others();
  void weigh_breadth();
  void weigh_persistence();
  void weigh_kilograms();
  void weigh_reporting();
  void weigh_heading();
  void weigh_displacement();
  void weigh_timing();
  /// Shows a leg's break date; returns its position.
  std::size_t add_break(const char* measure, const stats::BreakDate& found, RowQuery rows);
  void weigh_plant();
  void weigh_shown_only();
  void show_prices();
  void show_home_market();
  void show_concentration();
  void show_code_migration();
  void note_untestable();

  [[nodiscard]] EvidenceItem
  item_of(const char* measure, const char* group, double value, const char* unit) const;
  /// An item for a change of a leg against a null.
  [[nodiscard]] EvidenceItem
  change_item(const char* measure, const char* group, double change, const NullScale& null) const;
  /// The same, and its weight; among placebos where there are any, else against `null`.
  [[nodiscard]] std::pair<EvidenceItem, Decibans> rise_item(
      const char* measure,
      const char* group,
      double change,
      const NullScale& null,
      const std::optional<NullVerdict>& placebos
  ) const;
  /// Shows what a leg of `exporters` costs against their other buyers.
  void show_price_of(
      const char* premium_measure,
      const char* under_invoicing_measure,
      const PricePremium& premium,
      std::vector<std::string> exporters
  );
  /// Tests an explanation that the placebos' counterfactual already holds by the weaker leg.
  void test_by_weaker_leg(Explanation explanation);
  [[nodiscard]] RowQuery rows_between(
      std::vector<std::string> exporters,
      std::vector<std::string> importers,
      bool reads_exports,
      bool reads_imports,
      std::int64_t count
  ) const;
  /// Weight of one leg against a price shock.
  [[nodiscard]] Decibans against_price_shock(
      const LegTotal& leg,
      const LegChange& value,
      const LegChange& kilograms,
      NullScale null
  ) const;
  /// Known values of the window.
  [[nodiscard]] std::int64_t known(const Values& values) const;

  std::size_t add(EvidenceItem item);
  void against(Explanation explanation, std::size_t item, Decibans weight);
  /// The same, and the explanation is thereby tested.
  void test(Explanation explanation, std::size_t item, Decibans weight);
  /// Tests an explanation by the weaker of two legs; the onward one may be absent.
  void test_by_weaker(
      Explanation explanation,
      EvidenceItem in,
      Decibans in_weight,
      std::optional<EvidenceItem> out,
      Decibans out_weight
  );
};

}  // namespace portolan::detect
