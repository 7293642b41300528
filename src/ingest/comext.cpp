// Eurostat Comext bulk files since 2023 (v2, 18 columns) and before (19 columns). Statements of one
// flow are parts by statistical procedure and are summed.

#include "dialect.hpp"
#include "portolan/base/hs_code.hpp"
#include "record_cells.hpp"

namespace portolan::ingest {

namespace {

struct Columns {
  std::size_t reporter, partner, trade_type, code, flow, procedure, period, value, net_kg, quantity,
      unit;
};

Columns find_columns(ColumnFinder& finder) {
  return {
      .reporter = finder.needed("reporter", {"REPORTER", "DECLARANT_ISO"}),
      .partner = finder.needed("partner", {"PARTNER_ISO", "PARTNER"}),
      .trade_type = finder.optional("detail", {"TRADE_TYPE"}),
      .code = finder.needed("code", {"PRODUCT_NC"}),
      .flow = finder.needed("flow", {"FLOW"}),
      .procedure = finder.needed("procedure", {"STAT_PROCEDURE", "STAT_REGIME"}),
      .period = finder.needed("period", {"PERIOD"}),
      .value = finder.needed("value", {"VALUE_EUR", "VALUE_IN_EUROS"}),
      .net_kg = finder.optional("net_kg", {"QUANTITY_KG", "QUANTITY_IN_KG"}),
      .quantity = finder.optional("quantity", {"QUANTITY_SUPPL_UNIT", "SUP_QUANTITY"}),
      .unit = finder.optional("quantity_unit", {"SUPPL_UNIT", "SUPP_UNIT"}),
  };
}

class ComextReader final : public RowReader {
 public:
  ComextReader(const TableHeader& header, const Columns& columns)
      : header_(header), columns_(columns) {}

  void read(const Record& record, StatementSink& sink) override {
    RecordCells cells(record, header_, sink);
    TradeRow row;
    if (read_period(cells, row) && cells.place(columns_.reporter, places_, row.reporter) &&
        cells.place(columns_.partner, places_, row.partner) && read_flow(cells, row) &&
        cells.goods_code(columns_.code, row) && cells.amount(columns_.value, row.value) &&
        cells.amount(columns_.net_kg, row.net_kg) && read_quantity(cells, row)) {
      row.hs_edition = hs_edition_in_force(row.period.year());
      row.currency = "EUR";
      row.procedure = cells.text(columns_.procedure);
      // Trade with the two parts of the United Kingdom stands under two partner codes of one
      // country.
      const std::string_view trade_type = cells.text(columns_.trade_type);
      if (trade_type == "L" || trade_type == "M") {
        row.detail = trade_type;
      }
      sink.take(row);
    }
  }

 private:
  // Annual files write month 52.
  bool read_period(RecordCells& cells, TradeRow& row) const {
    const std::string_view text = cells.text(columns_.period);
    if (text.size() == 6 && text.ends_with("52")) {
      if (const auto year = Period::parse(text.substr(0, 4))) {
        row.period = *year;
        return true;
      }
    }
    return cells.period(columns_.period, row);
  }

  bool read_flow(RecordCells& cells, TradeRow& row) const {
    const std::string_view flow = cells.text(columns_.flow);
    if (flow != "1" && flow != "2") {
      cells.reject(columns_.flow, "expected 1 (import) or 2 (export)");
      return false;
    }
    row.flow = flow == "1" ? Flow::kImport : Flow::kExport;
    row.valuation = flow == "1" ? "CIF" : "FOB";
    return true;
  }

  bool read_quantity(RecordCells& cells, TradeRow& row) const {
    const std::string_view unit = cells.text(columns_.unit);
    if (unit.empty() || unit == "NO_SU" || unit == "ZZZ") {
      return true;
    }
    row.quantity_unit = unit;
    return cells.amount(columns_.quantity, row.quantity);
  }

  const TableHeader& header_;
  Columns columns_;
  PlaceLookup places_{PlaceScheme::kIso2};
};

class BoundComext final : public BoundDialect {
 public:
  BoundComext(const TableHeader& header, const TableFacts& facts) : header_(header) {
    ColumnFinder finder(header_, facts);
    columns_ = find_columns(finder);
    roles_ = finder.roles();
    traits_ = {.source = "comext", .vintage = {}, .currency = "EUR", .absence = "zero"};
  }

  [[nodiscard]] const ImportTraits& traits() const override { return traits_; }
  [[nodiscard]] const std::vector<ColumnRole>& roles() const override { return roles_; }
  [[nodiscard]] std::unique_ptr<RowReader> make_reader() const override {
    return std::make_unique<ComextReader>(header_, columns_);
  }

 private:
  TableHeader header_;
  Columns columns_{};
  std::vector<ColumnRole> roles_;
  ImportTraits traits_;
};

class Comext final : public Dialect {
 public:
  explicit Comext(bool is_old) : is_old_(is_old) {}

  [[nodiscard]] DialectInfo info() const override {
    return {
        .name = is_old_ ? "comext-old" : "comext-v2",
        .version = 1,
        .title = is_old_ ? "Eurostat Comext bulk files before v2 (STAT_REGIME)"
                         : "Eurostat Comext bulk files, v2 (STAT_PROCEDURE)",
        .source = "comext"};
  }
  [[nodiscard]] bool fits(const TableHeader& header) const override {
    return header.has("PRODUCT_NC") && header.has("FLOW") && header.has("PERIOD") &&
           header.has(is_old_ ? "STAT_REGIME" : "STAT_PROCEDURE");
  }
  [[nodiscard]] std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const override {
    return std::make_unique<BoundComext>(header, facts);
  }

 private:
  bool is_old_;
};

}  // namespace

std::unique_ptr<const Dialect> make_comext_v2() {
  return std::make_unique<Comext>(false);
}

std::unique_ptr<const Dialect> make_comext_old() {
  return std::make_unique<Comext>(true);
}

}  // namespace portolan::ingest
