#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/countries.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/ingest/trade_row.hpp"

namespace portolan::ingest {

/// A mapping file as docs/data/mapping.md describes it.

/// Where a field comes from: a column or a constant; neither where the mapping does not give it.
struct FieldSource {
  std::string column;
  std::optional<std::string> constant;

  [[nodiscard]] bool is_given() const { return !column.empty() || constant.has_value(); }
};

struct PlaceField {
  FieldSource source;
  PlaceScheme scheme = PlaceScheme::kIso3;
  /// Of a second partner: rows are parts, without a row for all second partners.
  bool is_split = false;
};

/// A field whose texts are translated; without `values` the field's own texts count.
struct ChoiceField {
  FieldSource source;
  std::map<std::string, std::string> values;
};

enum class PeriodForm : std::uint8_t { kAny, kYear, kYearMonth, kYearDashMonth, kDate, kYear52 };

struct PeriodField {
  FieldSource source;
  PeriodForm form = PeriodForm::kAny;
  std::string prefix;
  /// In place of `source`.
  std::string year_column;
  std::string month_column;
};

struct CodeField {
  FieldSource source;
  std::size_t pad = 0;
  std::size_t cut = 0;
  /// A regular expression whose first group is the code; empty: the whole text.
  std::string pattern;
  std::optional<HsEdition> edition;
  bool is_edition_by_year = false;
  std::string edition_column;
};

/// A number times 10^`shift`.
struct AmountField {
  FieldSource source;
  int shift = 0;
  FieldSource currency;
  FieldSource unit;
  std::string valuation;
};

/// All that one statement of a row is made of.
struct StatementMapping {
  PlaceField reporter;
  PlaceField partner;
  PlaceField partner2;
  ChoiceField flow;
  PeriodField period;
  CodeField code;
  AmountField value;
  AmountField net_kg;
  AmountField quantity;
  ChoiceField is_estimated;
  FieldSource procedure;
  FieldSource transport;
  std::vector<std::string> detail_columns;
  std::optional<Plane> plane;
};

/// "Rows whose `column` is one of `equals` are of `plane`."
struct PlaneRule {
  std::string column;
  std::vector<std::string> equals;
  Plane plane = Plane::kAggregate;
};

struct MappingFile {
  std::string name;
  std::string source;
  std::string vintage;
  std::string absence = "unknown";

  std::optional<char> delimiter;
  std::string encoding;
  std::optional<std::int64_t> header_row;
  std::string sheet;
  char decimal = '.';
  /// ',' or ' ' (a blank stands for no-break spaces too); 0: none.
  char thousands = 0;
  std::vector<std::string> missing;

  /// At least one.
  std::vector<StatementMapping> statements;
  bool is_wide = false;
  std::vector<PlaneRule> rules;

  /// The file as it is.
  std::string text;
  std::string sha256;

  /// All columns that the mapping names, sorted.
  [[nodiscard]] std::vector<std::string> columns() const;
};

/// Reads a mapping file. Throws `Error`: kInvalidArgument if it is missing, kBadData with file,
/// line and key for anything that docs/data/mapping.md does not allow.
[[nodiscard]] MappingFile read_mapping_file(const std::filesystem::path& path);

/// The same from text; `name` is for messages.
[[nodiscard]] MappingFile parse_mapping(std::string text, std::string_view name);

}  // namespace portolan::ingest
