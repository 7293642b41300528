#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialect.hpp"
#include "portolan/base/countries.hpp"
#include "portolan/base/hs_code.hpp"

namespace portolan::ingest {

/// What the name of a BACI file tells.
struct BaciName {
  std::optional<HsEdition> edition;
  /// "202601"; empty: the name does not tell.
  std::string version;
};

/// Reads "BACI_HS17_Y2024_V202601.csv".
[[nodiscard]] BaciName parse_baci_name(std::string_view name);

/// Tells whether a file of an archive is one of BACI's code tables, by its name.
[[nodiscard]] bool is_baci_code_table(std::string_view name);

/// What the code tables of the archive tell.
struct BaciCodeTables {
  /// Codes that our table does not know: the country of their ISO3, or a place that is no country.
  std::vector<std::pair<std::string, Place>> places;
  /// Codes of the product table, sorted; empty without one.
  std::vector<std::string> products;
  /// Where the two country tables differ.
  std::vector<std::string> warnings;
};

/// Reads the code tables among the companions and compares the countries with ours.
[[nodiscard]] BaciCodeTables read_baci_code_tables(const TableFacts& facts);

}  // namespace portolan::ingest
