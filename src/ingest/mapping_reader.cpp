#include "mapping_reader.hpp"

#include <algorithm>
#include <regex>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "portolan/base/text.hpp"
#include "record_cells.hpp"

namespace portolan::ingest {

namespace {

// Where a field's text comes from, with the column found.
struct Cell {
  std::size_t column = kNoColumn;
  std::string constant;
};

Cell cell_of(const TableHeader& header, const FieldSource& source) {
  return {
      .column = source.column.empty() ? kNoColumn : find_exact_column(header, source.column),
      .constant = source.constant.value_or("")};
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Period> parse_by_form(std::string_view text, PeriodForm form) {
  switch (form) {
    case PeriodForm::kAny:
      return parse_period(text).period;
    case PeriodForm::kYear:
      return text.size() == 4 ? Period::parse(text) : std::nullopt;
    case PeriodForm::kYearMonth:
      return text.size() == 6 && is_digits(text) ? Period::parse(text) : std::nullopt;
    case PeriodForm::kYearDashMonth:
      return text.size() == 7 && text[4] == '-' ? Period::parse(text) : std::nullopt;
    case PeriodForm::kDate:
      return text.size() >= 10 && text[4] == '-' ? Period::parse(text.substr(0, 10)) : std::nullopt;
    case PeriodForm::kYear52:
      return text.size() == 6 && text.ends_with("52") ? Period::parse(text.substr(0, 4))
                                                      : std::nullopt;
  }
  return std::nullopt;
}

// One statement of the mapping, with its columns found and what it looked up.
class StatementReader {
 public:
  StatementReader(
      const TableHeader& header,
      const MappingFile& mapping,
      const StatementMapping& statement
  )
      : header_(header), mapping_(mapping), statement_(statement) {
    reporter_ = cell_of(header, statement.reporter.source);
    partner_ = cell_of(header, statement.partner.source);
    partner2_ = cell_of(header, statement.partner2.source);
    flow_ = cell_of(header, statement.flow.source);
    period_ = cell_of(header, statement.period.source);
    year_ = cell_of(header, {.column = statement.period.year_column, .constant = {}});
    month_ = cell_of(header, {.column = statement.period.month_column, .constant = {}});
    code_ = cell_of(header, statement.code.source);
    edition_ = cell_of(header, {.column = statement.code.edition_column, .constant = {}});
    value_ = cell_of(header, statement.value.source);
    currency_ = cell_of(header, statement.value.currency);
    net_kg_ = cell_of(header, statement.net_kg.source);
    quantity_ = cell_of(header, statement.quantity.source);
    unit_ = cell_of(header, statement.quantity.unit);
    estimated_ = cell_of(header, statement.is_estimated.source);
    procedure_ = cell_of(header, statement.procedure);
    transport_ = cell_of(header, statement.transport);
    for (const std::string& column : statement.detail_columns) {
      details_.push_back(find_exact_column(header, column));
    }
    for (const PlaneRule& rule : mapping.rules) {
      rule_columns_.push_back(find_exact_column(header, rule.column));
    }
    if (!statement.code.pattern.empty()) {
      pattern_ = std::regex(statement.code.pattern);
    }
  }

  void read(const Record& record, StatementSink& sink) {
    RecordCells cells(record, header_, sink);
    TradeRow row;
    row.plane = plane_of_rules(cells);
    if (read_period(cells, row) && read_place(cells, reporter_, reporters_, row.reporter) &&
        read_place(cells, partner_, partners_, row.partner) && read_partner2(cells, row) &&
        read_flow(cells, row) && read_code(cells, row) &&
        read_amount(cells, value_, statement_.value.shift, row.value) &&
        read_amount(cells, net_kg_, statement_.net_kg.shift, row.net_kg) &&
        read_amount(cells, quantity_, statement_.quantity.shift, row.quantity)) {
      if (mapping_.is_wide && !row.value) {
        row.plane = Plane::kEmpty;
      }
      read_texts(cells, row);
      sink.take(row);
    }
  }

 private:
  std::string_view text(const RecordCells& cells, const Cell& cell) const {
    return cell.column == kNoColumn ? std::string_view(cell.constant) : cells.text(cell.column);
  }

  bool is_missing(std::string_view text) const {
    return std::ranges::find(mapping_.missing, text) != mapping_.missing.end();
  }

  Plane plane_of_rules(const RecordCells& cells) const {
    if (statement_.plane) {
      return *statement_.plane;
    }
    for (std::size_t i = 0; i < mapping_.rules.size(); ++i) {
      const PlaneRule& rule = mapping_.rules[i];
      if (std::ranges::find(rule.equals, cells.text(rule_columns_[i])) != rule.equals.end()) {
        return rule.plane;
      }
    }
    return Plane::kMain;
  }

  bool read_period(RecordCells& cells, TradeRow& row) {
    std::optional<Period> period;
    if (year_.column != kNoColumn) {
      period_text_ = cells.text(year_.column);
      if (month_.column != kNoColumn) {
        const std::string_view month = cells.text(month_.column);
        period_text_ += month.size() == 1 ? "-0" : "-";
        period_text_ += month;
      }
      period = Period::parse(period_text_);
    } else {
      std::string_view written = text(cells, period_);
      if (written.starts_with(statement_.period.prefix)) {
        written.remove_prefix(statement_.period.prefix.size());
        period = parse_by_form(written, statement_.period.form);
      }
    }
    if (!period) {
      const std::size_t column = year_.column == kNoColumn    ? period_.column
                                 : month_.column == kNoColumn ? year_.column
                                                              : month_.column;
      cells.reject(column, "expected a period in the form that the mapping says");
      return false;
    }
    row.period = *period;
    return true;
  }

  bool read_place(RecordCells& cells, const Cell& cell, PlaceLookup& lookup, RowPlace& place)
      const {
    const std::string_view label = text(cells, cell);
    const auto found = label.empty() ? std::nullopt : lookup.find(label);
    if (!found) {
      cells.reject(cell.column, "expected a known country");
      return false;
    }
    place = *found;
    return true;
  }

  bool read_partner2(RecordCells& cells, TradeRow& row) {
    const std::string_view label = text(cells, partner2_);
    if (label.empty() || is_missing(label)) {
      return true;
    }
    if (!read_place(cells, partner2_, seconds_, row.partner2)) {
      return false;
    }
    if (row.plane == Plane::kMain && !statement_.partner2.is_split &&
        row.partner2.kind != PlaceKind::kWorld) {
      row.plane = Plane::kSecondPartner;
    }
    return true;
  }

  bool read_flow(RecordCells& cells, TradeRow& row) const {
    const std::string_view written = text(cells, flow_);
    const auto flow =
        statement_.flow.values.empty() ? flow_of_usual_text(written) : flow_of_values(written);
    if (!flow) {
      cells.reject(flow_.column, "expected a flow that the mapping knows");
      return false;
    }
    row.flow = *flow;
    return true;
  }

  std::optional<Flow> flow_of_values(std::string_view written) const {
    const auto found = statement_.flow.values.find(std::string(written));
    return found == statement_.flow.values.end() ? std::nullopt : parse_flow(found->second);
  }

  static std::optional<Flow> flow_of_usual_text(std::string_view written) {
    const std::string lower = to_ascii_lower(written);
    for (const auto& [name, flow] :
         {std::pair{"import", Flow::kImport},
          std::pair{"export", Flow::kExport},
          std::pair{"re-import", Flow::kReImport},
          std::pair{"re-export", Flow::kReExport},
          std::pair{"1", Flow::kImport},
          std::pair{"2", Flow::kExport}}) {
      if (lower == name) {
        return flow;
      }
    }
    return parse_flow(written);
  }

  bool read_code(RecordCells& cells, TradeRow& row) {
    const CodeField& field = statement_.code;
    code_text_ = text(cells, code_);
    if (pattern_) {
      std::smatch match;
      if (!std::regex_search(code_text_, match, *pattern_)) {
        cells.reject(
            code_.column, "expected a text that holds a code as the mapping's pattern says"
        );
        return false;
      }
      code_text_ = std::string(match[1].first, match[1].second);
    }
    if (code_text_.size() < field.pad && is_digits(code_text_)) {
      code_text_.insert(0, field.pad - code_text_.size(), '0');
    }
    if (field.cut > 0 && code_text_.size() > field.cut) {
      code_text_.resize(field.cut);
    }
    const GoodsCode looked = look_at_goods_code(code_text_);
    if (looked.kind == GoodsCode::Kind::kFaulty) {
      cells.reject(code_.column, "expected an HS code of 2, 4, 6, 8 or 10 digits, or TOTAL");
      return false;
    }
    const bool is_total = looked.kind == GoodsCode::Kind::kCode && looked.level == 0;
    row.code = is_total ? std::string_view("TOTAL") : std::string_view(code_text_);
    row.level = looked.level;
    if (looked.kind == GoodsCode::Kind::kConfidential && row.plane == Plane::kMain) {
      row.plane = Plane::kConfidential;
    }
    return read_edition(cells, row);
  }

  bool read_edition(RecordCells& cells, TradeRow& row) const {
    const CodeField& field = statement_.code;
    if (edition_.column != kNoColumn) {
      row.hs_edition = parse_hs_edition(cells.text(edition_.column));
      if (!row.hs_edition) {
        cells.reject(edition_.column, "expected an HS edition (HS2017, H5, 2017)");
        return false;
      }
    } else if (row.level > 0) {
      row.hs_edition =
          field.is_edition_by_year ? hs_edition_in_force(row.period.year()) : field.edition;
    }
    return true;
  }

  // Takes thousands separators out and turns the decimal mark into a point.
  std::string_view plain_number(std::string_view written) {
    if (mapping_.decimal == '.' && mapping_.thousands == 0) {
      return written;
    }
    number_.clear();
    for (std::size_t i = 0; i < written.size(); ++i) {
      const char c = written[i];
      const bool is_wide_blank = mapping_.thousands == ' ' && c == '\xC2' &&
                                 i + 1 < written.size() && written[i + 1] == '\xA0';
      if (is_wide_blank) {
        ++i;
      } else if (mapping_.thousands == 0 || c != mapping_.thousands) {
        number_ += c == mapping_.decimal ? '.' : c;
      }
    }
    return number_;
  }

  bool
  read_amount(RecordCells& cells, const Cell& cell, int shift, std::optional<Decimal3>& amount) {
    const std::string_view written = text(cells, cell);
    if (written.empty() || is_missing(written)) {
      return true;
    }
    const Amount read = parse_amount(plain_number(written), shift);
    if (read.is_faulty || (read.number && read.number->thousandths() < 0)) {
      cells.reject(cell.column, "expected a number of at least 0");
      return false;
    }
    amount = read.number;
    return true;
  }

  void read_texts(const RecordCells& cells, TradeRow& row) {
    row.currency = text(cells, currency_);
    row.valuation = statement_.value.valuation;
    row.quantity_unit = row.quantity ? text(cells, unit_) : std::string_view();
    row.procedure = text(cells, procedure_);
    row.transport = text(cells, transport_);
    detail_.clear();
    for (const std::size_t column : details_) {
      detail_ += detail_.empty() ? "" : " ";
      detail_ += cells.text(column);
    }
    // Parts by second partner must stay apart from each other in the key.
    if (statement_.partner2.is_split && !row.partner2.code.empty()) {
      detail_ += detail_.empty() ? "partner2=" : " partner2=";
      detail_ += row.partner2.code;
    }
    row.detail = detail_;
    if (statement_.is_estimated.source.is_given()) {
      const auto found = statement_.is_estimated.values.find(std::string(text(cells, estimated_)));
      if (found != statement_.is_estimated.values.end()) {
        row.is_estimated = found->second == "true";
      }
    }
  }

  const TableHeader& header_;
  const MappingFile& mapping_;
  const StatementMapping& statement_;
  Cell reporter_, partner_, partner2_, flow_, period_, year_, month_, code_, edition_, value_,
      currency_, net_kg_, quantity_, unit_, estimated_, procedure_, transport_;
  std::vector<std::size_t> details_;
  std::vector<std::size_t> rule_columns_;
  std::optional<std::regex> pattern_;
  PlaceLookup reporters_{statement_.reporter.scheme};
  PlaceLookup partners_{statement_.partner.scheme};
  PlaceLookup seconds_{statement_.partner2.scheme};
  std::string period_text_;
  std::string code_text_;
  std::string number_;
  std::string detail_;
};

class MappingReader final : public RowReader {
 public:
  MappingReader(const TableHeader& header, const MappingFile& mapping) {
    for (const StatementMapping& statement : mapping.statements) {
      statements_.push_back(std::make_unique<StatementReader>(header, mapping, statement));
    }
  }

  void read(const Record& record, StatementSink& sink) override {
    for (const auto& statement : statements_) {
      statement->read(record, sink);
    }
  }

 private:
  std::vector<std::unique_ptr<StatementReader>> statements_;
};

}  // namespace

std::size_t find_exact_column(const TableHeader& header, std::string_view name) {
  for (std::size_t i = 0; i < header.names().size(); ++i) {
    if (trim(header.names()[i]) == trim(name)) {
      return i;
    }
  }
  return kNoColumn;
}

std::unique_ptr<RowReader>
make_mapping_reader(const TableHeader& header, const MappingFile& mapping) {
  return std::make_unique<MappingReader>(header, mapping);
}

}  // namespace portolan::ingest
