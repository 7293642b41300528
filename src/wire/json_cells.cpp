#include "json_cells.hpp"

#include <optional>
#include <variant>

namespace portolan::wire {

using formats::Cell;
using formats::JsonValue;

const JsonValue* at(const JsonValue& value, std::string_view first, std::string_view second) {
  const JsonValue* found = value.find(first);
  return found == nullptr || second.empty() ? found : found->find(second);
}

Cell text_at(const JsonValue& value, std::string_view first, std::string_view second) {
  const JsonValue* found = at(value, first, second);
  return found == nullptr || found->as_string() == nullptr ? Cell() : Cell(*found->as_string());
}

Cell number_at(const JsonValue& value, std::string_view first, std::string_view second) {
  const JsonValue* found = at(value, first, second);
  const auto number = found == nullptr ? std::nullopt : found->as_number();
  return number ? Cell(*number) : Cell();
}

Cell text_cell(const std::string& text) {
  return text.empty() ? Cell() : Cell(text);
}

std::string plain(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  return text == nullptr ? "" : *text;
}

}  // namespace portolan::wire
