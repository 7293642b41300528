#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "accounts.hpp"
#include "dialect.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/store/row_source.hpp"

namespace portolan::ingest {

/// Cells of one column. As long as all are equal only the first is kept: most columns of an import
/// are constant and then written as such.
template <typename T>
class CellColumn {
 public:
  void push(T cell) {
    if (!cells_.empty()) {
      cells_.push_back(cell);
    } else if (size_ == 0) {
      first_ = cell;
    } else if (cell != first_) {
      cells_.reserve(size_ + size_ / 2 + 1024);
      cells_.assign(size_, first_);
      cells_.push_back(cell);
    }
    ++size_;
  }
  [[nodiscard]] bool is_constant() const noexcept { return cells_.empty(); }
  [[nodiscard]] T first() const noexcept { return first_; }
  [[nodiscard]] const T* data() const noexcept { return cells_.data(); }

 private:
  T first_{};
  std::size_t size_ = 0;
  std::vector<T> cells_;
};

/// A column of texts: codes into a table of the different ones. Empty text is NULL.
class TextColumn {
 public:
  void push(std::string_view text) {
    if (text.empty()) {
      codes_.push(store::kNullCode);
      return;
    }
    if (last_code_ == store::kNullCode || text != last_text_) {
      last_code_ = texts_.code(text);
      last_text_ = texts_.text(last_code_);
    }
    codes_.push(last_code_);
  }
  [[nodiscard]] const store::TextDictionary& texts() const noexcept { return texts_; }
  [[nodiscard]] const CellColumn<std::uint32_t>& codes() const noexcept { return codes_; }

 private:
  store::TextDictionary texts_;
  CellColumn<std::uint32_t> codes_;
  std::string_view last_text_;
  std::uint32_t last_code_ = store::kNullCode;
};

/// The rows of one part, column by column, and their books.
class PartBuilder final : public StatementSink {
 public:
  /// `traits` is borrowed.
  explicit PartBuilder(const ImportTraits& traits) : traits_(traits) {}

  /// The statements that follow belong to this record.
  void begin_record(std::int64_t ordinal, std::int64_t line) {
    ordinal_ = ordinal;
    line_ = line;
  }
  void take(const TradeRow& row) override;
  void reject(std::string_view column, std::string_view reason, std::string_view value) override;

  [[nodiscard]] std::int64_t num_rows() const noexcept {
    return static_cast<std::int64_t>(num_rows_);
  }
  /// Returns the books; to be called once, at the end.
  [[nodiscard]] Accounts take_accounts();

  /// Writes the rows to a new part of the lake.
  void write(
      const std::filesystem::path& file,
      std::string_view import_id,
      const Progress& progress
  ) const;

 private:
  static constexpr std::int64_t kNoNumber = std::numeric_limits<std::int64_t>::min();

  void count(const TradeRow& row, Plane plane);
  void push_place(const RowPlace& place, TextColumn& iso3, TextColumn& code);

  const ImportTraits& traits_;
  std::int64_t ordinal_ = 0;
  std::int64_t line_ = 0;
  std::size_t num_rows_ = 0;

  std::vector<std::int64_t> ordinals_;
  CellColumn<std::int64_t> lines_;
  TextColumn planes_, sources_, vintages_;
  TextColumn reporters_, reporter_codes_, partners_, partner_codes_, partner2s_, partner2_codes_;
  TextColumn flows_, freqs_, hs_editions_, codes_;
  CellColumn<std::int32_t> periods_;
  CellColumn<std::int8_t> levels_, are_estimated_;
  CellColumn<std::int64_t> values_, net_kgs_, quantities_;
  TextColumn currencies_, valuations_, quantity_units_, procedures_, transports_, details_;

  Accounts accounts_;
  bool has_world_ = false;
  CoverageKey last_key_;
  std::int64_t* last_count_ = nullptr;
};

}  // namespace portolan::ingest
