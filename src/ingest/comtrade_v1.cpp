// UN Comtrade since 2022: the replies of the interface and the files of the website (47 columns;
// the website ends data lines with a comma more than the header has), bulk files (tab-separated,
// without names) and tariff lines (34 columns or the bulk form).

#include <array>

#include "comtrade_rules.hpp"
#include "dialect.hpp"

namespace portolan::ingest {

namespace {

struct Columns {
  std::size_t type, freq, period, reporter, flow, partner, partner2, classification, code, customs,
      services_mode, transport, unit_code, unit, quantity, is_quantity_estimated, net_kg,
      is_weight_estimated, value;
};

Columns find_columns(ColumnFinder& finder) {
  return {
      .type = finder.optional("", {"typeCode"}),
      .freq = finder.optional("freq", {"freqCode"}),
      .period = finder.needed("period", {"period"}),
      .reporter = finder.needed("reporter", {"reporterCode"}),
      .flow = finder.needed("flow", {"flowCode"}),
      .partner = finder.needed("partner", {"partnerCode"}),
      .partner2 = finder.optional("partner2", {"partner2Code"}),
      .classification = finder.optional("hs_edition", {"classificationCode"}),
      .code = finder.needed("code", {"cmdCode"}),
      .customs = finder.optional("procedure", {"customsCode"}),
      .services_mode = finder.optional("", {"mosCode"}),
      .transport = finder.optional("transport", {"motCode"}),
      .unit_code = finder.optional("quantity_unit", {"qtyUnitCode"}),
      .unit = finder.optional("quantity_unit", {"qtyUnitAbbr"}),
      .quantity = finder.optional("quantity", {"qty"}),
      .is_quantity_estimated = finder.optional("is_estimated", {"isQtyEstimated"}),
      .net_kg = finder.optional("net_kg", {"netWgt"}),
      .is_weight_estimated = finder.optional("is_estimated", {"isNetWgtEstimated"}),
      .value = finder.needed("value", {"primaryValue"}),
  };
}

class ComtradeReader final : public RowReader {
 public:
  ComtradeReader(const TableHeader& header, const Columns& columns, bool is_tariffline)
      : header_(header), columns_(columns), is_tariffline_(is_tariffline) {}

  void read(const Record& record, StatementSink& sink) override {
    RecordCells cells(record, header_, sink);
    TradeRow row;
    if (read_type(cells) && read_period(cells, row) &&
        cells.place(columns_.reporter, reporters_, row.reporter) &&
        read_comtrade_flow(cells, columns_.flow, row) &&
        cells.place(columns_.partner, partners_, row.partner) &&
        read_comtrade_classification(cells, columns_.classification, row) &&
        read_code(cells, row) && read_amounts(cells, row) && read_breakdown(cells, row)) {
      row.currency = "USD";
      sink.take(row);
    }
  }

 private:
  bool read_type(RecordCells& cells) const {
    const std::string_view type = cells.text(columns_.type);
    if (!type.empty() && type != "C") {
      cells.reject(columns_.type, "expected trade in goods (C)");
      return false;
    }
    return true;
  }

  bool read_period(RecordCells& cells, TradeRow& row) const {
    if (!cells.period(columns_.period, row)) {
      return false;
    }
    const std::string_view freq = cells.text(columns_.freq);
    if (!freq.empty() && freq != to_string(row.period.frequency())) {
      cells.reject(
          columns_.period,
          freq == "A" ? "expected a year, as the frequency is A"
                      : "expected a month, as the frequency is M"
      );
      return false;
    }
    return true;
  }

  // Tariff lines have national codes of 6 to 12 digits. What is beyond an even number of digits, or
  // beyond ten, goes to `detail`: such lines are parts of the code that is kept.
  bool read_code(RecordCells& cells, TradeRow& row) {
    const std::string_view code = cells.text(columns_.code);
    detail_.clear();
    if (is_tariffline_ && code.size() > 6 && code.size() <= 14 &&
        code.find_first_not_of("0123456789") == std::string_view::npos &&
        (code.size() % 2 == 1 || code.size() > 10)) {
      const std::size_t kept = code.size() > 10 ? 10 : code.size() - 1;
      row.code = code.substr(0, kept);
      row.level = static_cast<std::int8_t>(kept);
      add_detail("line", code);
      return true;
    }
    return cells.goods_code(columns_.code, row);
  }

  bool read_amounts(RecordCells& cells, TradeRow& row) const {
    if (!cells.amount(columns_.value, row.value) || !cells.amount(columns_.net_kg, row.net_kg) ||
        !read_comtrade_quantity(cells, columns_.quantity, columns_.unit_code, columns_.unit, row)) {
      return false;
    }
    const auto weight = cells.flag(columns_.is_weight_estimated);
    const auto quantity = cells.flag(columns_.is_quantity_estimated);
    if (weight || quantity) {
      row.is_estimated = weight.value_or(false) || quantity.value_or(false);
    }
    return true;
  }

  // Aggregated data hold the sums over second partners, modes of transport and procedures (codes 0,
  // 0 and C00) beside the parts. Tariff lines are parts without such sums.
  bool read_breakdown(RecordCells& cells, TradeRow& row) {
    const std::string_view partner2 = cells.text(columns_.partner2);
    if (!partner2.empty() && !cells.place(columns_.partner2, partners_, row.partner2)) {
      return false;
    }
    const bool has_partner2 = !partner2.empty() && row.partner2.kind != PlaceKind::kWorld;
    const std::string_view customs = cells.text(columns_.customs);
    const bool has_procedure = !customs.empty() && customs != "C00";
    const std::string_view mode = cells.text(columns_.transport);
    const bool has_mode = !mode.empty() && mode != "0";
    const std::string_view services = cells.text(columns_.services_mode);
    if (has_procedure) {
      row.procedure = customs;
    }
    if (has_mode) {
      row.transport = mode;
    }
    if (is_tariffline_) {
      if (has_partner2) {
        add_detail("partner2", partner2);
      }
      const std::string_view unit = cells.text(columns_.unit_code);
      if (!unit.empty() && unit != "-1") {
        add_detail("unit", unit);
      }
      row.detail = detail_;
    } else if (row.plane == Plane::kMain) {
      row.plane = has_partner2                           ? Plane::kSecondPartner
                  : has_mode                             ? Plane::kTransport
                  : has_procedure                        ? Plane::kProcedure
                  : !services.empty() && services != "0" ? Plane::kProcedure
                                                         : Plane::kMain;
    }
    return true;
  }

  void add_detail(std::string_view name, std::string_view value) {
    if (!detail_.empty()) {
      detail_ += ' ';
    }
    detail_ += name;
    detail_ += '=';
    detail_ += value;
  }

  const TableHeader& header_;
  Columns columns_;
  bool is_tariffline_;
  PlaceLookup reporters_{PlaceScheme::kComtrade};
  PlaceLookup partners_{PlaceScheme::kComtrade};
  std::string detail_;
};

class BoundComtrade final : public BoundDialect {
 public:
  BoundComtrade(const TableHeader& header, const TableFacts& facts, bool is_tariffline)
      : header_(header), is_tariffline_(is_tariffline) {
    ColumnFinder finder(header_, facts);
    columns_ = find_columns(finder);
    roles_ = finder.roles();
    traits_ = {
        .source = "comtrade",
        .vintage = comtrade_vintage(facts.published_name()),
        .currency = "USD",
        .absence = "zero"};
  }

  [[nodiscard]] const ImportTraits& traits() const override { return traits_; }
  [[nodiscard]] const std::vector<ColumnRole>& roles() const override { return roles_; }
  [[nodiscard]] std::unique_ptr<RowReader> make_reader() const override {
    return std::make_unique<ComtradeReader>(header_, columns_, is_tariffline_);
  }
  [[nodiscard]] std::vector<std::string> warnings_after(const Accounts& accounts) const override {
    return comtrade_cut_warnings(accounts.records);
  }

 private:
  TableHeader header_;
  bool is_tariffline_;
  Columns columns_{};
  std::vector<ColumnRole> roles_;
  ImportTraits traits_;
};

constexpr std::array<std::string_view, 6>
    kSignature{"reporterCode", "partnerCode", "period", "cmdCode", "primaryValue", "flowCode"};

class ComtradeV1 final : public Dialect {
 public:
  explicit ComtradeV1(bool is_tariffline) : is_tariffline_(is_tariffline) {}

  [[nodiscard]] DialectInfo info() const override {
    if (is_tariffline_) {
      return {
          .name = "comtrade-tariffline",
          .version = 1,
          .title = "UN Comtrade tariff lines: replies and bulk files",
          .source = "comtrade"};
    }
    return {
        .name = "comtrade-v1",
        .version = 1,
        .title = "UN Comtrade since 2022: replies, files of the website, bulk files",
        .source = "comtrade"};
  }
  [[nodiscard]] bool fits(const TableHeader& header) const override {
    return header.has_all(kSignature) && header.has("aggrLevel") != is_tariffline_;
  }
  [[nodiscard]] std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const override {
    return std::make_unique<BoundComtrade>(header, facts, is_tariffline_);
  }

 private:
  bool is_tariffline_;
};

}  // namespace

std::unique_ptr<const Dialect> make_comtrade_v1() {
  return std::make_unique<ComtradeV1>(false);
}

std::unique_ptr<const Dialect> make_comtrade_tariffline() {
  return std::make_unique<ComtradeV1>(true);
}

}  // namespace portolan::ingest
