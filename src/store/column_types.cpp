#include "column_types.hpp"

#include <vector>

namespace portolan::store {
namespace {

constexpr std::uint8_t kDecimalWidth = 18;
constexpr std::uint8_t kDecimalScale = 3;

}  // namespace

std::optional<ColumnType> column_type_of(duckdb_logical_type type) {
  switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_BOOLEAN:
      return ColumnType::kBoolean;
    case DUCKDB_TYPE_TINYINT:
      return ColumnType::kTinyint;
    case DUCKDB_TYPE_INTEGER:
      return ColumnType::kInteger;
    case DUCKDB_TYPE_BIGINT:
      return ColumnType::kBigint;
    case DUCKDB_TYPE_DOUBLE:
      return ColumnType::kDouble;
    case DUCKDB_TYPE_VARCHAR:
      return ColumnType::kVarchar;
    case DUCKDB_TYPE_DECIMAL:
      if (duckdb_decimal_scale(type) == kDecimalScale &&
          duckdb_decimal_internal_type(type) == DUCKDB_TYPE_BIGINT) {
        return ColumnType::kDecimal3;
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

ColumnType cast_target(duckdb_logical_type type) {
  switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
      return ColumnType::kInteger;
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UHUGEINT:
      return ColumnType::kBigint;
    case DUCKDB_TYPE_FLOAT:
      return ColumnType::kDouble;
    case DUCKDB_TYPE_DECIMAL:
      return duckdb_decimal_scale(type) <= kDecimalScale ? ColumnType::kDecimal3
                                                         : ColumnType::kDouble;
    default:
      return ColumnType::kVarchar;
  }
}

TypeHandle logical_type(ColumnType type) {
  switch (type) {
    case ColumnType::kBoolean:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN));
    case ColumnType::kTinyint:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_TINYINT));
    case ColumnType::kInteger:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_INTEGER));
    case ColumnType::kBigint:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_BIGINT));
    case ColumnType::kDouble:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE));
    case ColumnType::kDecimal3:
      return TypeHandle(duckdb_create_decimal_type(kDecimalWidth, kDecimalScale));
    case ColumnType::kVarchar:
      return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  }
  return TypeHandle(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
}

std::optional<TypeHandle> enum_type(const TextDictionary& dictionary) {
  constexpr std::size_t kMostTexts = 65'000;
  if (dictionary.size() == 0 || dictionary.size() > kMostTexts) {
    return std::nullopt;
  }
  std::vector<std::string> texts;
  std::vector<const char*> names;
  texts.reserve(dictionary.size());
  for (std::uint32_t code = 0; code < dictionary.size(); ++code) {
    texts.emplace_back(dictionary.text(code));
    if (texts.back().find('\0') != std::string::npos) {
      return std::nullopt;  // the C API takes texts that end at the first NUL
    }
    names.push_back(texts.back().c_str());
  }
  return TypeHandle(duckdb_create_enum_type(names.data(), names.size()));
}

}  // namespace portolan::store
