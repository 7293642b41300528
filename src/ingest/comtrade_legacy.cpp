// UN Comtrade before 2022 (comtrade.un.org/data): 35 columns, or 22 without second partner, customs
// and transport; also with the names of the machine form (pfCode, rtCode, TradeValue).

#include "comtrade_rules.hpp"
#include "dialect.hpp"

namespace portolan::ingest {

namespace {

struct Columns {
  std::size_t classification, period, flow, reporter, partner, partner2, customs, transport, code,
      unit_code, unit, quantity, net_kg, value, flag;
};

Columns find_columns(ColumnFinder& finder) {
  return {
      .classification = finder.optional("hs_edition", {"Classification", "pfCode"}),
      .period = finder.needed("period", {"Period", "Year", "yr"}),
      .flow = finder.needed("flow", {"Trade Flow Code", "rgCode"}),
      .reporter = finder.needed("reporter", {"Reporter Code", "rtCode"}),
      .partner = finder.needed("partner", {"Partner Code", "ptCode"}),
      .partner2 = finder.optional("partner2", {"2nd Partner Code", "X2nd Partner Code", "ptCode2"}),
      .customs = finder.optional("procedure", {"Customs Proc. Code", "cstCode"}),
      .transport = finder.optional("transport", {"Mode of Transport Code", "motCode"}),
      .code = finder.needed("code", {"Commodity Code", "cmdCode"}),
      .unit_code = finder.optional("quantity_unit", {"Qty Unit Code", "qtCode"}),
      .unit = finder.optional("quantity_unit", {"Qty Unit", "qtDesc"}),
      .quantity = finder.optional("quantity", {"Qty", "TradeQuantity", "Quantity"}),
      .net_kg = finder.optional("net_kg", {"Netweight (kg)", "NetWeight"}),
      .value = finder.needed("value", {"Trade Value (US$)", "TradeValue"}),
      .flag = finder.optional("is_estimated", {"Flag", "estCode"}),
  };
}

class LegacyReader final : public RowReader {
 public:
  LegacyReader(const TableHeader& header, const Columns& columns)
      : header_(header), columns_(columns) {}

  void read(const Record& record, StatementSink& sink) override {
    RecordCells cells(record, header_, sink);
    TradeRow row;
    if (cells.period(columns_.period, row) &&
        cells.place(columns_.reporter, reporters_, row.reporter) &&
        read_comtrade_flow(cells, columns_.flow, row) &&
        cells.place(columns_.partner, partners_, row.partner) &&
        read_comtrade_classification(cells, columns_.classification, row) &&
        cells.goods_code(columns_.code, row) && cells.amount(columns_.value, row.value) &&
        cells.amount(columns_.net_kg, row.net_kg) &&
        read_comtrade_quantity(cells, columns_.quantity, columns_.unit_code, columns_.unit, row) &&
        read_breakdown(cells, row)) {
      row.currency = "USD";
      row.is_estimated = estimated_by_flag(cells.text(columns_.flag));
      sink.take(row);
    }
  }

 private:
  bool read_breakdown(RecordCells& cells, TradeRow& row) {
    const std::string_view partner2 = cells.text(columns_.partner2);
    if (!partner2.empty() && !cells.place(columns_.partner2, partners_, row.partner2)) {
      return false;
    }
    const std::string_view customs = cells.text(columns_.customs);
    const std::string_view mode = cells.text(columns_.transport);
    if (!customs.empty() && customs != "C00" && customs != "0") {
      row.procedure = customs;
    }
    if (!mode.empty() && mode != "0") {
      row.transport = mode;
    }
    if (row.plane == Plane::kMain) {
      const bool has_partner2 = !partner2.empty() && row.partner2.kind != PlaceKind::kWorld;
      row.plane = has_partner2             ? Plane::kSecondPartner
                  : !row.transport.empty() ? Plane::kTransport
                  : !row.procedure.empty() ? Plane::kProcedure
                                           : Plane::kMain;
    }
    return true;
  }

  const TableHeader& header_;
  Columns columns_;
  PlaceLookup reporters_{PlaceScheme::kComtrade};
  PlaceLookup partners_{PlaceScheme::kComtrade};
};

class BoundLegacy final : public BoundDialect {
 public:
  BoundLegacy(const TableHeader& header, const TableFacts& facts) : header_(header) {
    ColumnFinder finder(header_, facts);
    columns_ = find_columns(finder);
    roles_ = finder.roles();
    traits_ = {.source = "comtrade", .vintage = {}, .currency = "USD", .absence = "zero"};
  }

  [[nodiscard]] const ImportTraits& traits() const override { return traits_; }
  [[nodiscard]] const std::vector<ColumnRole>& roles() const override { return roles_; }
  [[nodiscard]] std::unique_ptr<RowReader> make_reader() const override {
    return std::make_unique<LegacyReader>(header_, columns_);
  }
  [[nodiscard]] std::vector<std::string> warnings_after(const Accounts& accounts) const override {
    return comtrade_cut_warnings(accounts.records);
  }

 private:
  TableHeader header_;
  Columns columns_{};
  std::vector<ColumnRole> roles_;
  ImportTraits traits_;
};

class ComtradeLegacy final : public Dialect {
 public:
  [[nodiscard]] DialectInfo info() const override {
    return {
        .name = "comtrade-legacy",
        .version = 1,
        .title = "UN Comtrade before 2022: CSV with 22 or 35 columns, or the machine names",
        .source = "comtrade"};
  }
  [[nodiscard]] bool fits(const TableHeader& header) const override {
    const bool has_words = header.has("Trade Flow Code") && header.has("Commodity Code") &&
                           header.has("Trade Value (US$)");
    const bool has_machine_names = header.has("rgCode") && header.has("rtCode") &&
                                   header.has("ptCode") && header.has("cmdCode") &&
                                   header.has("TradeValue");
    return has_words || has_machine_names;
  }
  [[nodiscard]] std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const override {
    return std::make_unique<BoundLegacy>(header, facts);
  }
};

}  // namespace

std::unique_ptr<const Dialect> make_comtrade_legacy() {
  return std::make_unique<ComtradeLegacy>();
}

}  // namespace portolan::ingest
