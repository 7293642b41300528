#include "portolan/panel/show.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "portolan/base/countries.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::panel {

namespace {

constexpr std::array kLevels = {0, 2, 4, 6};
constexpr std::array<std::string_view, 3> kGroups = {"EU27", "EAEU", "G7+"};

std::vector<std::string> names_of(const std::vector<CountryCode>& countries) {
  std::vector<std::string> names;
  for (const CountryCode country : countries) {
    names.push_back(country.to_string());
  }
  return names;
}

bool is_world(std::string_view text) {
  return is_equal_ignoring_case(text, "WLD") || is_equal_ignoring_case(text, "world");
}

PlaceSelection select_one(std::string_view text) {
  if (is_world(text)) {
    return {.name = "WLD", .countries = {}, .stated = "WLD"};
  }
  for (const std::string_view group : kGroups) {
    if (is_equal_ignoring_case(text, group)) {
      return {
          .name = std::string(group),
          .countries = names_of(country_group(group)),
          .stated = group == "EU27" ? std::optional<std::string>("EU27") : std::nullopt};
    }
  }
  const std::string iso3 = country_of_user_text(text).to_string();
  return {.name = iso3, .countries = {iso3}, .stated = std::nullopt};
}

/// Which places of the panel a selection means on a basis.
std::vector<std::uint8_t>
place_mask(const CodedPanel& panel, const PlaceSelection& selection, bool is_stated) {
  std::vector<std::uint8_t> mask(panel.places().size(), 0);
  const auto mark = [&](const std::string& name) {
    if (const auto place = panel.find_place(name)) {
      mask[*place] = 1;
    }
  };
  if (is_stated) {
    mark(selection.stated.value_or(""));
    return mask;
  }
  if (selection.name == "WLD") {
    for (std::uint16_t place = 0; place < mask.size(); ++place) {
      mask[place] = panel.is_partner(place) ? 1 : 0;
    }
    return mask;
  }
  for (const std::string& country : selection.countries) {
    mark(country);
  }
  return mask;
}

/// The part of the request that one series is about.
struct SeriesKey {
  Frequency frequency;
  int level;
  SumBasis basis;
};

/// The first and last period of `frequency` that the request means.
std::pair<std::int32_t, std::int32_t> window(const ShowRequest& request, Frequency frequency) {
  std::int32_t first = 0;
  std::int32_t last = std::numeric_limits<std::int32_t>::max();
  const bool is_annual = frequency == Frequency::kAnnual;
  if (request.from) {
    // A year counts only if all of it is asked for.
    const bool is_whole = request.from->month() <= 1;
    first = is_annual ? request.from->year() * 100 + (is_whole ? 0 : 100) : request.from->number();
  }
  if (request.until) {
    const bool is_whole = request.until->month() == 0 || request.until->month() == 12;
    const std::int32_t year = request.until->year() * 100;
    last = is_annual                     ? year - (is_whole ? 0 : 100)
           : request.until->month() == 0 ? year + 12
                                         : request.until->number();
  }
  return {first, last};
}

void add(std::optional<std::int64_t>& sum, std::int64_t value) {
  if (value != kMissing) {
    sum = sum.value_or(0) + value;
  }
}

/// Adds up one side of the flows of a point.
class SideCounter {
 public:
  void add_row(const CodedPanel& panel, std::size_t row, bool is_export) {
    const Status status = is_export ? panel.export_status(row) : panel.import_status(row);
    const auto value = [&](Column exported, Column imported) {
      return panel.value(is_export ? exported : imported, row);
    };
    if (status == Status::kInferredZero) {
      ++sums_.num_inferred_zero;
      return;
    }
    if (status == Status::kUnknown) {
      ++sums_.num_unknown;
      return;
    }
    ++sums_.num_reported;
    const std::int64_t usd = value(Column::kExportUsd, Column::kImportUsd);
    const std::int64_t eur = value(Column::kExportEur, Column::kImportEur);
    sums_.num_without_usd += usd == kMissing ? 1 : 0;
    lacks_eur_ = lacks_eur_ || eur == kMissing;
    add(sums_.usd, usd);
    add(sums_.eur, eur);
    add(sums_.kg, value(Column::kExportKg, Column::kImportKg));
    add(sums_.usd_with_kg, value(Column::kExportUsdWithKg, Column::kImportUsdWithKg));
  }

  [[nodiscard]] SideSums sums() const {
    SideSums sums = sums_;
    if (lacks_eur_) {
      sums.eur.reset();
    }
    if (sums.num_reported > 0) {
      sums.status = Status::kReported;
    } else if (sums.num_unknown == 0 && sums.num_inferred_zero > 0) {
      sums.status = Status::kInferredZero;
    }
    return sums;
  }

 private:
  SideSums sums_;
  bool lacks_eur_ = false;
};

/// Adds up the flows of a point.
class PointCounter {
 public:
  void add_row(const CodedPanel& panel, std::size_t row) {
    ++point_.num_flows;
    exported_.add_row(panel, row, true);
    imported_.add_row(panel, row, false);
    add(point_.reconciled_usd, panel.value(Column::kReconciledUsd, row));
    add(point_.estimate_usd, panel.value(Column::kEstimateUsd, row));
    add(point_.low_usd, panel.value(Column::kLowUsd, row));
    add(point_.high_usd, panel.value(Column::kHighUsd, row));
    const bool has_estimate = panel.value(Column::kEstimateUsd, row) != kMissing;
    lacks_range_ = lacks_range_ || (has_estimate && panel.value(Column::kLowUsd, row) == kMissing);
    point_.is_partial = point_.is_partial || panel.is_partial(row);
    const std::int64_t exported = panel.value(Column::kExportUsd, row);
    const std::int64_t imported = panel.value(Column::kImportUsd, row);
    if (exported != kMissing && imported != kMissing) {
      ++point_.num_both;
      both_exported_ += static_cast<double>(exported);
      both_imported_fob_ += static_cast<double>(imported) / (1.0 + panel.margin(row));
    }
  }

  [[nodiscard]] ShowPoint point(std::optional<Period> period) const {
    ShowPoint point = point_;
    point.period = period;
    point.exported = exported_.sums();
    point.imported = imported_.sums();
    if (lacks_range_) {
      point.low_usd.reset();
      point.high_usd.reset();
    }
    if (both_exported_ > 0.0 && both_imported_fob_ > 0.0) {
      point.gap = std::log(both_exported_) - std::log(both_imported_fob_);
    }
    return point;
  }

  [[nodiscard]] bool is_empty() const noexcept { return point_.num_flows == 0; }

 private:
  ShowPoint point_;
  SideCounter exported_;
  SideCounter imported_;
  bool lacks_range_ = false;
  double both_exported_ = 0.0;
  double both_imported_fob_ = 0.0;
};

/// Families by code, each with whether all of it was asked for.
using FamilySet = std::map<std::uint32_t, bool>;

void add_family(const CodedPanel& panel, const FamilyMatch& match, FamilySet& found) {
  if (const auto family = panel.find_family(match.name)) {
    bool& is_whole = found.try_emplace(*family, false).first->second;
    is_whole = is_whole || match.is_whole;
  }
}

/// The families of `level` that the goods asked for lie in; codes longer than the level are left
/// out.
FamilySet families_at(
    const CodedPanel& panel,
    const ShowRequest& request,
    int level,
    std::vector<std::string>& left_out
) {
  FamilySet found;
  for (const HsCode& code : request.goods) {
    if (code.level() > level) {
      left_out.push_back(code.to_string());
      continue;
    }
    if (level == 6 && request.families_of) {
      for (const FamilyMatch& match : request.families_of(code)) {
        add_family(panel, match, found);
      }
      continue;
    }
    // Families of a level are the names of its length; those of subheadings may bear a year.
    for (std::uint32_t family = 0; family < panel.families().size(); ++family) {
      const auto own = HsCode::parse(panel.families()[family].substr(0, 6));
      if (own && std::min(own->level(), 6) == level && code.covers(*own)) {
        found[family] = true;
      }
    }
  }
  return found;
}

/// Adds up one series. Blocks come by family, so points are kept by period until all are read.
class SeriesBuilder {
 public:
  SeriesBuilder(const CodedPanel& panel, const ShowRequest& request, const SeriesKey& key)
      : panel_(panel), key_(key), window_(window(request, key.frequency)) {
    const bool is_stated = key.basis == SumBasis::kStated;
    // A stated sum at one end, countries at the other; both ends where both are sums.
    exporters_ =
        place_mask(panel, request.exporters, is_stated && request.exporters.stated.has_value());
    importers_ =
        place_mask(panel, request.importers, is_stated && request.importers.stated.has_value());
  }

  void add_family(std::uint32_t family, bool is_whole) {
    bool has_rows = false;
    for (const Block& block : panel_.blocks(key_.frequency, key_.level, family)) {
      if (block.period < window_.first || block.period > window_.second) {
        continue;
      }
      for (std::size_t row = block.begin; row < block.end; ++row) {
        if (exporters_[panel_.exporters()[row]] != 0 && importers_[panel_.importers()[row]] != 0) {
          points_[block.period].add_row(panel_, row);
          total_.add_row(panel_, row);
          has_rows = true;
        }
      }
    }
    if (has_rows) {
      families_.push_back(panel_.families()[family]);
      if (!is_whole) {
        wider_families_.push_back(panel_.families()[family]);
      }
    }
  }

  [[nodiscard]] std::optional<ShowSeries> series(std::vector<std::string> left_out) const {
    if (total_.is_empty()) {
      return std::nullopt;
    }
    ShowSeries series{
        .frequency = key_.frequency,
        .level = key_.level,
        .basis = key_.basis,
        .families = families_,
        .wider_families = wider_families_,
        .goods_left_out = std::move(left_out),
        .points = {},
        .total = total_.point(std::nullopt)};
    for (const auto& [period, counter] : points_) {
      series.points.push_back(counter.point(Period::from_number(period)));
    }
    return series;
  }

 private:
  const CodedPanel& panel_;
  SeriesKey key_;
  std::pair<std::int32_t, std::int32_t> window_;
  std::vector<std::uint8_t> exporters_;
  std::vector<std::uint8_t> importers_;
  std::map<std::int32_t, PointCounter> points_;
  PointCounter total_;
  std::vector<std::string> families_;
  std::vector<std::string> wider_families_;
};

void check(const ShowRequest& request) {
  if (request.goods.empty()) {
    throw invalid_argument("goods: expected at least one code, got none");
  }
  if (request.from && request.until && request.until->year() * 100 + 12 < request.from->number()) {
    throw invalid_argument(
        "until: expected {} or later, got {}", request.from->to_string(), request.until->to_string()
    );
  }
}

}  // namespace

std::string_view to_string(SumBasis basis) {
  return basis == SumBasis::kCountries ? "countries" : "stated";
}

PlaceSelection select_place(std::string_view text) {
  PlaceSelection all;
  const auto pieces = split(text, '+');
  // "G7+" ends in the sign that joins.
  if (is_equal_ignoring_case(trim(text), "G7+") || pieces.size() == 1) {
    return select_one(trim(text));
  }
  std::set<std::string> countries;
  for (const std::string_view piece : pieces) {
    const PlaceSelection one = select_one(trim(piece));
    if (one.name == "WLD") {
      throw invalid_argument("places: expected countries to add, got the world in \"{}\"", text);
    }
    countries.insert(one.countries.begin(), one.countries.end());
    all.name += (all.name.empty() ? "" : "+") + one.name;
  }
  all.countries.assign(countries.begin(), countries.end());
  return all;
}

CorridorEnds select_corridor(std::string_view text) {
  const auto ends = split(text, ':');
  if (ends.size() != 2 || trim(ends[0]).empty() || trim(ends[1]).empty()) {
    throw invalid_argument("corridor: expected ORIGIN:DESTINATION, got \"{}\"", text)
        .with_hint("for example DEU:KGZ, EU27:KGZ or WLD:ARM");
  }
  return {.exporters = select_place(ends[0]), .importers = select_place(ends[1])};
}

ShowResult show(const CodedPanel& panel, const ShowRequest& request) {
  check(request);
  ShowResult result{
      .exporters = request.exporters.name, .importers = request.importers.name, .series = {}};
  const bool has_stated = request.exporters.stated || request.importers.stated;
  for (const Frequency frequency : {Frequency::kAnnual, Frequency::kMonthly}) {
    for (const int level : kLevels) {
      std::vector<std::string> left_out;
      const auto families = families_at(panel, request, level, left_out);
      for (const SumBasis basis : {SumBasis::kCountries, SumBasis::kStated}) {
        if (basis == SumBasis::kStated && !has_stated) {
          continue;
        }
        const SeriesKey key{.frequency = frequency, .level = level, .basis = basis};
        SeriesBuilder builder(panel, request, key);
        for (const auto& [family, is_whole] : families) {
          builder.add_family(family, is_whole);
        }
        if (auto series = builder.series(left_out)) {
          result.series.push_back(std::move(*series));
        }
      }
    }
  }
  return result;
}

}  // namespace portolan::panel
