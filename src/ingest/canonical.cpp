// Portolan's own table (docs/data/canonical.md): the columns of the lake's `trade` by their names,
// so that what was exported can be imported again.

#include <array>

#include "dialect.hpp"
#include "record_cells.hpp"

namespace portolan::ingest {

namespace {

struct Columns {
  std::size_t plane, source, vintage, reporter, reporter_code, partner, partner_code, partner2,
      flow, period, hs_edition, code, value, currency, valuation, net_kg, quantity, quantity_unit,
      is_estimated, procedure, transport, detail;
};

Columns find_columns(ColumnFinder& finder) {
  return {
      .plane = finder.optional("plane", {"plane"}),
      .source = finder.optional("source", {"source"}),
      .vintage = finder.optional("vintage", {"vintage"}),
      .reporter = finder.needed("reporter", {"reporter"}),
      .reporter_code = finder.optional("reporter_code", {"reporter_code"}),
      .partner = finder.needed("partner", {"partner"}),
      .partner_code = finder.optional("partner_code", {"partner_code"}),
      .partner2 = finder.optional("partner2", {"partner2"}),
      .flow = finder.needed("flow", {"flow"}),
      .period = finder.needed("period", {"period"}),
      .hs_edition = finder.optional("hs_edition", {"hs_edition"}),
      .code = finder.needed("code", {"code"}),
      .value = finder.needed("value", {"value"}),
      .currency = finder.needed("currency", {"currency"}),
      .valuation = finder.optional("valuation", {"valuation"}),
      .net_kg = finder.optional("net_kg", {"net_kg"}),
      .quantity = finder.optional("quantity", {"quantity"}),
      .quantity_unit = finder.optional("quantity_unit", {"quantity_unit"}),
      .is_estimated = finder.optional("is_estimated", {"is_estimated"}),
      .procedure = finder.optional("procedure", {"procedure"}),
      .transport = finder.optional("transport", {"transport"}),
      .detail = finder.optional("detail", {"detail"}),
  };
}

bool is_currency(std::string_view text) {
  return text.size() == 3 && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == text.npos;
}

class CanonicalReader final : public RowReader {
 public:
  CanonicalReader(const TableHeader& header, const Columns& columns)
      : header_(header), columns_(columns) {}

  void read(const Record& record, StatementSink& sink) override {
    RecordCells cells(record, header_, sink);
    TradeRow row;
    if (read_plane(cells, row) &&
        read_place(cells, columns_.reporter, columns_.reporter_code, row.reporter) &&
        read_place(cells, columns_.partner, columns_.partner_code, row.partner) &&
        read_partner2(cells, row) && read_flow(cells, row) && cells.period(columns_.period, row) &&
        read_edition(cells, row) && cells.goods_code(columns_.code, row) &&
        read_amounts(cells, row)) {
      row.source = cells.text(columns_.source);
      row.vintage = cells.text(columns_.vintage);
      row.valuation = cells.text(columns_.valuation);
      row.quantity_unit = cells.text(columns_.quantity_unit);
      row.is_estimated = cells.flag(columns_.is_estimated);
      row.procedure = cells.text(columns_.procedure);
      row.transport = cells.text(columns_.transport);
      row.detail = cells.text(columns_.detail);
      sink.take(row);
    }
  }

 private:
  bool read_plane(RecordCells& cells, TradeRow& row) const {
    const std::string_view text = cells.text(columns_.plane);
    const auto plane = text.empty() ? Plane::kMain : parse_plane(text);
    if (!plane) {
      cells.reject(columns_.plane, "expected a plane of the lake (main, world, total, ...)");
      return false;
    }
    row.plane = *plane;
    return true;
  }

  // A place that is no country has no ISO3: then the code as given tells which it is.
  bool read_place(RecordCells& cells, std::size_t iso3, std::size_t code, RowPlace& place) {
    if (!cells.text(iso3).empty()) {
      return cells.place(iso3, by_iso3_, place);
    }
    const std::string_view label = cells.text(code);
    auto found = by_code_.find(label);
    found = found || label.empty() ? found : by_iso3_.find(label);
    found = found || label.empty() ? found : by_name_.find(label);
    if (label.empty() || !found) {
      cells.reject(label.empty() ? iso3 : code, "expected a known country");
      return false;
    }
    place = *found;
    return true;
  }

  bool read_partner2(RecordCells& cells, TradeRow& row) {
    if (cells.text(columns_.partner2).empty()) {
      return true;
    }
    return cells.place(columns_.partner2, by_iso3_, row.partner2);
  }

  bool read_flow(RecordCells& cells, TradeRow& row) const {
    const auto flow = parse_flow(cells.text(columns_.flow));
    if (!flow) {
      cells.reject(columns_.flow, "expected a flow (M, X, RM, RX, B)");
      return false;
    }
    row.flow = *flow;
    return true;
  }

  bool read_edition(RecordCells& cells, TradeRow& row) const {
    const std::string_view text = cells.text(columns_.hs_edition);
    if (!text.empty()) {
      row.hs_edition = parse_hs_edition(text);
      if (!row.hs_edition) {
        cells.reject(columns_.hs_edition, "expected an HS edition (HS1992 to HS2022)");
        return false;
      }
    }
    return true;
  }

  bool read_amounts(RecordCells& cells, TradeRow& row) const {
    row.currency = cells.text(columns_.currency);
    if (!is_currency(row.currency)) {
      cells.reject(columns_.currency, "expected a currency of three letters (ISO 4217)");
      return false;
    }
    return cells.amount(columns_.value, row.value) && cells.amount(columns_.net_kg, row.net_kg) &&
           cells.amount(columns_.quantity, row.quantity);
  }

  const TableHeader& header_;
  Columns columns_;
  PlaceLookup by_iso3_{PlaceScheme::kIso3};
  PlaceLookup by_code_{PlaceScheme::kComtrade};
  PlaceLookup by_name_{PlaceScheme::kName};
};

class BoundCanonical final : public BoundDialect {
 public:
  BoundCanonical(const TableHeader& header, const TableFacts& facts) : header_(header) {
    ColumnFinder finder(header_, facts);
    columns_ = find_columns(finder);
    roles_ = finder.roles();
    traits_ = {.source = "canonical", .vintage = {}, .currency = {}, .absence = "unknown"};
  }

  [[nodiscard]] const ImportTraits& traits() const override { return traits_; }
  [[nodiscard]] const std::vector<ColumnRole>& roles() const override { return roles_; }
  [[nodiscard]] std::unique_ptr<RowReader> make_reader() const override {
    return std::make_unique<CanonicalReader>(header_, columns_);
  }

 private:
  TableHeader header_;
  Columns columns_{};
  std::vector<ColumnRole> roles_;
  ImportTraits traits_;
};

class Canonical final : public Dialect {
 public:
  [[nodiscard]] DialectInfo info() const override {
    return {
        .name = "canonical",
        .version = 1,
        .title = "Portolan's own table: the lake's columns by name",
        .source = "canonical"};
  }
  [[nodiscard]] bool fits(const TableHeader& header) const override {
    constexpr std::array<std::string_view, 7> kSignature{
        "reporter", "partner", "flow", "period", "code", "value", "currency"};
    return header.has_all(kSignature);
  }
  [[nodiscard]] std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const override {
    return std::make_unique<BoundCanonical>(header, facts);
  }
};

}  // namespace

std::unique_ptr<const Dialect> make_canonical() {
  return std::make_unique<Canonical>();
}

}  // namespace portolan::ingest
