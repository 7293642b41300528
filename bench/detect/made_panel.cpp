#include "made_panel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "portolan/base/countries.hpp"
#include "portolan/base/random.hpp"
#include "portolan/goods/groups.hpp"
#include "portolan/goods/lists.hpp"
#include "portolan/panel/coded_panel_writer.hpp"

namespace portolan::bench {
namespace {

constexpr int kFirstYear = 2019;
constexpr std::size_t kFirstControlled = 38;  ///< March 2022, in months.
constexpr double kShareOfSilentCountries = 0.1;
constexpr double kShareOfFlowsLeftOut = 0.05;
constexpr double kRangeFactor = 1.4;
constexpr double kCifFactor = 1.06;

goods::FamilyTable family_table() {
  constexpr std::array kEditions = {HsEdition::kHs2017, HsEdition::kHs2022};
  return goods::make_families(kEditions);
}

std::vector<std::string> iso3_of(const std::vector<CountryCode>& countries) {
  std::vector<std::string> texts;
  for (const CountryCode country : countries) {
    texts.push_back(country.to_string());
  }
  return texts;
}

/// Russia, the G7+, the customs union, and others by name until there are enough.
std::vector<std::string> made_places(std::size_t count) {
  std::set<std::string> places = {"RUS"};
  for (const std::string_view group : {"G7+", "EAEU"}) {
    for (const std::string& place : iso3_of(country_group(group))) {
      places.insert(place);
    }
  }
  for (const std::string& place : iso3_of(all_countries())) {
    if (places.size() < count) {
      places.insert(place);
    }
  }
  return {places.begin(), places.end()};
}

/// All controlled families, and others by name until there are enough.
std::vector<std::string>
made_families(std::size_t count, const std::vector<std::string>& controlled) {
  const std::vector<std::string> all = family_table().families();
  std::set<std::string> chosen(controlled.begin(), controlled.end());
  const std::size_t step = std::max<std::size_t>(1, all.size() / std::max<std::size_t>(1, count));
  for (std::size_t start = 0; start < step; ++start) {
    for (std::size_t i = start; i < all.size() && chosen.size() < count; i += step) {
      chosen.insert(all[i]);
    }
  }
  return {chosen.begin(), chosen.end()};
}

struct Country {
  double supply = 0.0;  ///< Logarithms of what it sells and buys.
  double demand = 0.0;
  bool is_silent = false;
  bool is_controlling = false;
  std::vector<double> trend;  ///< Factor of what it buys, by month.
};

/// One link of a family: what it trades in a usual month, and how often it does.
struct Link {
  std::uint16_t importer = 0;
  std::uint16_t exporter = 0;
  double log_usd = 0.0;
  double activity = 0.0;
  double factor_after = 1.0;
};

std::int64_t thousandths_of_whole(double value) {
  return std::llround(std::max(1.0, value)) * 1000;
}

class Maker {
 public:
  Maker(const MadePanelSize& size, const std::vector<std::string>& places, std::uint64_t seed)
      : size_(size), random_(seed) {
    const auto g7 = iso3_of(country_group("G7+"));
    Random random = random_.fork(0);
    for (std::size_t place = 0; place < places.size(); ++place) {
      Country country;
      country.is_controlling = std::ranges::find(g7, places[place]) != g7.end();
      const bool is_large = country.is_controlling || places[place] == "RUS";
      const double log_size = 1.5 * random.normal() + (is_large ? 2.0 : 0.0);
      country.supply = log_size + 0.5 * random.normal();
      country.demand = log_size + 0.3 * random.normal();
      country.is_silent = !is_large && random.uniform() < kShareOfSilentCountries;
      double log_trend = 0.0;
      for (std::size_t month = 0; month < size.months; ++month) {
        log_trend += 0.003 + 0.05 * random.normal();
        country.trend.push_back(std::exp(log_trend));
      }
      countries_.push_back(std::move(country));
      if (places[place] == "RUS") {
        destination_ = static_cast<std::uint16_t>(place);
      }
    }
  }

  void write_family(panel::CodedPanelWriter& writer, std::uint32_t family, bool is_controlled) {
    Random random = random_.fork(1 + family);
    const std::vector<Link> links = draw_links(random, is_controlled);
    std::vector<double> product(size_.months);
    double log_product = 0.0;
    for (double& factor : product) {
      log_product += 0.04 * random.normal();
      factor = std::exp(log_product);
    }
    const double log_price = 3.0 + 1.5 * random.normal();
    for (std::size_t month = 0; month < size_.months; ++month) {
      for (const Link& link : links) {
        if (random.uniform() < link.activity) {
          write_flow(writer, family, month, link, product[month], log_price, random);
        }
      }
    }
  }

  [[nodiscard]] std::uint64_t num_rows() const noexcept { return num_rows_; }

 private:
  /// A weighted draw without repetition: the smallest of exponential numbers over weights.
  std::vector<Link> draw_links(Random& random, bool is_controlled) const {
    const std::vector<bool> is_diverting = draw_diverting(random, is_controlled);
    const std::size_t count = draw_count(random);
    std::vector<double> skill;
    std::vector<double> taste;
    for (const Country& country : countries_) {
      skill.push_back(country.supply + 1.2 * random.normal());
      taste.push_back(country.demand + 0.5 * random.normal());
    }
    std::vector<std::pair<double, Link>> keys;
    for (std::uint16_t importer = 0; importer < countries_.size(); ++importer) {
      for (std::uint16_t exporter = 0; exporter < countries_.size(); ++exporter) {
        if (importer == exporter) {
          continue;
        }
        const double log_weight = skill[exporter] + taste[importer];
        Link link{.importer = importer, .exporter = exporter, .log_usd = log_weight};
        link.factor_after = factor_after(link, is_diverting, is_controlled);
        const double bonus = link.factor_after > 1.0 ? 3.0 : 0.0;  // ways that exist before
        const double key = std::log(-std::log(1.0 - random.uniform()));
        keys.emplace_back(key - 0.6 * log_weight - bonus, link);
      }
    }
    const auto last = keys.begin() + static_cast<std::ptrdiff_t>(count);
    std::nth_element(keys.begin(), last, keys.end(), [](const auto& a, const auto& b) {
      return a.first < b.first;
    });
    std::vector<Link> links;
    for (auto key = keys.begin(); key != last; ++key) {
      links.push_back(key->second);
    }
    std::sort(links.begin(), links.end(), [](const Link& a, const Link& b) {
      return std::pair(a.importer, a.exporter) < std::pair(b.importer, b.exporter);
    });
    draw_activity(links, random);
    return links;
  }

  std::vector<bool> draw_diverting(Random& random, bool is_controlled) const {
    std::vector<bool> is_diverting(countries_.size(), false);
    for (std::size_t i = 0; is_controlled && i < countries_.size(); ++i) {
      is_diverting[i] = random.uniform() < 0.1 && !countries_[i].is_controlling;
    }
    return is_diverting;
  }

  /// A quarter of the links is so rare that no month shows it.
  std::size_t draw_count(Random& random) const {
    constexpr double kSpread = 0.9;
    constexpr double kShareSeen = 0.72;
    const auto pairs = static_cast<double>(countries_.size() * (countries_.size() - 1));
    const double mean = size_.links_of_family / kShareSeen;
    const double drawn = mean * std::exp(kSpread * random.normal() - kSpread * kSpread / 2.0);
    return static_cast<std::size_t>(std::clamp(drawn, 50.0, 0.7 * pairs));
  }

  double factor_after(const Link& link, const std::vector<bool>& is_diverting, bool is_controlled)
      const {
    const bool is_from_g7 = countries_[link.exporter].is_controlling;
    if (is_controlled && link.importer == destination_) {
      return is_from_g7 ? 0.1 : is_diverting[link.exporter] ? 4.0 : 1.0;
    }
    return is_from_g7 && is_diverting[link.importer] ? 4.0 : 1.0;
  }

  /// Large links trade in more months: log odds with mean -2.6 and deviation 3.2.
  static void draw_activity(std::vector<Link>& links, Random& random) {
    const auto count = static_cast<double>(links.size());
    double sum = 0.0;
    double squares = 0.0;
    for (Link& link : links) {
      link.log_usd = 5.5 + 0.7 * link.log_usd + 1.3 * random.normal();
      sum += link.log_usd;
      squares += link.log_usd * link.log_usd;
    }
    const double mean = sum / count;
    const double deviation = std::sqrt(std::max(1e-6, squares / count - mean * mean));
    for (Link& link : links) {
      const double size = (link.log_usd - mean) / deviation;
      const double odds = std::exp(-2.6 + 3.2 * (0.6 * size + 0.8 * random.normal()));
      link.activity = odds / (1.0 + odds);
    }
  }

  void write_flow(
      panel::CodedPanelWriter& writer,
      std::uint32_t family,
      std::size_t month,
      const Link& link,
      double product,
      double log_price,
      Random& random
  ) {
    using panel::Column;
    panel::CodedRow row;
    row.frequency = Frequency::kMonthly;
    row.family = family;
    row.period = Period::of_month(kFirstYear, 1).plus(static_cast<int>(month)).number();
    row.importer = link.importer;
    row.exporter = link.exporter;
    const double usd = std::exp(link.log_usd + 0.6 * random.normal()) * product *
                       countries_[link.importer].trend[month] *
                       (month >= kFirstControlled ? link.factor_after : 1.0);
    const double kg =
        random.below(12) == 0 ? 0.0 : usd / std::exp(log_price + 0.3 * random.normal());
    const double arrived = usd * kCifFactor * std::exp(0.15 * random.normal());
    row.export_status = status_of(countries_[link.exporter], random);
    row.import_status = status_of(countries_[link.importer], random);
    const bool is_exported = row.export_status == panel::Status::kReported;
    const bool is_imported = row.import_status == panel::Status::kReported;
    if (is_exported) {
      put(row, {Column::kExportUsd, Column::kExportKg, Column::kExportUsdWithKg}, usd, kg);
    }
    if (is_imported) {
      put(row, {Column::kImportUsd, Column::kImportKg, Column::kImportUsdWithKg}, arrived, kg);
    }
    if (is_exported || is_imported) {
      // A guess between the reports, and a range that holds both.
      const double guess = is_exported && is_imported ? std::sqrt(usd * arrived / kCifFactor)
                           : is_exported              ? usd
                                                      : arrived / kCifFactor;
      row.value(Column::kEstimateUsd) = thousandths_of_whole(guess);
      row.value(Column::kLowUsd) = thousandths_of_whole(guess / kRangeFactor);
      row.value(Column::kHighUsd) = thousandths_of_whole(guess * kRangeFactor);
      writer.add(row);
      ++num_rows_;
    }
  }

  static panel::Status status_of(const Country& country, Random& random) {
    if (country.is_silent) {
      return panel::Status::kUnknown;
    }
    return random.uniform() < kShareOfFlowsLeftOut ? panel::Status::kInferredZero
                                                   : panel::Status::kReported;
  }

  /// Writes value and weight (0: none) into the columns of one side.
  static void
  put(panel::CodedRow& row, const std::array<panel::Column, 3>& columns, double usd, double kg) {
    row.value(columns[0]) = thousandths_of_whole(usd);
    if (kg > 0.0) {
      row.value(columns[1]) = thousandths_of_whole(kg);
      row.value(columns[2]) = thousandths_of_whole(usd);
    }
  }

  MadePanelSize size_;
  Random random_;
  std::vector<Country> countries_;
  std::uint16_t destination_ = 0;
  std::uint64_t num_rows_ = 0;
};

}  // namespace

std::uint64_t write_made_panel(
    const std::filesystem::path& folder,
    const MadePanelSize& size,
    const std::vector<std::string>& controlled,
    std::uint64_t seed
) {
  const std::vector<std::string> places = made_places(size.places);
  const std::vector<std::string> families = made_families(size.families, controlled);
  panel::CodedPanelWriter writer(folder, places, families);
  Maker maker(size, places, seed);
  for (std::uint32_t family = 0; family < families.size(); ++family) {
    const bool is_controlled = std::ranges::find(controlled, families[family]) != controlled.end();
    maker.write_family(writer, family, is_controlled);
  }
  writer.finish();
  return maker.num_rows();
}

MadeQuestion::MadeQuestion() {
  const goods::FamilyTable table = family_table();
  const auto group = goods::resolve_goods("chpl-45", table);
  for (const goods::GroupFamily& family : group.families) {
    detect::Goods one;
    one.family = family.family;
    one.label = family.label;
    one.is_partly_controlled = family.is_partly_named();
    for (const HsCode& code : family.named) {
      one.hs.push_back(code.to_string());
    }
    one.lists.push_back(
        {.list = "chpl",
         .tier = {},
         .listed_on = {},
         .controlled_since = detect::Date::parse(family.controlled_since.date)}
    );
    controlled_.push_back(one.family);
    goods_.push_back(std::move(one));
  }
  std::sort(controlled_.begin(), controlled_.end());
}

detect::DetectInput MadeQuestion::input(const panel::CodedPanel& panel) const {
  detect::DetectInput input;
  input.panel = &panel;
  input.goods = goods_;
  input.is_controlled = [this](int level, std::string_view family) {
    return level == 6 && std::binary_search(controlled_.begin(), controlled_.end(), family);
  };
  input.controlling = iso3_of(country_group("G7+"));
  input.customs_union = iso3_of(country_group("EAEU"));
  return input;
}

}  // namespace portolan::bench
