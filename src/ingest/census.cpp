// The international trade interface of the US Census Bureau: an array of arrays whose first is the
// header, every value a string; also the same columns as CSV, Parquet or xlsx.

#include <initializer_list>

#include "dialect.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/base/text.hpp"
#include "record_cells.hpp"

namespace portolan::ingest {

namespace {

struct Columns {
  bool is_export = true;
  std::size_t code, partner, period, year, month, value, origin, district, summary, quantity, unit;
};

Columns find_columns(const TableHeader& header, ColumnFinder& finder) {
  const bool is_export = header.has("E_COMMODITY");
  return {
      .is_export = is_export,
      .code = finder.needed("code", {is_export ? "E_COMMODITY" : "I_COMMODITY"}),
      .partner = finder.needed("partner", {"CTY_CODE"}),
      .period = finder.optional("period", {"time"}),
      .year = finder.optional("period", {"YEAR"}),
      .month = finder.optional("period", {"MONTH"}),
      .value = finder.needed("value", {"ALL_VAL_MO", "GEN_VAL_MO", "CON_VAL_MO"}),
      .origin = finder.optional("detail", {"DF"}),
      .district = finder.optional("detail", {"DISTRICT"}),
      .summary = finder.optional("plane", {"SUMMARY_LVL"}),
      .quantity = finder.optional("quantity", {"QTY_1_MO", "GEN_QY1_MO", "CON_QY1_MO"}),
      .unit = finder.optional("quantity_unit", {"UNIT_QY1"}),
  };
}

class CensusReader final : public RowReader {
 public:
  CensusReader(const TableHeader& header, const Columns& columns)
      : header_(header), columns_(columns) {}

  void read(const Record& record, StatementSink& sink) override {
    RecordCells cells(record, header_, sink);
    TradeRow row;
    row.flow = columns_.is_export ? Flow::kExport : Flow::kImport;
    row.valuation = columns_.is_export ? "FAS" : "customs";
    row.currency = "USD";
    row.reporter = {.code = "USA", .iso3 = "USA", .kind = PlaceKind::kCountry};
    if (read_period(cells, row) && cells.place(columns_.partner, places_, row.partner) &&
        read_code(cells, row) && cells.amount(columns_.value, row.value) &&
        read_quantity(cells, row)) {
      row.hs_edition = hs_edition_in_force(row.period.year());
      read_breakdown(cells, row);
      sink.take(row);
    }
  }

 private:
  bool read_period(RecordCells& cells, TradeRow& row) {
    if (columns_.period != kNoColumn) {
      if (!cells.period(columns_.period, row)) {
        return false;
      }
    } else {
      period_ = cells.text(columns_.year);
      const std::string_view month = cells.text(columns_.month);
      period_ += month.size() == 1 ? "-0" : "-";
      period_ += month;
      const auto period = Period::parse(period_);
      if (!period) {
        cells.reject(columns_.month, "expected a year and a month from 1 to 12");
        return false;
      }
      row.period = *period;
    }
    if (row.period.frequency() != Frequency::kMonthly) {
      cells.reject(columns_.period, "expected a month, as the values are those of months");
      return false;
    }
    return true;
  }

  bool read_code(RecordCells& cells, TradeRow& row) const {
    if (cells.text(columns_.code) == "-") {
      row.code = "TOTAL";
      row.level = 0;
      return true;
    }
    return cells.goods_code(columns_.code, row);
  }

  bool read_quantity(RecordCells& cells, TradeRow& row) const {
    const std::string_view unit = cells.text(columns_.unit);
    if (unit.empty() || unit == "-" || is_equal_ignoring_case(unit, "X")) {
      return true;
    }
    if (is_equal_ignoring_case(unit, "KG")) {
      return cells.amount(columns_.quantity, row.net_kg);
    }
    row.quantity_unit = unit;
    return cells.amount(columns_.quantity, row.quantity);
  }

  // Domestic and foreign goods (1, 2) and districts are parts; "-" is their sum beside them, and
  // CGP a group of countries.
  void read_breakdown(const RecordCells& cells, TradeRow& row) {
    const std::string_view origin = cells.text(columns_.origin);
    const std::string_view district = cells.text(columns_.district);
    if (origin == "-" || district == "-" || cells.text(columns_.summary) == "CGP") {
      row.plane = Plane::kAggregate;
      return;
    }
    detail_.clear();
    for (const auto& [name, value] :
         {std::pair{"origin=", origin}, std::pair{"district=", district}}) {
      if (!value.empty()) {
        detail_ += detail_.empty() ? "" : " ";
        detail_ += name;
        detail_ += value;
      }
    }
    row.detail = detail_;
  }

  const TableHeader& header_;
  Columns columns_;
  PlaceLookup places_{PlaceScheme::kCensus};
  std::string period_;
  std::string detail_;
};

class BoundCensus final : public BoundDialect {
 public:
  BoundCensus(const TableHeader& header, const TableFacts& facts) : header_(header) {
    ColumnFinder finder(header_, facts);
    columns_ = find_columns(header_, finder);
    if (columns_.period == kNoColumn &&
        (columns_.year == kNoColumn || columns_.month == kNoColumn)) {
      throw bad_data(
          "{}: expected a column \"time\", or \"YEAR\" and \"MONTH\", got none",
          facts.published_name()
      );
    }
    roles_ = finder.roles();
    traits_ = {.source = "census", .vintage = {}, .currency = "USD", .absence = "zero"};
  }

  [[nodiscard]] const ImportTraits& traits() const override { return traits_; }
  [[nodiscard]] const std::vector<ColumnRole>& roles() const override { return roles_; }
  [[nodiscard]] std::unique_ptr<RowReader> make_reader() const override {
    return std::make_unique<CensusReader>(header_, columns_);
  }

 private:
  TableHeader header_;
  Columns columns_{};
  std::vector<ColumnRole> roles_;
  ImportTraits traits_;
};

class Census final : public Dialect {
 public:
  [[nodiscard]] DialectInfo info() const override {
    return {
        .name = "census",
        .version = 1,
        .title = "US Census Bureau, international trade interface (JSON array of arrays)",
        .source = "census"};
  }
  [[nodiscard]] bool fits(const TableHeader& header) const override {
    const bool has_value =
        header.has("ALL_VAL_MO") || header.has("GEN_VAL_MO") || header.has("CON_VAL_MO");
    return header.has("CTY_CODE") && has_value &&
           (header.has("E_COMMODITY") || header.has("I_COMMODITY"));
  }
  [[nodiscard]] std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const override {
    return std::make_unique<BoundCensus>(header, facts);
  }
};

}  // namespace

std::unique_ptr<const Dialect> make_census() {
  return std::make_unique<Census>();
}

}  // namespace portolan::ingest
