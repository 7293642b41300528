#include "comext_rows.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/error.hpp"

namespace portolan::world {

namespace {

constexpr int kFirstRateYear = 2018;
/// Monthly averages of the European Central Bank's reference rate.
constexpr double kUsdPerEur[][12] = {
    {1.2200,
     1.2348,
     1.2336,
     1.2276,
     1.1812,
     1.1678,
     1.1686,
     1.1549,
     1.1659,
     1.1484,
     1.1367,
     1.1384},
    {1.1416,
     1.1351,
     1.1302,
     1.1238,
     1.1185,
     1.1293,
     1.1218,
     1.1126,
     1.1004,
     1.1053,
     1.1051,
     1.1113},
    {1.1100,
     1.0905,
     1.1063,
     1.0862,
     1.0902,
     1.1255,
     1.1463,
     1.1828,
     1.1792,
     1.1775,
     1.1838,
     1.2170},
    {1.2171,
     1.2098,
     1.1899,
     1.1979,
     1.2146,
     1.2047,
     1.1822,
     1.1772,
     1.1770,
     1.1601,
     1.1414,
     1.1304},
    {1.1314,
     1.1342,
     1.1019,
     1.0819,
     1.0579,
     1.0566,
     1.0179,
     1.0128,
     0.9904,
     0.9826,
     1.0201,
     1.0589},
    {1.0769,
     1.0715,
     1.0706,
     1.0968,
     1.0868,
     1.0840,
     1.1058,
     1.0909,
     1.0684,
     1.0563,
     1.0808,
     1.0903},
};

/// One national line of a subheading.
struct NationalLine {
  std::string code;
  double share = 1.0;
};

/// About every third subheading has two national lines, as its digits decide.
std::vector<NationalLine> national_lines(const std::string& hs6) {
  int digit_sum = 0;
  for (const char digit : hs6) {
    digit_sum += digit - '0';
  }
  if (digit_sum % 3 != 0) {
    return {{hs6 + "00", 1.0}};
  }
  return {{hs6 + "10", 0.3}, {hs6 + "90", 0.7}};
}

std::string_view partner_of(const World& world, const WorldReport& report) {
  if (report.partner_kind == PartnerKind::kNotSpecified) {
    return "QY";
  }
  const WorldCountry& partner = world.countries[report.partner];
  return partner.iso2;
}

}  // namespace

double usd_per_eur(Period month) {
  const int year = month.year() - kFirstRateYear;
  ensure(
      year >= 0 && year < static_cast<int>(std::size(kUsdPerEur)) && month.month() >= 1,
      "worlds lie in months with a rate"
  );
  return kUsdPerEur[year][month.month() - 1];
}

int append_comext(std::string& out, const World& world, const WorldReport& report) {
  if (report.partner_kind == PartnerKind::kWorld || report.code_kind == CodeKind::kTotal) {
    return 0;
  }
  const bool is_named = report.partner_kind == PartnerKind::kCountry;
  const bool is_inside = is_named && world.countries[report.partner].is_eu;
  const Period month = world.months[report.month];
  const bool is_hidden = report.code_kind == CodeKind::kConfidential;
  const std::vector<NationalLine> lines = is_hidden ? std::vector<NationalLine>{{"99SSSSSS", 1.0}}
                                                    : national_lines(code_of(world, report));
  std::int64_t usd_left = report.value_usd;
  std::int64_t kg_left = report.net_kg.value_or(0);
  int rows = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_last = i + 1 == lines.size();
    const auto part = [&](std::int64_t whole, std::int64_t rest) {
      return is_last ? rest : std::llround(static_cast<double>(whole) * lines[i].share);
    };
    const std::int64_t usd = part(report.value_usd, usd_left);
    const std::int64_t kg = part(report.net_kg.value_or(0), kg_left);
    usd_left -= usd;
    kg_left -= kg;
    const long long eur = std::llround(static_cast<double>(usd) / usd_per_eur(month));
    if (eur <= 0) {
      continue;
    }
    // Classifications that nobody reads here carry the file's own signs for "none".
    fmt::format_to(
        std::back_inserter(out),
        "{},{},{},{},.....,....,....,...,......,..,{},1,NO_SU,{},{},{},{},0\n",
        world.countries[report.reporter].iso2,
        partner_of(world, report),
        is_inside ? 'I' : 'E',
        lines[i].code,
        report.flow == TradeFlow::kImport ? 1 : 2,
        month.number(),
        eur,
        eur,
        kg
    );
    ++rows;
  }
  return rows;
}

}  // namespace portolan::world
