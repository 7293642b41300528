#pragma once

#include <string>
#include <string_view>

#include "portolan/base/period.hpp"
#include "portolan/world/reports.hpp"

namespace portolan::world {

/// The 18 columns of Eurostat's Comext files since 2023 ("v2"), with a line feed.
inline constexpr std::string_view kComextHeader =
    "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,"
    "PRODUCT_BEC5,PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,"
    "QUANTITY_KG,QUANTITY_SUPPL_UNIT\n";

/// Returns how many dollars a euro cost in `month`, 2018 to 2023.
[[nodiscard]] double usd_per_eur(Period month);

/// Appends a report of an EU member, split over the CN8 codes of its subheading: value in whole EUR
/// at `usd_per_eur`. Nothing for sums over partners, which Comext does not hold, and for parts that
/// round to nothing. Returns the number of rows.
int append_comext(std::string& out, const World& world, const WorldReport& report);

}  // namespace portolan::world
