#include "comtrade_rows.hpp"

#include <array>
#include <cstddef>
#include <iterator>

#include <fmt/format.h>

#include "portolan/base/text.hpp"

namespace portolan::world {

namespace {

/// A place as Comtrade names it.
struct Place {
  int code = 0;
  std::string_view iso;
  std::string_view name;
};

Place place_of(const WorldCountry& country) {
  const bool is_other_asia = country.comtrade_code == 490;
  return {country.comtrade_code, is_other_asia ? "S19" : country.code.iso3(), country.name};
}

Place partner_of(const World& world, const WorldReport& report) {
  if (report.partner_kind == PartnerKind::kWorld) {
    return {0, "W00", "World"};
  }
  if (report.partner_kind == PartnerKind::kNotSpecified) {
    return {899, "_X ", "Areas, nes"};
  }
  return place_of(world.countries[report.partner]);
}

std::string_view commodity_of(const World& world, const WorldReport& report) {
  switch (report.code_kind) {
    case CodeKind::kTotal:
      return "TOTAL";
    case CodeKind::kConfidential:
      return "9999AA";
    case CodeKind::kCode:
      break;
  }
  return code_of(world, report);
}

/// Every cell as text; what Comtrade leaves empty (or null) is empty.
struct Cells {
  int year = 0;
  int month = 0;
  Place reporter;
  Place partner;
  std::string_view edition;
  std::string_view commodity;
  int level = 6;
  std::string kilograms;
  std::string cif;
  std::string fob;
  std::string value;
  std::string_view flow_code;
  std::string_view flow;
};

Cells cells_of(const World& world, const WorldReport& report) {
  Cells cells;
  const Period month = world.months[report.month];
  cells.year = month.year();
  cells.month = month.month();
  cells.reporter = place_of(world.countries[report.reporter]);
  cells.partner = partner_of(world, report);
  cells.edition = report.is_hs2022 ? "H6" : "H5";
  cells.commodity = commodity_of(world, report);
  cells.level = report.code_kind == CodeKind::kTotal ? 0 : 6;
  cells.value = std::to_string(report.value_usd);
  const bool is_import = report.flow == TradeFlow::kImport;
  (is_import ? cells.cif : cells.fob) = cells.value;
  cells.flow_code = is_import ? "M" : "X";
  cells.flow = is_import ? "Import" : "Export";
  if (report.net_kg) {
    cells.kilograms = std::to_string(*report.net_kg);
  }
  return cells;
}

/// The website writes a weight that is not known as zero.
std::string_view or_zero(const std::string& number) {
  return number.empty() ? "0" : std::string_view(number);
}
std::string_view or_null(const std::string& number) {
  return number.empty() ? "null" : std::string_view(number);
}

}  // namespace

void append_comtrade_csv(std::string& out, const World& world, const WorldReport& report) {
  const Cells c = cells_of(world, report);
  const bool has_weight = !c.kilograms.empty();
  fmt::format_to(
      std::back_inserter(out),
      "C,M,{0}{1:02}01,{0},{1},{0}{1:02},{2},{3},,{4},,{5},{6},,0,W00,,",
      c.year,
      c.month,
      c.reporter.code,
      c.reporter.iso,
      c.flow_code,
      c.partner.code,
      c.partner.iso
  );
  fmt::format_to(
      std::back_inserter(out),
      "{0},HS,true,{1},,{2},{3},C00,,0,0,,{4},,{5},false,-1,,,false,{5},false,,false,{6},{7},{8},0,"
      "true,false\n",
      c.edition,
      c.commodity,
      c.level,
      c.level == 6,
      has_weight ? 8 : -1,
      c.kilograms,
      c.cif,
      c.fob,
      c.value
  );
}

void append_comtrade_website(std::string& out, const World& world, const WorldReport& report) {
  const Cells c = cells_of(world, report);
  const bool has_weight = !c.kilograms.empty();
  fmt::format_to(
      std::back_inserter(out),
      R"("C","M","{0}{1:02}01","{0}","{1}","{0}{1:02}","{2}","{3}","{4}","{5}","{6}","{7}","{8}","{9}","0","W00","World",)",
      c.year,
      c.month,
      c.reporter.code,
      c.reporter.iso,
      c.reporter.name,
      c.flow_code,
      c.flow,
      c.partner.code,
      c.partner.iso,
      c.partner.name
  );
  fmt::format_to(
      std::back_inserter(out),
      R"("{0}","HS","true","{1}","Goods of {1}","{2}","{3}","C00","TOTAL CPC","0","0","TOTAL MOT","{4}","{5}","{6}","false","-1","N/A",,"false","{6}","false",,"false",{7},{8},"{9}","0","true","false",)",
      c.edition,
      c.commodity,
      c.level,
      c.level == 6,
      has_weight ? 8 : -1,
      has_weight ? "kg" : "N/A",
      or_zero(c.kilograms),
      c.cif.empty() ? "" : fmt::format("\"{}\"", c.cif),
      c.fob.empty() ? "" : fmt::format("\"{}\"", c.fob),
      c.value
  );
  out += '\n';
}

void append_comtrade_json(std::string& out, const World& world, const WorldReport& report) {
  const Cells c = cells_of(world, report);
  const bool has_weight = !c.kilograms.empty();
  fmt::format_to(
      std::back_inserter(out),
      R"({{"typeCode":"C","freqCode":"M","refPeriodId":{0}{1:02}01,"refYear":{0},"refMonth":{1},"period":"{0}{1:02}","reporterCode":{2},"reporterISO":"{3}","reporterDesc":null,"flowCode":"{4}","flowDesc":null,"partnerCode":{5},"partnerISO":"{6}","partnerDesc":null,"partner2Code":0,"partner2ISO":"W00","partner2Desc":null,)",
      c.year,
      c.month,
      c.reporter.code,
      c.reporter.iso,
      c.flow_code,
      c.partner.code,
      c.partner.iso
  );
  fmt::format_to(
      std::back_inserter(out),
      R"("classificationCode":"{0}","classificationSearchCode":"HS","isOriginalClassification":true,"cmdCode":"{1}","cmdDesc":null,"aggrLevel":{2},"isLeaf":{3},"customsCode":"C00","customsDesc":null,"mosCode":"0","motCode":0,"motDesc":null,"qtyUnitCode":{4},"qtyUnitAbbr":null,"qty":{5},"isQtyEstimated":false,"altQtyUnitCode":-1,"altQtyUnitAbbr":null,"altQty":null,"isAltQtyEstimated":false,"netWgt":{5},"isNetWgtEstimated":false,"grossWgt":null,"isGrossWgtEstimated":false,"cifvalue":{6},"fobvalue":{7},"primaryValue":{8},"legacyEstimationFlag":0,"isReported":true,"isAggregate":false}})",
      c.edition,
      c.commodity,
      c.level,
      c.level == 6,
      has_weight ? 8 : -1,
      or_null(c.kilograms),
      or_null(c.cif),
      or_null(c.fob),
      c.value
  );
}

}  // namespace portolan::world
