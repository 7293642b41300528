#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/xlsx.hpp"

namespace portolan::formats {

/// Returns the texts that the cells of a workbook share, in their order.
[[nodiscard]] std::vector<std::string> read_shared_texts(ByteSource& xml, std::size_t max_bytes);

/// Returns for each cell style of a workbook whether it shows its number as a date or time.
[[nodiscard]] std::vector<bool> read_date_styles(ByteSource& xml);

/// Tells whether a number format such as `dd.mm.yyyy` shows a date or time.
[[nodiscard]] bool is_date_format(std::string_view format);

/// Returns the column, from 0, of a cell's place such as "AB12"; nothing if it is none.
[[nodiscard]] std::optional<std::size_t> column_of_place(std::string_view place);

/// Returns the date or time that Excel stores as `days` since its epoch, as ISO text; nothing
/// outside the years 1900 to 9999.
[[nodiscard]] std::optional<std::string> date_text(double days, bool is_1904);

/// Returns a number as the shortest text that reads back the same, without exponent below 10^15.
[[nodiscard]] std::string number_text(double number);

/// Returns text with the escapes of xlsx (`_x000D_`) resolved.
[[nodiscard]] std::string unescaped(std::string_view text);

}  // namespace portolan::formats
