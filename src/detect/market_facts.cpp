#include "market_facts.hpp"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "portolan/base/country_code.hpp"
#include "portolan/base/gdp.hpp"
#include "portolan/base/text.hpp"
#include "portolan/stats/revealed_advantage.hpp"

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kNumChapters = 100;
constexpr std::size_t kLeastChapters = 20;
constexpr std::size_t kLeastPartners = 10;

std::size_t chapter_of(const std::string& family) {
  return static_cast<std::size_t>(parse_integer(family.substr(0, 2)).value_or(0));
}

double gdp_of(const std::string& iso3, int year) {
  const auto country = CountryCode::parse(iso3);
  const auto gdp = country ? latest_gdp(*country, year) : std::nullopt;
  return gdp ? gdp->usd : kUnknown;
}

}  // namespace

ExportTotals::ExportTotals(const PanelFrame& frame) : num_periods_(frame.num_periods()) {
  using panel::Column;
  const panel::CodedPanel& panel = frame.panel();
  const std::size_t places = panel.places().size();
  usd_.assign(places * num_periods_, 0.0);
  std::vector<std::bitset<kNumChapters>> chapters(places);
  std::vector<std::vector<bool>> partners(places, std::vector<bool>(places, false));
  std::size_t first_row = 0;
  std::uint32_t family = 0;
  for (const panel::Block& block : panel.blocks(frame.frequency(), frame.level())) {
    if (block.family != family) {
      panel.release(first_row, block.begin);
      first_row = block.begin;
      family = block.family;
    }
    const std::size_t chapter = chapter_of(panel.families()[block.family]);
    const auto time =
        static_cast<std::size_t>(Period::from_number(block.period)->steps_since(frame.first()));
    for (std::size_t row = block.begin; row < block.end; ++row) {
      const std::uint16_t exporter = panel.exporters()[row];
      const std::uint16_t importer = panel.importers()[row];
      if (panel.is_partial(row) || !panel.is_country(exporter) || !panel.is_country(importer)) {
        continue;
      }
      std::int64_t value = panel.value(Column::kExportUsd, row);
      value = value == panel::kMissing ? panel.value(Column::kImportUsd, row) : value;
      if (value != panel::kMissing && value > 0) {
        usd_[exporter * num_periods_ + time] += static_cast<double>(value) / 1000.0;
        chapters[exporter].set(chapter);
        partners[exporter][importer] = true;
      }
    }
  }
  for (std::size_t place = 0; place < places; ++place) {
    const auto sold_to = std::count(partners[place].begin(), partners[place].end(), true);
    is_complete_.push_back(
        chapters[place].count() >= kLeastChapters &&
        static_cast<std::size_t>(sold_to) >= kLeastPartners
    );
  }
}

double ExportTotals::of(std::uint16_t place, std::size_t begin, std::size_t end) const {
  double sum = 0.0;
  for (std::size_t t = begin; t < end; ++t) {
    sum += usd_[place * num_periods_ + t];
  }
  return sum;
}

FamilyMarket market_of_family(
    const PanelFrame& frame,
    const ExportTotals& totals,
    const FamilyTrade& trade,
    const IndexWindow& window
) {
  const std::size_t places = frame.panel().places().size();
  FamilyMarket market;
  market.sold_usd.assign(places, 0.0);
  market.bought_usd.assign(places, kUnknown);
  for (std::size_t i = 0; i < places; ++i) {
    const auto place = static_cast<std::uint16_t>(i);
    market.sold_all_usd.push_back(totals.of(place, window.begin, window.treated));
    market.is_complete.push_back(totals.is_complete(place) && market.sold_all_usd[i] > 0.0);
    market.world_all_usd += market.is_complete[i] ? market.sold_all_usd[i] : 0.0;
    market.exporters += market.is_complete[i] ? 1U : 0U;
  }
  std::map<std::uint16_t, std::vector<const Values*>> bought;
  for (const PairTrade& pair : trade.pairs) {
    if (!frame.panel().is_country(pair.exporter) || !frame.panel().is_country(pair.importer)) {
      continue;
    }
    bought[pair.importer].push_back(&better_report(pair).usd);
    for (std::size_t t = window.begin; t < window.treated; ++t) {
      const Values& stated = pair.by_exporter.usd;
      const Values& mirrored = pair.by_importer.usd;
      const bool is_stated = t < stated.size() && !std::isnan(stated[t]);
      const double usd = is_stated ? stated[t] : t < mirrored.size() ? mirrored[t] : kUnknown;
      if (!std::isnan(usd)) {
        market.sold_usd[pair.exporter] += usd;
        market.world_usd += market.is_complete[pair.exporter] ? usd : 0.0;
        ++market.values_read;
      }
    }
  }
  for (const auto& [importer, parts] : bought) {
    const Values sum = sum_of_series(parts);
    double usd = 0.0;
    std::size_t known = 0;
    for (std::size_t t = window.begin; t < window.treated; ++t) {
      usd += std::isnan(sum[t]) ? 0.0 : sum[t];
      known += std::isnan(sum[t]) ? 0U : 1U;
    }
    if (2 * known >= window.treated - window.begin && usd > 0.0) {
      market.bought_usd[importer] =
          usd / static_cast<double>(known) * static_cast<double>(window.season);
    }
  }
  return market;
}

HomeMarket home_market(
    const PanelFrame& frame,
    const FamilyMarket& market,
    std::uint16_t hub,
    const Roles& roles,
    int gdp_year
) {
  HomeMarket home;
  home.values_read = market.values_read;
  home.exports_usd = market.sold_usd[hub];
  home.exporters = market.exporters;
  home.is_complete = market.is_complete[hub];
  if (home.exporters >= kLeastExporters && home.is_complete) {
    home.advantage = stats::balassa_index(
        {.country_product = market.sold_usd[hub],
         .country_all = market.sold_all_usd[hub],
         .world_product = market.world_usd,
         .world_all = market.world_all_usd}
    );
  }
  std::vector<Buyer> buyers;
  for (std::size_t place = 0; place < market.bought_usd.size(); ++place) {
    if (place == hub || place == roles.destination || std::isnan(market.bought_usd[place])) {
      continue;
    }
    const std::string& iso3 = frame.panel().places()[place];
    buyers.push_back(
        {.iso3 = iso3, .bought_usd = market.bought_usd[place], .gdp_usd = gdp_of(iso3, gdp_year)}
    );
    home.peers_without_gdp += std::isnan(buyers.back().gdp_usd) ? 1U : 0U;
  }
  const auto country = CountryCode::parse(frame.panel().places()[hub]);
  if (const auto gdp = country ? latest_gdp(*country, gdp_year) : std::nullopt) {
    home.gdp_usd = gdp->usd;
    home.gdp_year = gdp->year;
    home.use = expected_use(buyers, gdp->usd);
  }
  return home;
}

}  // namespace portolan::detect
