#pragma once

#include <string>
#include <string_view>

#include "portolan/world/reports.hpp"

namespace portolan::world {

/// The 47 columns of UN Comtrade v1, with a line feed.
inline constexpr std::string_view kComtradeHeader =
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,"
    "flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,"
    "classificationCode,classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,"
    "aggrLevel,isLeaf,customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,"
    "isQtyEstimated,altQtyUnitCode,altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,"
    "isNetWgtEstimated,grossWgt,isGrossWgtEstimated,cifvalue,fobvalue,primaryValue,"
    "legacyEstimationFlag,isReported,isAggregate\n";

/// Append one report in a form of UN Comtrade v1: API CSV (no texts), website CSV (all cells
/// quoted, texts, one comma more than the header), or a JSON object.
void append_comtrade_csv(std::string& out, const World& world, const WorldReport& report);
void append_comtrade_website(std::string& out, const World& world, const WorldReport& report);
void append_comtrade_json(std::string& out, const World& world, const WorldReport& report);

}  // namespace portolan::world
