#include "baci_code_tables.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/formats/csv.hpp"

namespace portolan::ingest {

namespace {

std::string_view base_name(std::string_view name) {
  const std::size_t slash = name.find_last_of("/\\");
  return slash == std::string_view::npos ? name : name.substr(slash + 1);
}

bool is_country_table(std::string_view name) {
  return to_ascii_lower(base_name(name)).starts_with("country_codes");
}

// Columns of the country table, in its present and its older names.
struct CountryColumns {
  std::size_t code = kNoColumn;
  std::size_t iso3 = kNoColumn;
  std::size_t name = kNoColumn;
};

CountryColumns country_columns(std::span<const std::string_view> fields) {
  const TableHeader header(std::vector<std::string>(fields.begin(), fields.end()));
  const auto first_of = [&header](std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
      if (header.has(name)) {
        return header.find(name);
      }
    }
    return kNoColumn;
  };
  return {
      .code = first_of({"country_code", "i"}),
      .iso3 = first_of({"country_iso3", "iso_3digit_alpha", "iso3"}),
      .name = first_of({"country_name", "country_name_full", "country_name_abbreviation"})};
}

void compare_country(
    std::string_view code,
    std::string_view iso3,
    std::string_view name,
    BaciCodeTables& tables
) {
  const auto ours = find_place(code, PlaceScheme::kComtrade);
  const auto theirs = find_place(iso3, PlaceScheme::kIso3);
  if (!ours) {
    Place place;
    if (theirs) {
      place = *theirs;
    }
    place.name = std::string(name);
    tables.places.emplace_back(std::string(code), place);
    tables.warnings.push_back(fmt::format(
        "country {} ({}) is not in our table: {}",
        code,
        name,
        theirs && theirs->code ? "taken as " + theirs->code->to_string()
                               : "kept apart as no country"
    ));
  } else if (ours->code && theirs && theirs->code && *ours->code != *theirs->code) {
    tables.warnings.push_back(fmt::format(
        "country {} is {} in the archive's table and {} in ours: ours is used",
        code,
        iso3,
        ours->code->iso3()
    ));
  }
}

void read_products(const std::string& name, std::string_view text, BaciCodeTables& tables) {
  formats::CsvRecordReader reader(text, name, formats::CsvDialect{});
  (void)reader.next();  // the column names
  while (const formats::CsvRecord* record = reader.next()) {
    if (!record->fields.empty()) {
      tables.products.emplace_back(trim(record->fields.front()));
    }
  }
  std::ranges::sort(tables.products);
}

}  // namespace

BaciName parse_baci_name(std::string_view name) {
  BaciName result;
  std::string stem(base_name(name));
  stem.resize(std::min(stem.find('.'), stem.size()));
  for (const std::string_view part : split(stem, '_')) {
    if (part.starts_with("HS")) {
      result.edition = parse_hs_edition(part);
    } else if (part.starts_with('V') && parse_integer(part.substr(1))) {
      result.version = part.substr(1);
    }
  }
  return result;
}

bool is_baci_code_table(std::string_view name) {
  return is_country_table(name) || to_ascii_lower(base_name(name)).starts_with("product_codes");
}

BaciCodeTables read_baci_code_tables(const TableFacts& facts) {
  BaciCodeTables tables;
  for (const auto& [name, text] : facts.companions) {
    if (!is_country_table(name)) {
      read_products(name, text, tables);
      continue;
    }
    formats::CsvRecordReader reader(text, name, formats::CsvDialect{});
    const formats::CsvRecord* record = reader.next();
    if (record == nullptr) {
      continue;
    }
    const CountryColumns columns = country_columns(record->fields);
    if (columns.code == kNoColumn || columns.iso3 == kNoColumn) {
      tables.warnings.push_back(name + ": no columns with country codes and ISO3; not used");
      continue;
    }
    while ((record = reader.next()) != nullptr) {
      const auto cell = [&record](std::size_t column) {
        return column < record->fields.size() ? trim(record->fields[column]) : std::string_view();
      };
      if (!cell(columns.code).empty()) {
        compare_country(cell(columns.code), cell(columns.iso3), cell(columns.name), tables);
      }
    }
  }
  return tables;
}

}  // namespace portolan::ingest
