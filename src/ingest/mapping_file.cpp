#include "mapping_file.hpp"

#include <algorithm>
#include <array>
#include <regex>
#include <set>
#include <string_view>
#include <utility>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/formats/toml.hpp"

namespace portolan::ingest {

namespace {

using formats::TomlValue;

constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

// The value that `text` names in `choices`; the message lists them all.
template <typename T, std::size_t N>
T choose(const TomlValue& value, const std::array<std::pair<std::string_view, T>, N>& choices) {
  std::vector<std::string> names;
  for (const auto& [name, choice] : choices) {
    if (value.string() == name) {
      return choice;
    }
    names.emplace_back(name);
  }
  throw value.unexpected("one of " + join(names, ", "));
}

constexpr std::array<std::pair<std::string_view, PlaceScheme>, 6> kSchemes{{
    {"comtrade", PlaceScheme::kComtrade},
    {"iso2", PlaceScheme::kIso2},
    {"iso3", PlaceScheme::kIso3},
    {"name", PlaceScheme::kName},
    {"census", PlaceScheme::kCensus},
    {"gacc", PlaceScheme::kGacc},
}};

constexpr std::array<std::pair<std::string_view, PeriodForm>, 5> kForms{{
    {"YYYY", PeriodForm::kYear},
    {"YYYYMM", PeriodForm::kYearMonth},
    {"YYYY-MM", PeriodForm::kYearDashMonth},
    {"YYYY-MM-DD", PeriodForm::kDate},
    {"YYYY52", PeriodForm::kYear52},
}};

std::string text_of(const TomlValue& table, std::string_view key) {
  const TomlValue* value = table.find(key);
  return value == nullptr ? std::string() : value->string();
}

FieldSource source_of(const TomlValue& table) {
  FieldSource source;
  source.column = text_of(table, "column");
  if (const TomlValue* constant = table.find("constant")) {
    source.constant = constant->text();
  }
  if (source.is_given() && !source.column.empty() == source.constant.has_value()) {
    throw table.unexpected("a column or a constant, not both");
  }
  return source;
}

FieldSource needed_source_of(const TomlValue& table) {
  FieldSource source = source_of(table);
  if (!source.is_given()) {
    throw table.unexpected("\"column\" or \"constant\"");
  }
  return source;
}

PlaceField place_of(const TomlValue& table) {
  table.expect_keys({"column", "constant", "scheme", "split"});
  PlaceField field;
  field.source = needed_source_of(table);
  field.scheme = choose(table.at("scheme"), kSchemes);
  if (const TomlValue* split = table.find("split")) {
    field.is_split = split->boolean();
  }
  return field;
}

ChoiceField choice_of(const TomlValue& table) {
  table.expect_keys({"column", "constant", "values"});
  ChoiceField field;
  field.source = needed_source_of(table);
  if (const TomlValue* values = table.find("values")) {
    for (const auto& member : values->members()) {
      field.values.emplace(member.key, member.value.text());
    }
  }
  return field;
}

PeriodField period_of(const TomlValue& table) {
  table.expect_keys({"column", "constant", "form", "prefix", "year", "month"});
  PeriodField field;
  field.source = source_of(table);
  field.year_column = text_of(table, "year");
  field.month_column = text_of(table, "month");
  field.prefix = text_of(table, "prefix");
  if (field.source.is_given() != field.year_column.empty()) {
    throw table.unexpected("\"column\" or \"constant\", or \"year\" with \"month\"");
  }
  if (const TomlValue* form = table.find("form")) {
    field.form = choose(*form, kForms);
  }
  return field;
}

std::size_t digits_at(const TomlValue& table, std::string_view key) {
  const TomlValue* value = table.find(key);
  if (value == nullptr) {
    return 0;
  }
  if (value->integer() < 2 || value->integer() > 10) {
    throw value->unexpected("a number of digits from 2 to 10");
  }
  return static_cast<std::size_t>(value->integer());
}

CodeField code_of(const TomlValue& table) {
  table.expect_keys({"column", "constant", "pad", "cut", "pattern", "edition", "edition_column"});
  CodeField field;
  field.source = needed_source_of(table);
  field.pad = digits_at(table, "pad");
  field.cut = digits_at(table, "cut");
  field.edition_column = text_of(table, "edition_column");
  if (const TomlValue* edition = table.find("edition")) {
    field.is_edition_by_year = edition->string() == "by-year";
    field.edition = parse_hs_edition(edition->string());
    if (!field.edition && !field.is_edition_by_year) {
      throw edition->unexpected("HS1992 to HS2022 or by-year");
    }
  }
  if (const TomlValue* pattern = table.find("pattern")) {
    field.pattern = pattern->string();
    // The library reports a faulty expression by an exception of its own.
    try {
      if (std::regex(field.pattern).mark_count() == 0) {
        throw pattern->unexpected("a regular expression with a group");
      }
    } catch (const std::regex_error&) {
      throw pattern->unexpected("a regular expression");
    }
  }
  return field;
}

// Only powers of ten keep numbers exact.
int shift_of(const TomlValue& unit) {
  const double factor = unit.number();
  double power = 0.001;
  for (int shift = -3; shift <= 9; ++shift, power *= 10.0) {
    if (factor > power * 0.999999 && factor < power * 1.000001) {
      return shift;
    }
  }
  throw unit.unexpected("a power of ten from 0.001 to 1,000,000,000");
}

AmountField amount_of(const TomlValue& table) {
  AmountField field;
  field.source = needed_source_of(table);
  if (const TomlValue* unit = table.find("unit");
      unit != nullptr && unit->kind() != TomlValue::Kind::kString) {
    field.shift = shift_of(*unit);
  }
  return field;
}

AmountField value_of(const TomlValue& table) {
  table.expect_keys({"column", "constant", "unit", "currency", "currency_column", "valuation"});
  AmountField field = amount_of(table);
  field.currency.column = text_of(table, "currency_column");
  if (const TomlValue* currency = table.find("currency")) {
    if (currency->string().size() != 3) {
      throw currency->unexpected("three letters of ISO 4217");
    }
    field.currency.constant = currency->string();
  }
  if (!field.currency.is_given()) {
    throw table.unexpected("\"currency\" or \"currency_column\"");
  }
  if (const TomlValue* valuation = table.find("valuation")) {
    constexpr std::array<std::pair<std::string_view, int>, 4> kValuations{
        {{"FOB", 0}, {"CIF", 1}, {"FAS", 2}, {"customs", 3}}};
    (void)choose(*valuation, kValuations);
    field.valuation = valuation->string();
  }
  return field;
}

AmountField quantity_of(const TomlValue& table) {
  table.expect_keys({"column", "constant", "unit", "unit_column", "factor"});
  AmountField field = amount_of(table);
  field.unit.column = text_of(table, "unit_column");
  if (const TomlValue* unit = table.find("unit")) {
    field.unit.constant = unit->string();
  }
  if (const TomlValue* factor = table.find("factor")) {
    field.shift = shift_of(*factor);
  }
  return field;
}

AmountField weight_of(const TomlValue& table) {
  table.expect_keys({"column", "constant", "unit"});
  return amount_of(table);
}

FieldSource plain_of(const TomlValue& table) {
  table.expect_keys({"column", "constant"});
  return needed_source_of(table);
}

Plane plane_of_text(const TomlValue& value) {
  const auto plane = parse_plane(value.string());
  if (!plane) {
    throw value.unexpected("a plane of docs/data/lake.md");
  }
  return *plane;
}

// Sets what `table` gives and leaves the rest.
void read_fields(const TomlValue& table, StatementMapping& statement) {
  table.expect_keys(
      {"reporter",
       "partner",
       "partner2",
       "flow",
       "period",
       "code",
       "value",
       "net_kg",
       "quantity",
       "is_estimated",
       "procedure",
       "transport",
       "detail",
       "plane"}
  );
  const auto read = [&table](std::string_view key, auto& field, auto reader) {
    if (const TomlValue* value = table.find(key)) {
      field = reader(*value);
    }
  };
  read("reporter", statement.reporter, place_of);
  read("partner", statement.partner, place_of);
  read("partner2", statement.partner2, place_of);
  read("flow", statement.flow, choice_of);
  read("period", statement.period, period_of);
  read("code", statement.code, code_of);
  read("value", statement.value, value_of);
  read("net_kg", statement.net_kg, weight_of);
  read("quantity", statement.quantity, quantity_of);
  read("is_estimated", statement.is_estimated, choice_of);
  read("procedure", statement.procedure, plain_of);
  read("transport", statement.transport, plain_of);
  read("plane", statement.plane, plane_of_text);
  read("detail", statement.detail_columns, [](const TomlValue& value) {
    value.expect_keys({"columns"});
    return value.at("columns").strings();
  });
}

void check_complete(const TomlValue& root, const StatementMapping& statement) {
  const std::array<std::pair<std::string_view, bool>, 6> needed{{
      {"reporter", statement.reporter.source.is_given()},
      {"partner", statement.partner.source.is_given()},
      {"flow", statement.flow.source.is_given()},
      {"period", statement.period.source.is_given() || !statement.period.year_column.empty()},
      {"code", statement.code.source.is_given()},
      {"value", statement.value.source.is_given()},
  }};
  for (const auto& [key, is_given] : needed) {
    if (!is_given) {
      throw root.at("columns").unexpected("a field \"" + std::string(key) + "\"");
    }
  }
}

void read_file_options(const TomlValue& table, MappingFile& mapping) {
  table.expect_keys(
      {"format", "delimiter", "encoding", "header_row", "sheet", "decimal", "thousands", "missing"}
  );
  if (const TomlValue* format = table.find("format")) {
    constexpr std::array<std::pair<std::string_view, int>, 3> kFormats{
        {{"csv", 0}, {"parquet", 1}, {"xlsx", 2}}};
    (void)choose(*format, kFormats);
  }
  const auto one_character = [&table](std::string_view key) -> std::optional<char> {
    const TomlValue* value = table.find(key);
    if (value == nullptr || value->string().empty()) {
      return std::nullopt;
    }
    if (value->string().size() != 1) {
      throw value->unexpected("one character");
    }
    return value->string().front();
  };
  mapping.delimiter = one_character("delimiter");
  mapping.decimal = one_character("decimal").value_or('.');
  mapping.thousands = one_character("thousands").value_or('\0');
  mapping.encoding = text_of(table, "encoding");
  mapping.sheet = text_of(table, "sheet");
  if (const TomlValue* row = table.find("header_row")) {
    mapping.header_row = row->integer();
  }
  if (const TomlValue* missing = table.find("missing")) {
    mapping.missing = missing->strings();
  }
}

void read_rules(const TomlValue& root, MappingFile& mapping) {
  if (const TomlValue* rules = root.find("rows")) {
    for (const TomlValue& rule : rules->elements()) {
      rule.expect_keys({"column", "equals", "plane"});
      mapping.rules.push_back(
          {.column = rule.at("column").string(),
           .equals = rule.at("equals").strings(),
           .plane = plane_of_text(rule.at("plane"))}
      );
    }
  }
}

void read_statements(const TomlValue& root, MappingFile& mapping) {
  StatementMapping shared;
  read_fields(root.at("columns"), shared);
  if (const TomlValue* statements = root.find("statements")) {
    mapping.is_wide = true;
    for (const TomlValue& table : statements->elements()) {
      StatementMapping statement = shared;
      read_fields(table, statement);
      mapping.statements.push_back(std::move(statement));
    }
  } else {
    mapping.statements.push_back(std::move(shared));
  }
  for (const StatementMapping& statement : mapping.statements) {
    check_complete(root, statement);
  }
}

}  // namespace

std::vector<std::string> MappingFile::columns() const {
  std::set<std::string> names;
  for (const StatementMapping& s : statements) {
    for (const FieldSource* field :
         {&s.reporter.source,
          &s.partner.source,
          &s.partner2.source,
          &s.flow.source,
          &s.period.source,
          &s.code.source,
          &s.value.source,
          &s.value.currency,
          &s.net_kg.source,
          &s.quantity.source,
          &s.quantity.unit,
          &s.is_estimated.source,
          &s.procedure,
          &s.transport}) {
      names.insert(field->column);
    }
    names.insert({s.period.year_column, s.period.month_column, s.code.edition_column});
    names.insert(s.detail_columns.begin(), s.detail_columns.end());
  }
  for (const PlaneRule& rule : rules) {
    names.insert(rule.column);
  }
  names.erase("");
  return {names.begin(), names.end()};
}

MappingFile parse_mapping(std::string text, std::string_view name) {
  const TomlValue root = formats::parse_toml(text, name);
  root.expect_keys(
      {"schema", "name", "source", "vintage", "absence", "file", "columns", "statements", "rows"}
  );
  if (root.at("schema").string() != "portolan.mapping/1") {
    throw root.at("schema").unexpected("portolan.mapping/1");
  }
  MappingFile mapping;
  mapping.name = root.at("name").string();
  mapping.source = root.at("source").string();
  mapping.vintage = text_of(root, "vintage");
  if (const TomlValue* absence = root.find("absence")) {
    constexpr std::array<std::pair<std::string_view, int>, 2> kAbsences{
        {{"zero", 0}, {"unknown", 1}}};
    (void)choose(*absence, kAbsences);
    mapping.absence = absence->string();
  }
  if (const TomlValue* file = root.find("file")) {
    read_file_options(*file, mapping);
  }
  read_statements(root, mapping);
  read_rules(root, mapping);
  formats::Sha256 sum;
  sum.update(text);
  mapping.sha256 = sum.hex();
  mapping.text = std::move(text);
  return mapping;
}

MappingFile read_mapping_file(const std::filesystem::path& path) {
  return parse_mapping(formats::read_file(path, kMostBytes), path.filename().string());
}

}  // namespace portolan::ingest
