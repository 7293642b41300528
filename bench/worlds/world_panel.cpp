#include "world_panel.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <tuple>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/panel/coded_panel_writer.hpp"
#include "portolan/world/reports.hpp"

namespace portolan::bench {
namespace {

using world::TradeFlow;
using world::World;
using world::WorldReport;

/// A folder that is gone with the object.
class ShortLivedFolder {
 public:
  ShortLivedFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "portolan-world-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw unavailable("{}: expected a folder that can be made", name);
    }
    path_ = name;
  }
  ShortLivedFolder(const ShortLivedFolder&) = delete;
  ShortLivedFolder& operator=(const ShortLivedFolder&) = delete;
  ~ShortLivedFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

std::string
family_name(const goods::FamilyTable& table, HsEdition edition, const std::string& code) {
  const auto hs_code = HsCode::parse(code);
  ensure(hs_code.has_value(), "a world's code is no HS code");
  if (const auto family = table.family_of(edition, *hs_code)) {
    return std::string(*family);
  }
  return std::string(table.family_of(*hs_code).value_or(code));
}

/// Names of the panel, and where a world's goods and countries stand among them.
class Names {
 public:
  Names(const World& world, const goods::FamilyTable& table) {
    std::set<std::string> families = {"TOTAL"};
    for (const world::WorldGood& good : world.goods) {
      for (const std::string& code : good.hs2017) {
        families.insert(family_name(table, HsEdition::kHs2017, code));
      }
      for (const std::string& code : good.hs2022) {
        families.insert(family_name(table, HsEdition::kHs2022, code));
      }
    }
    families_.assign(families.begin(), families.end());
    std::set<std::string> places = {"WLD", "XXX"};
    for (const world::WorldCountry& country : world.countries) {
      places.insert(country.code.to_string());
    }
    places_.assign(places.begin(), places.end());
    for (const world::WorldGood& good : world.goods) {
      codes_.push_back(
          {positions(table, HsEdition::kHs2017, good.hs2017),
           positions(table, HsEdition::kHs2022, good.hs2022)}
      );
    }
    for (const world::WorldCountry& country : world.countries) {
      countries_.push_back(static_cast<std::uint16_t>(position(places_, country.code.to_string())));
    }
    for (std::size_t edition = 0; edition < 2; ++edition) {
      for (const std::string& family : families_) {
        const HsEdition one = edition == 0 ? HsEdition::kHs2017 : HsEdition::kHs2022;
        is_in_edition_[edition].push_back(
            table.members(family).empty() || !table.codes(family, one).empty()
        );
      }
    }
  }

  [[nodiscard]] const std::vector<std::string>& families() const { return families_; }
  [[nodiscard]] const std::vector<std::string>& places() const { return places_; }
  [[nodiscard]] std::uint16_t total() const {
    return static_cast<std::uint16_t>(position(families_, "TOTAL"));
  }
  [[nodiscard]] std::uint16_t family(const WorldReport& report) const {
    return report.code_kind == world::CodeKind::kTotal
               ? total()
               : codes_[report.good][report.is_hs2022 ? 1 : 0][report.code];
  }
  [[nodiscard]] std::uint16_t country(std::uint16_t of_world) const { return countries_[of_world]; }
  [[nodiscard]] std::uint16_t partner(const WorldReport& report) const {
    switch (report.partner_kind) {
      case world::PartnerKind::kWorld:
        return static_cast<std::uint16_t>(position(places_, "WLD"));
      case world::PartnerKind::kNotSpecified:
        return static_cast<std::uint16_t>(position(places_, "XXX"));
      case world::PartnerKind::kCountry:
        break;
    }
    return countries_[report.partner];
  }
  [[nodiscard]] bool is_country(std::uint16_t place) const {
    return places_[place] != "WLD" && places_[place] != "XXX";
  }
  [[nodiscard]] bool is_in_edition(std::uint16_t family, bool is_hs2022) const {
    return is_in_edition_[is_hs2022 ? 1 : 0][family];
  }

 private:
  static std::size_t position(const std::vector<std::string>& sorted, const std::string& name) {
    return static_cast<std::size_t>(
        std::lower_bound(sorted.begin(), sorted.end(), name) - sorted.begin()
    );
  }
  std::vector<std::uint16_t> positions(
      const goods::FamilyTable& table,
      HsEdition edition,
      const std::vector<std::string>& codes
  ) const {
    std::vector<std::uint16_t> result;
    for (const std::string& code : codes) {
      const std::string family = family_name(table, edition, code);
      result.push_back(static_cast<std::uint16_t>(position(families_, family)));
    }
    return result;
  }

  std::vector<std::string> families_;
  std::vector<std::string> places_;
  std::vector<std::array<std::vector<std::uint16_t>, 2>> codes_;  ///< By good, edition, code.
  std::vector<std::uint16_t> countries_;                          ///< By country of the world.
  std::array<std::vector<bool>, 2> is_in_edition_;                ///< By edition, family.
};

/// Where a row stands, in the panel's order.
struct RowKey {
  std::uint16_t level = 0;
  std::uint16_t family = 0;
  std::uint16_t month = 0;
  std::uint16_t importer = 0;
  std::uint16_t exporter = 0;

  auto operator<=>(const RowKey&) const = default;
};

/// What one side says, one code after the other and then all codes of the family.
struct Said {
  RowKey key;
  bool by_exporter = false;
  bool has_kg = false;
  std::int64_t usd = 0;
  std::int64_t kg = 0;
  std::int64_t usd_with_kg = 0;

  [[nodiscard]] auto order() const { return std::tie(key, by_exporter); }
};

/// Who published what, and in which file: inside a file that holds a family at all, a row that is
/// not there means zero.
class Publications {
 public:
  Publications(const World& world, const Names& names) : world_(world), names_(names) {
    published_.assign(world.countries.size() * world.months.size() * 2, {});
    by_place_.assign(names.places().size(), kNone);
    for (std::size_t c = 0; c < world.countries.size(); ++c) {
      by_place_[names.country(static_cast<std::uint16_t>(c))] = static_cast<std::uint16_t>(c);
    }
  }

  void note(const WorldReport& report, bool is_revised) {
    const auto file = static_cast<std::uint16_t>(file_of(report, is_revised));
    const std::uint16_t family = names_.family(report);
    Month& month = published_[slot(report.reporter, report.flow, report.month)];
    if (report.code_kind == world::CodeKind::kTotal) {
      month.has_total = true;
      return;
    }
    if (report.partner_kind == world::PartnerKind::kCountry) {
      month.files[is_revised ? 1 : 0] = file;
      month.is_hs2022 = report.is_hs2022;
    }
    if (families_.size() <= file) {
      families_.resize(std::size_t{file} + 1, std::vector<bool>(names_.families().size(), false));
    }
    families_[file][family] = true;
  }

  /// Trade with partners that are no country counts only beside trade with countries.
  [[nodiscard]] bool counts(const WorldReport& report) const {
    return report.partner_kind != world::PartnerKind::kNotSpecified ||
           published_[slot(report.reporter, report.flow, report.month)].files != kNoFiles;
  }

  /// What it means that a side has no row beside the other side's.
  [[nodiscard]] panel::Status absence(const RowKey& key, bool of_exporter) const {
    const std::uint16_t place = of_exporter ? key.exporter : key.importer;
    const std::uint16_t partner = of_exporter ? key.importer : key.exporter;
    if (by_place_[place] == kNone || !names_.is_country(partner)) {
      return panel::Status::kUnknown;
    }
    const TradeFlow flow = of_exporter ? TradeFlow::kExport : TradeFlow::kImport;
    const Month& month = published_[slot(by_place_[place], flow, key.month)];
    const bool is_in_file =
        std::any_of(month.files.begin(), month.files.end(), [&](std::uint16_t file) {
          return file != kNone && families_[file][key.family];
        });
    return is_in_file && names_.is_in_edition(key.family, month.is_hs2022)
               ? panel::Status::kInferredZero
               : panel::Status::kUnknown;
  }

  [[nodiscard]] std::vector<detect::Coverage> coverage() const {
    std::vector<detect::Coverage> result;
    for (std::size_t c = 0; c < world_.countries.size(); ++c) {
      for (const TradeFlow flow : {TradeFlow::kImport, TradeFlow::kExport}) {
        for (std::size_t m = 0; m < world_.months.size(); ++m) {
          const auto at = slot(static_cast<std::uint16_t>(c), flow, static_cast<std::uint16_t>(m));
          detect::Coverage row{
              .reporter = world_.countries[c].code.to_string(),
              .is_export = flow == TradeFlow::kExport,
              .period = world_.months[m].number(),
              .level = 0};
          if (published_[at].has_total) {
            result.push_back(row);
          }
          row.level = 6;
          if (published_[at].files != kNoFiles) {
            result.push_back(row);
          }
        }
      }
    }
    return result;
  }

 private:
  static constexpr std::uint16_t kNone = 0xFFFF;
  using Files = std::array<std::uint16_t, 2>;  ///< Of the first and of the later publication.
  static constexpr Files kNoFiles = {kNone, kNone};

  /// What a country published of one flow in one month.
  struct Month {
    Files files = kNoFiles;
    bool is_hs2022 = false;
    bool has_total = false;
  };

  /// As `write_world` divides them: a month of the EU, a country of its own, a year of the others,
  /// and everything that came later.
  [[nodiscard]] std::size_t file_of(const WorldReport& report, bool is_revised) const {
    const world::WorldCountry& reporter = world_.countries[report.reporter];
    const std::size_t countries = world_.countries.size();
    if (reporter.is_eu) {
      return 200 + countries + report.month;
    }
    const std::string_view iso3 = reporter.code.iso3();
    if (iso3 == "CAN" || iso3 == "CHE" || iso3 == "NOR") {
      return 200 + std::size_t{report.reporter};
    }
    return is_revised ? 0 : static_cast<std::size_t>(world_.months[report.month].year() - 1900);
  }

  [[nodiscard]] std::size_t slot(std::uint16_t country, TradeFlow flow, std::uint16_t month) const {
    return (std::size_t{country} * 2 + (flow == TradeFlow::kExport ? 1 : 0)) *
               world_.months.size() +
           month;
  }

  const World& world_;
  const Names& names_;
  std::vector<Month> published_;             ///< By country, flow, month.
  std::vector<std::vector<bool>> families_;  ///< By file, family.
  std::vector<std::uint16_t> by_place_;
};

/// Statements of the later publication count where both have one. Both come in one order.
std::vector<WorldReport> settled(const world::Statements& statements) {
  const auto before = [](const WorldReport& a, const WorldReport& b) {
    const auto key = [](const WorldReport& r) {
      return std::tie(r.flow, r.month, r.code_kind, r.good, r.code, r.partner_kind, r.partner);
    };
    return key(a) < key(b);
  };
  std::vector<WorldReport> reports;
  std::set_union(
      statements.revised.begin(),
      statements.revised.end(),
      statements.first.begin(),
      statements.first.end(),
      std::back_inserter(reports),
      before
  );
  return reports;
}

/// Tells whether the panel has a place for a statement: not for goods that are hidden, nor for sums
/// that the layout of the EU's files does not hold.
bool is_in_panel(const World& world, const WorldReport& report) {
  const bool is_sum = report.partner_kind == world::PartnerKind::kWorld ||
                      report.code_kind == world::CodeKind::kTotal;
  return report.code_kind != world::CodeKind::kConfidential &&
         !(is_sum && world.countries[report.reporter].is_eu);
}

Said said_in(const WorldReport& report, const Names& names) {
  Said said;
  const std::uint16_t self = names.country(report.reporter);
  const std::uint16_t other = names.partner(report);
  said.by_exporter = report.flow == TradeFlow::kExport;
  said.key = {
      .level = static_cast<std::uint16_t>(report.code_kind == world::CodeKind::kTotal ? 0 : 6),
      .family = names.family(report),
      .month = report.month,
      .importer = said.by_exporter ? other : self,
      .exporter = said.by_exporter ? self : other};
  said.usd = report.value_usd;
  said.has_kg = report.net_kg.has_value();
  said.kg = report.net_kg.value_or(0);
  said.usd_with_kg = said.has_kg ? report.value_usd : 0;
  return said;
}

/// Adds up the codes of each family. Whole dollars: the order of the sum does not matter.
std::vector<Said> summed(std::vector<Said> parts) {
  std::sort(parts.begin(), parts.end(), [](const Said& a, const Said& b) {
    return a.order() < b.order();
  });
  std::vector<Said> sums;
  for (const Said& part : parts) {
    if (sums.empty() || sums.back().order() != part.order()) {
      sums.push_back(part);
      continue;
    }
    sums.back().usd += part.usd;
    sums.back().kg += part.kg;
    sums.back().usd_with_kg += part.usd_with_kg;
    sums.back().has_kg = sums.back().has_kg || part.has_kg;
  }
  return sums;
}

void put(panel::CodedRow& row, const Said& said) {
  using panel::Column;
  constexpr std::int64_t kThousandths = 1000;
  (said.by_exporter ? row.export_status : row.import_status) = panel::Status::kReported;
  row.value(said.by_exporter ? Column::kExportUsd : Column::kImportUsd) = said.usd * kThousandths;
  if (said.has_kg) {
    row.value(said.by_exporter ? Column::kExportKg : Column::kImportKg) = said.kg * kThousandths;
    row.value(said.by_exporter ? Column::kExportUsdWithKg : Column::kImportUsdWithKg) =
        said.usd_with_kg * kThousandths;
  }
}

void write_rows(
    panel::CodedPanelWriter& writer,
    const World& world,
    const std::vector<Said>& sums,
    const Publications& publications
) {
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const RowKey& key = sums[i].key;
    panel::CodedRow row;
    row.frequency = Frequency::kMonthly;
    row.level = key.level;
    row.family = key.family;
    row.period = world.months[key.month].number();
    row.importer = key.importer;
    row.exporter = key.exporter;
    row.export_status = publications.absence(key, true);
    row.import_status = publications.absence(key, false);
    put(row, sums[i]);
    if (i + 1 < sums.size() && sums[i + 1].key == key) {
      put(row, sums[++i]);
    }
    writer.add(row);
  }
}

}  // namespace

goods::FamilyTable families_of_worlds() {
  constexpr std::array kEditions = {HsEdition::kHs2017, HsEdition::kHs2022};
  return goods::make_families(kEditions);
}

WorldPanel panel_of_world(const World& world, const goods::FamilyTable& table) {
  const Names names(world, table);
  Publications publications(world, names);
  std::vector<Said> parts;
  for (std::size_t reporter = 0; reporter < world.countries.size(); ++reporter) {
    const auto statements = world::statements_of(world, static_cast<std::uint16_t>(reporter));
    for (const auto* publication : {&statements.first, &statements.revised}) {
      for (const WorldReport& report : *publication) {
        if (is_in_panel(world, report)) {
          publications.note(report, publication == &statements.revised);
        }
      }
    }
    for (const WorldReport& report : settled(statements)) {
      if (is_in_panel(world, report) && publications.counts(report)) {
        parts.push_back(said_in(report, names));
      }
    }
  }
  const ShortLivedFolder folder;
  panel::CodedPanelWriter writer(folder.path(), names.places(), names.families());
  write_rows(writer, world, summed(std::move(parts)), publications);
  writer.finish();
  return {.panel = panel::CodedPanel::open(folder.path()), .coverage = publications.coverage()};
}

}  // namespace portolan::bench
