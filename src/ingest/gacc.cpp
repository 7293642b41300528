// China's customs (stats.customs.gov.cn). The columns depend on the fields that were ticked before
// the download; import or export is no column but the query, so the file's name must tell it.

#include <algorithm>

#include "dialect.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/base/text.hpp"
#include "record_cells.hpp"

namespace portolan::ingest {

namespace {

struct Columns {
  std::size_t period, code, partner_code, partner_name, mode_code, mode_name, province_code,
      province, quantity, unit, second_quantity, second_unit, usd, cny;
};

Columns find_columns(ColumnFinder& finder) {
  return {
      .period = finder.needed("period", {"数据年月"}),
      .code = finder.needed("code", {"商品编码"}),
      .partner_code = finder.optional("partner_code", {"贸易伙伴编码"}),
      .partner_name = finder.needed("partner", {"贸易伙伴名称"}),
      .mode_code = finder.optional("procedure", {"贸易方式编码"}),
      .mode_name = finder.optional("", {"贸易方式名称"}),
      .province_code = finder.optional("detail", {"注册地编码"}),
      .province = finder.optional("", {"注册地名称"}),
      .quantity = finder.optional("quantity", {"第一数量"}),
      .unit = finder.optional("quantity_unit", {"第一计量单位"}),
      .second_quantity = finder.optional("net_kg", {"第二数量"}),
      .second_unit = finder.optional("", {"第二计量单位"}),
      .usd = finder.optional("value", {"美元"}),
      .cny = finder.optional("value", {"人民币"}),
  };
}

constexpr std::string_view kKilogram = "千克";

std::optional<Flow> flow_of_name(std::string_view file_name) {
  const std::string name = to_ascii_lower(file_name);
  const bool is_import =
      name.find("import") != std::string::npos || name.find("进口") != std::string::npos;
  const bool is_export =
      name.find("export") != std::string::npos || name.find("出口") != std::string::npos;
  if (is_import == is_export) {
    return std::nullopt;
  }
  return is_import ? Flow::kImport : Flow::kExport;
}

class GaccReader final : public RowReader {
 public:
  GaccReader(const TableHeader& header, const Columns& columns, Flow flow)
      : header_(header), columns_(columns), flow_(flow) {}

  void read(const Record& record, StatementSink& sink) override {
    RecordCells cells(record, header_, sink);
    TradeRow row;
    row.flow = flow_;
    row.valuation = flow_ == Flow::kExport ? "FOB" : "CIF";
    row.reporter = {.code = "CHN", .iso3 = "CHN", .kind = PlaceKind::kCountry};
    if (cells.period(columns_.period, row) && read_partner(cells, row) &&
        cells.goods_code(columns_.code, row) && read_value(cells, row) && read_weight(cells, row)) {
      row.hs_edition = hs_edition_in_force(row.period.year());
      row.procedure = cells.text(columns_.mode_code);
      row.detail = cells.text(columns_.province_code);
      sink.take(row);
    }
  }

 private:
  // The name decides; the office's own number is asked only where the name says nothing.
  bool read_partner(RecordCells& cells, TradeRow& row) {
    const std::string_view code = cells.text(columns_.partner_code);
    const std::string_view name = cells.text(columns_.partner_name);
    auto place = name.empty() ? std::nullopt : names_.find(name);
    if (!place && !code.empty()) {
      place = codes_.find(code);
    }
    if (!place) {
      cells.reject(columns_.partner_name, "expected a known country");
      return false;
    }
    row.partner = *place;
    row.partner.code = code.empty() ? name : code;
    return true;
  }

  // Amounts are written with thousands separators.
  bool read_number(RecordCells& cells, std::size_t column, std::optional<Decimal3>& amount) {
    number_ = cells.text(column);
    std::erase(number_, ',');
    const Amount read = parse_amount(number_);
    if (read.is_faulty || (read.number && read.number->thousandths() < 0)) {
      cells.reject(column, "expected a number of at least 0");
      return false;
    }
    amount = read.number;
    return true;
  }

  bool read_value(RecordCells& cells, TradeRow& row) {
    const bool is_usd = columns_.usd != kNoColumn;
    row.currency = is_usd ? "USD" : "CNY";
    return read_number(cells, is_usd ? columns_.usd : columns_.cny, row.value);
  }

  bool read_weight(RecordCells& cells, TradeRow& row) {
    std::optional<Decimal3> first;
    std::optional<Decimal3> second;
    if (!read_number(cells, columns_.quantity, first) ||
        !read_number(cells, columns_.second_quantity, second)) {
      return false;
    }
    const std::string_view unit = cells.text(columns_.unit);
    if (unit == kKilogram) {
      row.net_kg = first;
    } else if (first && !unit.empty()) {
      row.quantity = first;
      row.quantity_unit = unit;
    }
    if (cells.text(columns_.second_unit) == kKilogram && !row.net_kg) {
      row.net_kg = second;
    }
    return true;
  }

  const TableHeader& header_;
  Columns columns_;
  Flow flow_;
  PlaceLookup names_{PlaceScheme::kName};
  PlaceLookup codes_{PlaceScheme::kGacc};
  std::string number_;
};

class BoundGacc final : public BoundDialect {
 public:
  BoundGacc(const TableHeader& header, const TableFacts& facts) : header_(header) {
    ColumnFinder finder(header_, facts);
    columns_ = find_columns(finder);
    roles_ = finder.roles();
    const auto flow = flow_of_name(facts.published_name());
    if (!flow) {
      throw bad_data(
          "{}: expected \"import\" or \"export\" (进口, 出口) in the file's name, got neither",
          facts.published_name()
      )
          .with_hint("China's files do not tell the direction; rename the file after the query");
    }
    flow_ = *flow;
    const bool has_usd = columns_.usd != kNoColumn;
    if (!has_usd && columns_.cny == kNoColumn) {
      throw bad_data("{}: expected a column 美元 or 人民币, got neither", facts.published_name());
    }
    traits_ = {
        .source = "gacc", .vintage = {}, .currency = has_usd ? "USD" : "CNY", .absence = "zero"};
  }

  [[nodiscard]] const ImportTraits& traits() const override { return traits_; }
  [[nodiscard]] const std::vector<ColumnRole>& roles() const override { return roles_; }
  [[nodiscard]] std::unique_ptr<RowReader> make_reader() const override {
    return std::make_unique<GaccReader>(header_, columns_, flow_);
  }

 private:
  TableHeader header_;
  Columns columns_{};
  Flow flow_ = Flow::kExport;
  std::vector<ColumnRole> roles_;
  ImportTraits traits_;
};

class Gacc final : public Dialect {
 public:
  [[nodiscard]] DialectInfo info() const override {
    return {
        .name = "gacc",
        .version = 1,
        .title = "China's customs (GACC), CSV in GB18030; the file's name tells import or export",
        .source = "gacc"};
  }
  [[nodiscard]] bool fits(const TableHeader& header) const override {
    return header.has("商品编码") && (header.has("美元") || header.has("人民币"));
  }
  [[nodiscard]] std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const override {
    return std::make_unique<BoundGacc>(header, facts);
  }
};

}  // namespace

std::unique_ptr<const Dialect> make_gacc() {
  return std::make_unique<Gacc>();
}

}  // namespace portolan::ingest
