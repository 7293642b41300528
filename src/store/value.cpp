#include "portolan/store/value.hpp"

namespace portolan::store {
namespace {

std::string quoted(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) {
    out += c;
    if (c == mark) {
      out += c;
    }
  }
  out += mark;
  return out;
}

}  // namespace

std::string_view sql_name(ColumnType type) {
  switch (type) {
    case ColumnType::kBoolean:
      return "BOOLEAN";
    case ColumnType::kTinyint:
      return "TINYINT";
    case ColumnType::kInteger:
      return "INTEGER";
    case ColumnType::kBigint:
      return "BIGINT";
    case ColumnType::kDouble:
      return "DOUBLE";
    case ColumnType::kDecimal3:
      return "DECIMAL(18,3)";
    case ColumnType::kVarchar:
      return "VARCHAR";
  }
  return "VARCHAR";
}

std::string quote_literal(std::string_view text) {
  return quoted(text, '\'');
}

std::string quote_identifier(std::string_view text) {
  return quoted(text, '"');
}

}  // namespace portolan::store
