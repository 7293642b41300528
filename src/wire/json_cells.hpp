#pragma once

#include <string>
#include <string_view>

#include "portolan/formats/json_value.hpp"
#include "portolan/formats/table.hpp"

namespace portolan::wire {

/// Returns the member at the end of a path of keys; null where any is missing.
[[nodiscard]] const formats::JsonValue*
at(const formats::JsonValue& value, std::string_view first, std::string_view second = {});

/// Return it as a cell; an empty one where it is missing or of another kind.
[[nodiscard]] formats::Cell
text_at(const formats::JsonValue& value, std::string_view first, std::string_view second = {});
[[nodiscard]] formats::Cell
number_at(const formats::JsonValue& value, std::string_view first, std::string_view second = {});

/// Returns a text as a cell; an empty one for no text.
[[nodiscard]] formats::Cell text_cell(const std::string& text);

/// Returns the text of a cell; empty where it has none.
[[nodiscard]] std::string plain(const formats::Cell& cell);

}  // namespace portolan::wire
