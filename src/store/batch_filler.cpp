#include "batch_filler.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "column_types.hpp"
#include "portolan/base/error.hpp"

namespace portolan::store {
namespace {

static_assert(sizeof(TextSlot) == sizeof(duckdb_string_t));

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

}  // namespace

TextDictionary::TextDictionary(std::span<const std::string> texts) {
  for (const std::string& text : texts) {
    code(text);
  }
}

std::uint32_t TextDictionary::code(std::string_view text) {
  if (const auto known = codes_.find(text); known != codes_.end()) {
    return known->second;
  }
  const auto code = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  slots_.push_back(TextSlot::of(texts_.back()));
  codes_.emplace(texts_.back(), code);
  return code;
}

void* RowBatch::data_of(std::size_t column, ColumnType type) const {
  ensure(
      column < vectors_.size() && vectors_[column].type == type && !vectors_[column].is_constant,
      "a batch is filled with values that its column does not take"
  );
  return vectors_[column].data;
}

template <typename T>
std::span<T> RowBatch::values(std::size_t column) const {
  return {static_cast<T*>(data_of(column, kTypeOf<T>)), kBatchRows};
}
template std::span<bool> RowBatch::values<bool>(std::size_t) const;
template std::span<std::int8_t> RowBatch::values<std::int8_t>(std::size_t) const;
template std::span<std::int32_t> RowBatch::values<std::int32_t>(std::size_t) const;
template std::span<std::int64_t> RowBatch::values<std::int64_t>(std::size_t) const;
template std::span<double> RowBatch::values<double>(std::size_t) const;

std::span<std::int64_t> RowBatch::thousandths(std::size_t column) const {
  return {static_cast<std::int64_t*>(data_of(column, ColumnType::kDecimal3)), kBatchRows};
}

std::span<std::uint32_t> RowBatch::codes(std::size_t column) {
  ensure(
      column < vectors_.size() && vectors_[column].dictionary != nullptr,
      "a batch is filled with codes for a column without a dictionary"
  );
  return vectors_[column].codes;
}

void RowBatch::make_validity(std::size_t column) {
  auto* vector = static_cast<duckdb_vector>(vectors_[column].handle);
  duckdb_vector_ensure_validity_writable(vector);
  vectors_[column].validity = duckdb_vector_get_validity(vector);
}

BatchFiller::BatchFiller(
    std::span<const ColumnSpec> columns,
    const RowSource& source,
    Target target
)
    : columns_(columns), source_(source), target_(target) {
  batch_.vectors_.resize(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const ColumnSpec& column = columns[i];
    RowBatch::Vector& vector = batch_.vectors_[i];
    vector.type = column.type;
    vector.is_constant = column.constant.has_value();
    if (column.dictionary != nullptr) {
      ensure(column.type == ColumnType::kVarchar, "a column of numbers has a dictionary of texts");
      vector.dictionary = column.dictionary;
      vector.codes.resize(kBatchRows, kNullCode);
    }
    types_.push_back(logical_type(column.type));
    if (target == Target::kFile && column.dictionary != nullptr && !column.is_growing) {
      if (auto type = enum_type(*column.dictionary)) {
        const bool is_small = duckdb_enum_internal_type(type->get()) == DUCKDB_TYPE_UTINYINT;
        vector.form = is_small ? RowBatch::CodeForm::kEnum8 : RowBatch::CodeForm::kEnum16;
        types_.back() = std::move(*type);
      }
    }
  }
}

void BatchFiller::point_at(duckdb_data_chunk chunk) {
  idx_t place = 0;
  for (RowBatch::Vector& vector : batch_.vectors_) {
    if (vector.is_constant && target_ == Target::kFile) {
      continue;
    }
    duckdb_vector handle = duckdb_data_chunk_get_vector(chunk, place++);
    vector.handle = handle;
    vector.data = duckdb_vector_get_data(handle);
    vector.slots = static_cast<TextSlot*>(vector.data);
    vector.validity = duckdb_vector_get_validity(handle);
  }
}

void BatchFiller::fill(duckdb_data_chunk chunk) {
  point_at(chunk);
  const std::size_t rows = source_(batch_);
  ensure(rows <= kBatchRows, "a source fills more rows than a batch has");
  write_codes(rows);
  if (target_ == Target::kTable) {
    write_constants(rows);
  }
  duckdb_data_chunk_set_size(chunk, rows);
  num_rows_ += static_cast<std::int64_t>(rows);
}

void BatchFiller::write_texts(std::size_t column, std::size_t rows) {
  const RowBatch::Vector& vector = batch_.vectors_[column];
  const std::span<const TextSlot> texts = vector.dictionary->slots();
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint32_t code = vector.codes[row];
    if (code < texts.size()) {
      vector.slots[row] = texts[code];
      continue;
    }
    ensure(code == kNullCode, "a batch holds a code that is not in its dictionary");
    batch_.set_null(column, row);
  }
}

template <typename Code>
void BatchFiller::write_enum(std::size_t column, std::size_t rows) {
  const RowBatch::Vector& vector = batch_.vectors_[column];
  auto* cells = static_cast<Code*>(vector.data);
  const std::uint32_t size = duckdb_enum_dictionary_size(types_[column].get());
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint32_t code = vector.codes[row];
    cells[row] = static_cast<Code>(code);
    if (code >= size) {
      ensure(code == kNullCode, "a batch holds a code that was not in its dictionary at the start");
      cells[row] = 0;
      batch_.set_null(column, row);
    }
  }
}

void BatchFiller::write_codes(std::size_t rows) {
  for (std::size_t i = 0; i < batch_.vectors_.size(); ++i) {
    const RowBatch::Vector& vector = batch_.vectors_[i];
    if (vector.dictionary == nullptr || vector.is_constant) {
      continue;
    }
    switch (vector.form) {
      case RowBatch::CodeForm::kText:
        write_texts(i, rows);
        break;
      case RowBatch::CodeForm::kEnum8:
        write_enum<std::uint8_t>(i, rows);
        break;
      case RowBatch::CodeForm::kEnum16:
        write_enum<std::uint16_t>(i, rows);
        break;
    }
  }
}

namespace {

struct ConstantWriter {
  RowBatch& batch;
  std::size_t column;
  std::size_t rows;
  ColumnType type;

  void operator()(std::monostate) const {
    for (std::size_t row = 0; row < rows; ++row) {
      batch.set_null(column, row);
    }
  }
  void operator()(bool value) const { fill(batch.values<bool>(column), value); }
  void operator()(double value) const { fill(batch.values<double>(column), value); }
  void operator()(Decimal3 value) const { fill(batch.thousandths(column), value.thousandths()); }
  void operator()(const std::string& value) const {
    for (std::size_t row = 0; row < rows; ++row) {
      batch.set_text(column, row, value);
    }
  }
  void operator()(std::int64_t value) const {
    if (type == ColumnType::kTinyint) {
      fill(batch.values<std::int8_t>(column), static_cast<std::int8_t>(value));
      return;
    }
    if (type == ColumnType::kInteger) {
      fill(batch.values<std::int32_t>(column), static_cast<std::int32_t>(value));
      return;
    }
    fill(batch.values<std::int64_t>(column), value);
  }

 private:
  template <typename T>
  void fill(std::span<T> cells, T value) const {
    std::ranges::fill(cells.first(rows), value);
  }
};

}  // namespace

void BatchFiller::write_constants(std::size_t rows) {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!columns_[i].constant) {
      continue;
    }
    RowBatch::Vector& vector = batch_.vectors_[i];
    vector.is_constant = false;  // open for the writer below, closed for the source
    std::visit(ConstantWriter{batch_, i, rows, vector.type}, columns_[i].constant->variant());
    vector.is_constant = true;
  }
}

}  // namespace portolan::store
