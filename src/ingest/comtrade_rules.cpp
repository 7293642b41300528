#include "comtrade_rules.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "portolan/base/hs_code.hpp"

namespace portolan::ingest {

namespace {

struct FlowName {
  std::string_view name;
  Flow flow;
  bool is_part = false;
};

// Codes of the new interface, numbers and names of the old one. DX and the processing flows are
// parts of X and M.
constexpr std::array<FlowName, 18> kFlows{{
    {"M", Flow::kImport},
    {"X", Flow::kExport},
    {"RM", Flow::kReImport},
    {"RX", Flow::kReExport},
    {"1", Flow::kImport},
    {"2", Flow::kExport},
    {"3", Flow::kReExport},
    {"4", Flow::kReImport},
    {"Import", Flow::kImport},
    {"Export", Flow::kExport},
    {"Re-Export", Flow::kReExport},
    {"Re-Import", Flow::kReImport},
    {"DX", Flow::kExport, true},
    {"XIP", Flow::kExport, true},
    {"XOP", Flow::kExport, true},
    {"FM", Flow::kImport, true},
    {"MIP", Flow::kImport, true},
    {"MOP", Flow::kImport, true},
}};

bool is_date(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' &&
         text.find_first_not_of("0123456789-") == std::string_view::npos;
}

}  // namespace

bool read_comtrade_flow(RecordCells& cells, std::size_t column, TradeRow& row) {
  const std::string_view text = cells.text(column);
  for (const FlowName& known : kFlows) {
    if (!is_equal_ignoring_case(text, known.name)) {
      continue;
    }
    row.flow = known.flow;
    const bool is_arrival = known.flow == Flow::kImport || known.flow == Flow::kReImport;
    row.valuation = is_arrival ? "CIF" : "FOB";
    if (known.is_part) {
      row.plane = Plane::kProcedure;
      row.procedure = known.name;
    }
    return true;
  }
  cells.reject(column, "expected a flow (M, X, RM, RX)");
  return false;
}

bool read_comtrade_classification(RecordCells& cells, std::size_t column, TradeRow& row) {
  const std::string_view text = cells.text(column);
  if (text.empty() || text == "HS") {
    row.hs_edition = std::nullopt;
    return true;
  }
  row.hs_edition = text.starts_with('H') ? parse_hs_edition(text) : std::nullopt;
  if (!row.hs_edition) {
    cells.reject(column, "expected an edition of the Harmonized System (H0 to H6)");
    return false;
  }
  return true;
}

bool read_comtrade_quantity(
    RecordCells& cells,
    std::size_t quantity,
    std::size_t unit_code,
    std::size_t unit,
    TradeRow& row
) {
  if (!cells.amount(quantity, row.quantity)) {
    return false;
  }
  const std::string_view code = cells.text(unit_code);
  const std::string_view name = cells.text(unit);
  const bool is_unitless = code == "-1" || code == "1" || is_equal_ignoring_case(name, "N/A") ||
                           is_equal_ignoring_case(name, "No Quantity") ||
                           (code.empty() && name.empty());
  if (is_unitless || (row.quantity && row.quantity->thousandths() == 0)) {
    row.quantity = std::nullopt;
  }
  if (row.quantity) {
    row.quantity_unit = name.empty() ? code : name;
  }
  return true;
}

std::optional<bool> estimated_by_flag(std::string_view flag) {
  if (flag.empty()) {
    return std::nullopt;
  }
  return flag == "2" || flag == "4" || flag == "6";
}

std::vector<std::string> comtrade_cut_warnings(std::int64_t records) {
  constexpr std::array<std::int64_t, 4> kLimits{500, 100'000, 250'000, 2'500'000};
  if (std::ranges::find(kLimits, records) == kLimits.end()) {
    return {};
  }
  return {fmt::format(
      "exactly {} records, which is a limit of Comtrade: the result may be cut off; ask for fewer "
      "reporters, periods or codes at a time",
      records
  )};
}

std::string comtrade_vintage(std::string_view file_name) {
  const std::size_t open = file_name.find('[');
  if (open == std::string_view::npos) {
    return {};
  }
  const std::string_view date = file_name.substr(open + 1, 10);
  return is_date(date) ? std::string(date) : std::string();
}

}  // namespace portolan::ingest
