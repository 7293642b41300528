#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "portolan/store/value.hpp"

namespace portolan::store {

/// Rows are handed over in batches of at most this many.
inline constexpr std::size_t kBatchRows = 2048;

/// The code that stands for NULL in a column of dictionary codes.
inline constexpr std::uint32_t kNullCode = std::numeric_limits<std::uint32_t>::max();

/// A text as DuckDB lays it out: short ones inside, long ones by address.
struct TextSlot {
  std::uint32_t length = 0;
  char prefix[4] = {};
  union {
    char rest[8] = {};
    const char* address;
  };

  /// The slot of `text`; borrows it if it is longer than 12 bytes.
  [[nodiscard]] static TextSlot of(std::string_view text) {
    TextSlot slot;
    slot.length = static_cast<std::uint32_t>(text.size());
    if (text.size() <= 12) {
      std::memcpy(slot.prefix, text.data(), text.size() < 4 ? text.size() : 4);
      if (text.size() > 4) {
        std::memcpy(slot.rest, text.data() + 4, text.size() - 4);
      }
      return slot;
    }
    std::memcpy(slot.prefix, text.data(), 4);
    slot.address = text.data();
    return slot;
  }
};

/// A growing table of different texts. A column whose texts repeat is written fastest as codes
/// into one. Codes count from 0 in the order of first use and never change. Not for several
/// threads.
class TextDictionary {
 public:
  TextDictionary() = default;
  explicit TextDictionary(std::span<const std::string> texts);

  /// Returns the code of `text`, adding it if it is new.
  std::uint32_t code(std::string_view text);
  [[nodiscard]] std::string_view text(std::uint32_t code) const { return texts_[code]; }
  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }
  [[nodiscard]] std::span<const TextSlot> slots() const noexcept { return slots_; }

 private:
  std::deque<std::string> texts_;  // addresses stay as it grows
  std::vector<TextSlot> slots_;
  std::unordered_map<std::string_view, std::uint32_t> codes_;
};

/// A column to be written.
struct ColumnSpec {
  std::string name;
  ColumnType type;

  /// The same value (or NULL, `Value{}`) in every row: given once, not filled, and nearly free.
  std::optional<Value> constant = std::nullopt;
  /// For kVarchar: rows give codes into this table, kNullCode for NULL. Borrowed until the writing
  /// is done. Must hold all texts when the writing begins, unless `is_growing`.
  const TextDictionary* dictionary = nullptr;
  /// The table may grow while rows are filled, on the same thread. Several times slower to write.
  bool is_growing = false;
};

/// Up to `kBatchRows` rows to be filled, column by column; columns are counted as in the list of
/// `ColumnSpec`s. Every row of every column that is no constant must be given a value or NULL.
class RowBatch {
 public:
  /// The cells of a column, `kBatchRows` long, to be written. `T` must be the column's own: bool,
  /// std::int8_t (TINYINT), std::int32_t, std::int64_t or double.
  template <typename T>
  [[nodiscard]] std::span<T> values(std::size_t column) const;
  /// The cells of a kDecimal3 column, in thousandths.
  [[nodiscard]] std::span<std::int64_t> thousandths(std::size_t column) const;
  /// The cells of a kVarchar column with a dictionary.
  [[nodiscard]] std::span<std::uint32_t> codes(std::size_t column);
  /// Writes a cell of a kVarchar column without a dictionary. `text` must be UTF-8 and stay where
  /// it is until the source is called again or the writing is done.
  void set_text(std::size_t column, std::size_t row, std::string_view text) {
    vectors_[column].slots[row] = TextSlot::of(text);
  }
  /// Makes a cell NULL; for all columns but those with a dictionary.
  void set_null(std::size_t column, std::size_t row) {
    Vector& vector = vectors_[column];
    if (vector.validity == nullptr) {
      make_validity(column);
    }
    vector.validity[row / 64] &= ~(std::uint64_t{1} << (row % 64));
  }

 private:
  friend class BatchFiller;
  // What DuckDB's vector of a column with a dictionary holds: texts, or codes of an ENUM.
  enum class CodeForm : std::uint8_t { kText, kEnum8, kEnum16 };
  struct Vector {
    ColumnType type = ColumnType::kBigint;
    void* data = nullptr;
    TextSlot* slots = nullptr;
    std::uint64_t* validity = nullptr;
    void* handle = nullptr;
    CodeForm form = CodeForm::kText;
    std::vector<std::uint32_t> codes = {};
    const TextDictionary* dictionary = nullptr;
    bool is_constant = false;
  };
  [[nodiscard]] void* data_of(std::size_t column, ColumnType type) const;
  void make_validity(std::size_t column);

  std::vector<Vector> vectors_;
};

/// Fills the batch from row 0 on and returns how many rows it filled; 0 when there are no more. An
/// exception ends the writing and reaches the caller as it was thrown.
using RowSource = std::function<std::size_t(RowBatch& batch)>;

}  // namespace portolan::store
