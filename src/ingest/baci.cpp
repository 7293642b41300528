// CEPII's BACI: t year, i exporter, j importer, k HS6, v thousand USD (FOB), q tonnes. The archive
// has one file a year and the code tables; edition and version stand in the files' names only.

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "baci_code_tables.hpp"
#include "dialect.hpp"
#include "record_cells.hpp"

namespace portolan::ingest {

namespace {

constexpr std::array<std::string_view, 6> kNames{"t", "i", "j", "k", "v", "q"};

// Columns are in this order in every version.
enum Column : std::size_t { kYear, kExporter, kImporter, kCode, kValue, kTonnes };

class BaciReader final : public RowReader {
 public:
  BaciReader(
      const TableHeader& header,
      const BaciCodeTables& tables,
      std::optional<HsEdition> edition
  )
      : header_(header), edition_(edition) {
    for (const auto& [code, place] : tables.places) {
      exporters_.define(code, place);
      importers_.define(code, place);
    }
  }

  void read(const Record& record, StatementSink& sink) override {
    RecordCells cells(record, header_, sink);
    TradeRow row;
    row.flow = Flow::kReconciled;
    row.hs_edition = edition_;
    row.currency = "USD";
    row.valuation = "FOB";
    if (read_year(cells, row) && cells.place(kExporter, exporters_, row.reporter) &&
        cells.place(kImporter, importers_, row.partner) && read_code(cells, row) &&
        cells.amount(kValue, row.value, 3) && cells.amount(kTonnes, row.net_kg, 3)) {
      sink.take(row);
    }
  }

 private:
  bool read_year(RecordCells& cells, TradeRow& row) {
    const std::string_view text = cells.text(kYear);
    if (text != year_text_) {
      const PeriodCell cell = parse_period(text);
      if (!cell.period || cell.period->month() != 0) {
        cells.reject(kYear, "expected a year");
        return false;
      }
      year_text_ = text;
      year_ = *cell.period;
    }
    row.period = year_;
    return true;
  }

  static bool read_code(RecordCells& cells, TradeRow& row) {
    if (!cells.goods_code(kCode, row)) {
      return false;
    }
    if (row.plane == Plane::kMain && row.level != 6) {
      cells.reject(kCode, "expected a code of 6 digits");
      return false;
    }
    return true;
  }

  const TableHeader& header_;
  std::optional<HsEdition> edition_;
  PlaceLookup exporters_{PlaceScheme::kComtrade};
  PlaceLookup importers_{PlaceScheme::kComtrade};
  std::string year_text_;
  Period year_ = Period::of_year(2000);
};

class BoundBaci final : public BoundDialect {
 public:
  BoundBaci(const TableHeader& header, const TableFacts& facts)
      : header_(header), tables_(read_baci_code_tables(facts)) {
    constexpr std::array<std::string_view, 6> kLakeColumns{
        "period", "reporter", "partner", "code", "value", "net_kg"};
    for (std::size_t i = 0; i < header_.size(); ++i) {
      roles_.push_back(
          {.column = header_.names()[i],
           .lake_column = i < kLakeColumns.size() ? std::string(kLakeColumns[i]) : std::string()}
      );
    }
    const BaciName name = parse_baci_name(facts.published_name());
    edition_ = name.edition;
    traits_ = {
        .source = "baci",
        .vintage = name.version,
        .currency = "USD",
        .absence = "zero",
        .warnings = tables_.warnings};
    if (!edition_ || name.version.empty()) {
      traits_.warnings.push_back(
          "the name does not tell edition and version (BACI_HS17_Y2024_V202601.csv): the edition "
          "is "
          "unknown"
      );
    }
  }

  [[nodiscard]] const ImportTraits& traits() const override { return traits_; }
  [[nodiscard]] const std::vector<ColumnRole>& roles() const override { return roles_; }
  [[nodiscard]] std::unique_ptr<RowReader> make_reader() const override {
    return std::make_unique<BaciReader>(header_, tables_, edition_);
  }
  [[nodiscard]] std::vector<std::string> warnings_after(const Accounts& accounts) const override {
    const auto codes = accounts.codes.find(6);
    if (tables_.products.empty() || codes == accounts.codes.end()) {
      return {};
    }
    std::vector<std::string> unknown;
    std::ranges::set_difference(codes->second, tables_.products, std::back_inserter(unknown));
    if (unknown.empty()) {
      return {};
    }
    return {fmt::format(
        "{} codes are not in the archive's table of products, {} the first",
        unknown.size(),
        unknown.front()
    )};
  }

 private:
  TableHeader header_;
  BaciCodeTables tables_;
  std::optional<HsEdition> edition_;
  std::vector<ColumnRole> roles_;
  ImportTraits traits_;
};

class Baci final : public Dialect {
 public:
  [[nodiscard]] DialectInfo info() const override {
    return {
        .name = "baci",
        .version = 1,
        .title = "CEPII BACI: the archive or one of its CSV files",
        .source = "baci"};
  }
  [[nodiscard]] bool fits(const TableHeader& header) const override {
    return header.size() == kNames.size() &&
           std::ranges::equal(header.names(), kNames, [](const auto& a, std::string_view b) {
             return is_equal_ignoring_case(trim(a), b);
           });
  }
  [[nodiscard]] std::unique_ptr<BoundDialect>
  bind(const TableHeader& header, const TableFacts& facts) const override {
    return std::make_unique<BoundBaci>(header, facts);
  }
};

}  // namespace

std::unique_ptr<const Dialect> make_baci() {
  return std::make_unique<Baci>();
}

}  // namespace portolan::ingest
