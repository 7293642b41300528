#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record_cells.hpp"

namespace portolan::ingest {

/// What the layouts of UN Comtrade share.

/// Sets flow and valuation from a code ("M", "RX", "1") or name ("Re-Export"). Flows that are parts
/// of imports or exports (DX, XIP, ...) get the plane `procedure` and their code as `procedure`.
[[nodiscard]] bool read_comtrade_flow(RecordCells& cells, std::size_t column, TradeRow& row);

/// Sets the HS edition for "H0" to "H6"; none for "HS" and empty cells; rejects other
/// classifications (SITC, BEC), whose codes are no HS codes.
[[nodiscard]] bool
read_comtrade_classification(RecordCells& cells, std::size_t column, TradeRow& row);

/// Sets quantity and unit. Without a unit there is no quantity, and zero is no measurement.
[[nodiscard]] bool read_comtrade_quantity(
    RecordCells& cells,
    std::size_t quantity,
    std::size_t unit_code,
    std::size_t unit,
    TradeRow& row
);

/// Comtrade's estimation flag: 2 quantity, 4 net weight, 6 both.
[[nodiscard]] std::optional<bool> estimated_by_flag(std::string_view flag);

/// Warns where the number of records is one at which Comtrade cuts a result off.
[[nodiscard]] std::vector<std::string> comtrade_cut_warnings(std::int64_t records);

/// Returns the date in brackets of a bulk file's name ("[2024-03-19]"); empty if there is none.
[[nodiscard]] std::string comtrade_vintage(std::string_view file_name);

}  // namespace portolan::ingest
