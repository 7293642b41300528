#include "portolan/store/result.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "column_types.hpp"
#include "duckdb_error.hpp"
#include "portolan/base/error.hpp"
#include "result_reader.hpp"

namespace portolan::store {
namespace {

template <typename T>
constexpr ColumnType kTypeOf = ColumnType::kBoolean;
template <>
constexpr ColumnType kTypeOf<std::int8_t> = ColumnType::kTinyint;
template <>
constexpr ColumnType kTypeOf<std::int32_t> = ColumnType::kInteger;
template <>
constexpr ColumnType kTypeOf<std::int64_t> = ColumnType::kBigint;
template <>
constexpr ColumnType kTypeOf<double> = ColumnType::kDouble;

std::string text_of(const Value& value) {
  struct Visitor {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool held) const { return held ? "true" : "false"; }
    std::string operator()(std::int64_t held) const { return std::to_string(held); }
    std::string operator()(double held) const { return fmt::format("{}", held); }
    std::string operator()(Decimal3 held) const { return held.to_string(); }
    std::string operator()(const std::string& held) const { return held; }
  };
  return std::visit(Visitor{}, value.variant());
}

std::string_view text_in(const duckdb_string_t& slot) {
  const std::uint32_t length = slot.value.inlined.length;
  return {length <= 12 ? slot.value.inlined.inlined : slot.value.pointer.ptr, length};
}

}  // namespace

const void* Chunk::data_of(std::size_t column, ColumnType type) const {
  ensure(
      column < vectors_.size() && (*columns_)[column].type == type,
      "a chunk is read as a type that its column does not have"
  );
  return vectors_[column].data;
}

template <typename T>
std::span<const T> Chunk::values(std::size_t column) const {
  return {static_cast<const T*>(data_of(column, kTypeOf<T>)), num_rows_};
}
template std::span<const bool> Chunk::values<bool>(std::size_t) const;
template std::span<const std::int8_t> Chunk::values<std::int8_t>(std::size_t) const;
template std::span<const std::int32_t> Chunk::values<std::int32_t>(std::size_t) const;
template std::span<const std::int64_t> Chunk::values<std::int64_t>(std::size_t) const;
template std::span<const double> Chunk::values<double>(std::size_t) const;

std::span<const std::int64_t> Chunk::thousandths(std::size_t column) const {
  return {static_cast<const std::int64_t*>(data_of(column, ColumnType::kDecimal3)), num_rows_};
}

std::string_view Chunk::text(std::size_t column, std::size_t row) const {
  const auto* slots = static_cast<const duckdb_string_t*>(data_of(column, ColumnType::kVarchar));
  return is_null(column, row) ? std::string_view() : text_in(slots[row]);
}

Value Chunk::value(std::size_t column, std::size_t row) const {
  if (is_null(column, row)) {
    return {};
  }
  switch ((*columns_)[column].type) {
    case ColumnType::kBoolean:
      return values<bool>(column)[row];
    case ColumnType::kTinyint:
      return values<std::int8_t>(column)[row];
    case ColumnType::kInteger:
      return values<std::int32_t>(column)[row];
    case ColumnType::kBigint:
      return values<std::int64_t>(column)[row];
    case ColumnType::kDouble:
      return values<double>(column)[row];
    case ColumnType::kDecimal3:
      return Decimal3::from_thousandths(thousandths(column)[row]);
    case ColumnType::kVarchar:
      return text(column, row);
  }
  return {};
}

std::size_t Result::column(std::string_view name) const {
  const auto found = std::ranges::find(*columns_, name, &ResultColumn::name);
  ensure(found != columns_->end(), fmt::format("the result has no column {}", name));
  return static_cast<std::size_t>(found - columns_->begin());
}

std::pair<const Chunk*, std::size_t> Result::locate(std::size_t row) const {
  ensure(row < num_rows_, "a row behind the end of a result is read");
  const auto after = std::ranges::upper_bound(first_rows_, row);
  const auto chunk = static_cast<std::size_t>(after - first_rows_.begin()) - 1;
  return {&chunks_[chunk], row - first_rows_[chunk]};
}

Value Result::value(std::size_t row, std::size_t column) const {
  const auto [chunk, offset] = locate(row);
  return chunk->value(column, offset);
}

std::optional<bool> Result::boolean(std::size_t row, std::size_t column) const {
  const auto number = integer(row, column);
  return number ? std::optional(*number != 0) : std::nullopt;
}

std::optional<std::int64_t> Result::integer(std::size_t row, std::size_t column) const {
  const Value cell = value(row, column);
  if (cell.is_null()) {
    return std::nullopt;
  }
  if (const bool* flag = std::get_if<bool>(&cell.variant())) {
    return *flag ? 1 : 0;
  }
  const auto* number = std::get_if<std::int64_t>(&cell.variant());
  ensure(number != nullptr, "a cell that holds no integer is read as one");
  return *number;
}

std::optional<double> Result::number(std::size_t row, std::size_t column) const {
  const Value cell = value(row, column);
  if (cell.is_null()) {
    return std::nullopt;
  }
  if (const auto* number = std::get_if<double>(&cell.variant())) {
    return *number;
  }
  if (const auto* number = std::get_if<Decimal3>(&cell.variant())) {
    return number->to_double();
  }
  return static_cast<double>(*integer(row, column));
}

std::optional<Decimal3> Result::decimal(std::size_t row, std::size_t column) const {
  const Value cell = value(row, column);
  if (cell.is_null()) {
    return std::nullopt;
  }
  if (const auto* number = std::get_if<Decimal3>(&cell.variant())) {
    return *number;
  }
  const auto whole = Decimal3::parse(std::to_string(*integer(row, column)));
  ensure(whole.has_value(), "an integer beyond the range of DECIMAL(18,3) is read as one");
  return whole;
}

std::optional<std::string> Result::text(std::size_t row, std::size_t column) const {
  const Value cell = value(row, column);
  return cell.is_null() ? std::nullopt : std::optional(text_of(cell));
}

ResultReader::ResultReader(ResultHandle result) : result_(std::move(result)) {
  auto columns = std::make_shared<std::vector<ResultColumn>>();
  const idx_t count = duckdb_column_count(result_.out());
  for (idx_t i = 0; i < count; ++i) {
    const std::string name = duckdb_column_name(result_.out(), i);
    const TypeHandle type(duckdb_column_logical_type(result_.out(), i));
    const auto known = column_type_of(type.get());
    if (!known) {
      throw invalid_argument(
          "column {}: expected a type that does not hang on a parameter; cast it in the query", name
      );
    }
    columns->push_back({name, *known});
  }
  columns_ = std::move(columns);
}

Chunk ResultReader::next() {
  Chunk chunk;
  chunk.columns_ = columns_;
  duckdb_result result = *result_.out();
  ChunkHandle handle(duckdb_fetch_chunk(result));
  while (handle.get() != nullptr && duckdb_data_chunk_get_size(handle.get()) == 0) {
    handle = ChunkHandle(duckdb_fetch_chunk(result));
  }
  if (handle.get() == nullptr) {
    if (const char* message = duckdb_result_error(result_.out()); message != nullptr) {
      throw error_of_duckdb(message);
    }
    return chunk;
  }
  chunk.num_rows_ = duckdb_data_chunk_get_size(handle.get());
  for (idx_t i = 0; i < columns_->size(); ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(handle.get(), i);
    chunk.vectors_.push_back({duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)});
  }
  chunk.owner_ = {handle.release(), [](void* owned) {
                    ChunkHandle(static_cast<duckdb_data_chunk>(owned));
                  }};
  return chunk;
}

Result ResultReader::read_all() {
  Result all;
  all.columns_ = columns_;
  for (Chunk chunk = next(); chunk.num_rows() > 0; chunk = next()) {
    all.first_rows_.push_back(all.num_rows_);
    all.num_rows_ += chunk.num_rows();
    all.chunks_.push_back(std::move(chunk));
  }
  return all;
}

}  // namespace portolan::store
