// A view downloaded from Eurostat's data browser, with labels in its cells: "TOTAL-Total",
// "2-EXPORT", "201952-Jan.-Dec. 2019", "EXPORTATION". Compilers of national data use the same
// layout ("Y2019").

#include <array>

#include "dialect.hpp"
#include "portolan/base/text.hpp"
#include "record_cells.hpp"

namespace portolan::ingest {

namespace {

struct Columns {
  std::size_t reporter, partner, code, flow, procedure, period, value, net_kg;
};

Columns find_columns(ColumnFinder& finder) {
  return {
      .reporter = finder.needed("reporter", {"REPORTER"}),
      .partner = finder.needed("partner", {"PARTNER"}),
      .code = finder.needed("code", {"PRODUCT"}),
      .flow = finder.needed("flow", {"FLOW"}),
      .procedure = finder.optional("procedure", {"STAT_PROCEDURE", "STAT_REGIME"}),
      .period = finder.needed("period", {"PERIOD"}),
      .value = finder.needed("value", {"VALUE_IN_EUR", "VALUE_IN_EUROS"}),
      .net_kg = finder.optional("net_kg", {"QUANTITY_IN_KG"}),
  };
}

// The code of a label "CODE-Words"; the whole text where it has none.
std::string_view code_of_label(std::string_view label) {
  return trim(label.substr(0, label.find('-')));
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

constexpr std::array<std::string_view, 12>
    kMonths{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

// "Jan.-Dec. 2018" is the year, "Mar. 2018" the month.
std::optional<Period> period_of_words(std::string_view words) {
  if (words.size() < 8) {
    return std::nullopt;
  }
  const auto year = Period::parse(words.substr(words.size() - 4));
  if (!year) {
    return std::nullopt;
  }
  const std::string before = to_ascii_lower(trim(words.substr(0, words.size() - 4)));
  if (before.starts_with("jan") && before.find("-dec") != std::string::npos) {
    return year;
  }
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    if (before.starts_with(kMonths[month]) && before.find('-') == std::string::npos) {
      return Period::of_month(year->year(), static_cast<int>(month) + 1);
    }
  }
  return std::nullopt;
}

std::optional<Period> period_of_label(std::string_view label) {
  const std::string_view code = code_of_label(label);
  if (code.size() == 6 && is_digits(code)) {
    return code.ends_with("52") ? Period::parse(code.substr(0, 4)) : Period::parse(code);
  }
  if (label.size() == 5 && (label.front() == 'Y' || label.front() == 'y')) {
    return Period::parse(label.substr(1));
  }
  if (auto period = Period::parse(label)) {
    return period;
  }
  return period_of_words(label);
}

class ViewReader final : public RowReader {
 public:
  ViewReader(const TableHeader& header, const Columns& columns)
      : header_(header), columns_(columns) {}

  void read(const Record& record, StatementSink& sink) override {
    RecordCells cells(record, header_, sink);
    TradeRow row;
    if (read_period(cells, row) && cells.place(columns_.reporter, places_, row.reporter) &&
        cells.place(columns_.partner, places_, row.partner) && read_flow(cells, row) &&
        read_code(cells, row) && cells.amount(columns_.value, row.value) &&
        cells.amount(columns_.net_kg, row.net_kg)) {
      row.currency = "EUR";
      read_procedure(cells, row);
      sink.take(row);
    }
  }

 private:
  bool read_period(RecordCells& cells, TradeRow& row) const {
    const auto period = period_of_label(cells.text(columns_.period));
    if (!period) {
      cells.reject(columns_.period, "expected a period such as 201952-Jan.-Dec. 2019 or Y2019");
      return false;
    }
    row.period = *period;
    return true;
  }

  bool read_flow(RecordCells& cells, TradeRow& row) const {
    const std::string flow = to_ascii_upper(cells.text(columns_.flow));
    const bool is_import = flow == "1" || flow.find("IMPORT") != std::string::npos;
    const bool is_export = flow == "2" || flow.find("EXPORT") != std::string::npos;
    if (is_import == is_export) {
      cells.reject(columns_.flow, "expected IMPORT or EXPORT");
      return false;
    }
    row.flow = is_import ? Flow::kImport : Flow::kExport;
    row.valuation = is_import ? "CIF" : "FOB";
    return true;
  }

  bool read_code(RecordCells& cells, TradeRow& row) const {
    const std::string_view label = cells.text(columns_.code);
    const std::string_view code = code_of_label(label);
    if (is_equal_ignoring_case(code, "TOTAL")) {
      row.code = "TOTAL";
      row.level = 0;
      return true;
    }
    const GoodsCode looked = look_at_goods_code(code);
    if (looked.kind == GoodsCode::Kind::kFaulty) {
      cells.reject(columns_.code, "expected TOTAL or a code of 2, 4, 6, 8 or 10 digits");
      return false;
    }
    row.code = code;
    row.level = looked.level;
    if (looked.kind == GoodsCode::Kind::kConfidential) {
      row.plane = Plane::kConfidential;
    } else {
      row.hs_edition = hs_edition_in_force(row.period.year());
    }
    return true;
  }

  // "T-Total" is the sum; "1-NORMAL" is a part that stands beside it. A bare "NORMAL" is all there
  // is.
  void read_procedure(const RecordCells& cells, TradeRow& row) const {
    const std::string_view label = cells.text(columns_.procedure);
    const std::string_view code = code_of_label(label);
    if (code.empty() || code == "T" || is_equal_ignoring_case(code, "TOTAL")) {
      return;
    }
    row.procedure = label;
    if (is_digits(code)) {
      row.plane = Plane::kProcedure;
    }
  }

  const TableHeader& header_;
  Columns columns_;
  PlaceLookup places_{PlaceScheme::kName};
};

class BoundView final : public BoundDialect {
 public:
  BoundView(const TableHeader& header, const TableFacts& facts) : header_(header) {
    ColumnFinder finder(header_, facts);
    columns_ = find_columns(finder);
    roles_ = finder.roles();
    traits_ = {.source = "eurostat-view", .vintage = {}, .currency = "EUR", .absence = "zero"};
  }

  [[nodiscard]] const ImportTraits& traits() const override { return traits_; }
  [[nodiscard]] const std::vector<ColumnRole>& roles() const override { return roles_; }
  [[nodiscard]] std::unique_ptr<RowReader> make_reader() const override {
    return std::make_unique<ViewReader>(header_, columns_);
  }

 private:
  TableHeader header_;
  Columns columns_{};
  std::vector<ColumnRole> roles_;
  ImportTraits traits_;
};

class EurostatView final : public Dialect {
 public:
  [[nodiscard]] DialectInfo info() const override {
    return {
        .name = "eurostat-view",
        .version = 1,
        .title = "A view of Eurostat's data browser as CSV, with labels in the cells",
        .source = "eurostat-view"};
  }
  [[nodiscard]] bool fits(const TableHeader& header) const override {
    return header.has("REPORTER") && header.has("PARTNER") && header.has("PRODUCT") &&
           header.has("FLOW") && header.has("PERIOD") &&
           (header.has("VALUE_IN_EUR") || header.has("VALUE_IN_EUROS"));
  }
  [[nodiscard]] std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const override {
    return std::make_unique<BoundView>(header, facts);
  }
};

}  // namespace

std::unique_ptr<const Dialect> make_eurostat_view() {
  return std::make_unique<EurostatView>();
}

}  // namespace portolan::ingest
