#pragma once

#include <string>
#include <vector>

#include "portolan/formats/table.hpp"

namespace portolan::formats {

/// Returns the cell as machines read it: no grouping, 12 significant digits, "true" and "false",
/// empty where missing.
[[nodiscard]] std::string plain_text(const Cell& cell);

/// Returns for each column how many decimals its decimal cells need so that none is rounded.
[[nodiscard]] std::vector<int> shown_decimals(const Table& table);

/// Returns the cell as people read it: digits of numbers in groups of three, decimals of a decimal
/// filled up to `decimals`, "yes" and "no", "-" where missing.
[[nodiscard]] std::string shown_text(const Cell& cell, const Column& column, int decimals);

/// Returns the name with the unit behind it: "score (dB)".
[[nodiscard]] std::string heading(const Column& column);

}  // namespace portolan::formats
