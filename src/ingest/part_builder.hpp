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
#include "text_column.hpp"

namespace portolan::ingest {

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
