#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/store/value.hpp"

namespace portolan::store {

/// A column of a result. SMALLINT comes as kInteger; HUGEINT (sums of integers) as kBigint;
/// DECIMAL with at most three decimals (sums of DECIMAL(18,3)) as kDecimal3; other numbers as
/// kDouble; dates, times, lists and all else as text. A sum that does not fit fails the query.
struct ResultColumn {
  std::string name;
  ColumnType type;

  bool operator==(const ResultColumn&) const = default;
};

/// Up to 2,048 rows of a result, column by column. Spans and texts live as long as the chunk.
class Chunk {
 public:
  [[nodiscard]] std::size_t num_rows() const noexcept { return num_rows_; }
  [[nodiscard]] std::span<const ResultColumn> columns() const noexcept { return *columns_; }

  /// The values of a column; what stands in a NULL's place is undefined. `T` must be the column's
  /// own: bool, std::int8_t (TINYINT), std::int32_t, std::int64_t or double.
  template <typename T>
  [[nodiscard]] std::span<const T> values(std::size_t column) const;
  /// The values of a kDecimal3 column in thousandths.
  [[nodiscard]] std::span<const std::int64_t> thousandths(std::size_t column) const;
  /// The text of a kVarchar column; empty where NULL.
  [[nodiscard]] std::string_view text(std::size_t column, std::size_t row) const;

  [[nodiscard]] bool is_null(std::size_t column, std::size_t row) const {
    const std::uint64_t* bits = vectors_[column].validity;
    return bits != nullptr && ((bits[row / 64] >> (row % 64)) & 1U) == 0;
  }
  /// Tells whether the column has no NULL in this chunk; cheap, and may say false wrongly.
  [[nodiscard]] bool is_all_valid(std::size_t column) const {
    return vectors_[column].validity == nullptr;
  }

  /// The cell as a value of its own.
  [[nodiscard]] Value value(std::size_t column, std::size_t row) const;

 private:
  friend class ResultReader;  // the one that makes them
  struct Vector {
    const void* data;
    const std::uint64_t* validity;
  };
  [[nodiscard]] const void* data_of(std::size_t column, ColumnType type) const;

  // Shared, since a chunk may outlive the result or stream it came from.
  std::shared_ptr<const std::vector<ResultColumn>> columns_;
  std::unique_ptr<void, void (*)(void*)> owner_{nullptr, nullptr};
  std::vector<Vector> vectors_;
  std::size_t num_rows_ = 0;
};

/// All rows of a query, held in memory. For results of millions of rows, see
/// `Database::for_each_chunk`. Const methods may run concurrently.
class Result {
 public:
  [[nodiscard]] std::span<const ResultColumn> columns() const noexcept { return *columns_; }
  /// Returns the position of a column; `Error` (kInternal) if there is none of that name.
  [[nodiscard]] std::size_t column(std::string_view name) const;
  [[nodiscard]] std::size_t num_rows() const noexcept { return num_rows_; }
  [[nodiscard]] std::span<const Chunk> chunks() const noexcept { return chunks_; }

  /// The cell at `row` and `column`; NULL (nullopt) or a value. `integer` is for all integers and
  /// booleans, `number` for all numbers, `decimal` for kDecimal3 and integers, `text` for every
  /// type (numbers in their shortest exact form).
  [[nodiscard]] Value value(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::optional<bool> boolean(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::optional<double> number(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::optional<Decimal3> decimal(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::optional<std::string> text(std::size_t row, std::size_t column) const;

 private:
  friend class ResultReader;  // the one that makes them
  [[nodiscard]] std::pair<const Chunk*, std::size_t> locate(std::size_t row) const;

  std::shared_ptr<const std::vector<ResultColumn>> columns_;  // shared with its chunks
  std::vector<Chunk> chunks_;
  std::vector<std::size_t> first_rows_;  // of each chunk
  std::size_t num_rows_ = 0;
};

}  // namespace portolan::store
