#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace portolan::linkage {

using RecordIndex = std::uint32_t;
/// A distinct value of a column; 0 is missing.
using ValueId = std::uint32_t;
inline constexpr ValueId kNoValue = 0;

/// Records of one table, or of two after each other, with the same columns. Values are kept once,
/// folded: words in lower-case ASCII whatever their script ("Čapek" and "Чапек" are "capek" and
/// "chapek"), one blank between words, no punctuation; a date
/// is its digits ("1971-06-24" and "19710624" are one). A value without letters and digits is
/// missing. Const methods may run concurrently.
class Records {
 public:
  explicit Records(std::size_t num_columns);

  /// Adds a record; one cell a column. Throws `Error` (kInvalidArgument) for another number.
  void add(std::span<const std::string> cells);

  [[nodiscard]] std::size_t size() const { return num_records_; }
  [[nodiscard]] std::size_t num_columns() const { return columns_.size(); }

  [[nodiscard]] ValueId value(RecordIndex record, std::size_t column) const {
    return columns_[column].of_record[record];
  }
  [[nodiscard]] const std::string& folded(std::size_t column, ValueId value) const {
    return columns_[column].values[value].folded;
  }
  /// What stands before the "@" of an address, folded; empty without one.
  [[nodiscard]] const std::string& user_part(std::size_t column, ValueId value) const {
    return columns_[column].values[value].user_part;
  }
  /// The day as a count of days for "1971-06-24", "19710624" or "1971/06/24"; nothing otherwise.
  [[nodiscard]] std::optional<std::int32_t> day(std::size_t column, ValueId value) const {
    return columns_[column].values[value].day;
  }
  /// How many records have the value.
  [[nodiscard]] std::int64_t count(std::size_t column, ValueId value) const {
    return columns_[column].values[value].count;
  }
  /// How many records have a value in the column.
  [[nodiscard]] std::int64_t num_present(std::size_t column) const {
    return columns_[column].num_present;
  }
  /// The id in `column` of a folded text; nothing where no record has it.
  [[nodiscard]] std::optional<ValueId> find(std::size_t column, const std::string& folded) const;

 private:
  struct Value {
    std::string folded = {};
    std::string user_part = {};
    std::optional<std::int32_t> day = {};
    std::int64_t count = 0;
  };
  struct Column {
    std::vector<ValueId> of_record;
    std::vector<Value> values;
    std::unordered_map<std::string, ValueId> ids;
    std::int64_t num_present = 0;
  };

  std::vector<Column> columns_;
  std::size_t num_records_ = 0;
};

/// Returns `text` folded as in `Records`.
[[nodiscard]] std::string fold(std::string_view text);

}  // namespace portolan::linkage
