#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/period.hpp"

namespace portolan::panel {

/// Stands for a missing value in every column of thousandths.
inline constexpr std::int64_t kMissing = std::numeric_limits<std::int64_t>::min();

/// What one side says about a flow that the other side, or another source, reports.
enum class Status : std::uint8_t {
  kUnknown,       ///< Nobody can tell: that reporter's data do not cover the flow.
  kInferredZero,  ///< That reporter published the period and the goods, and has no row.
  kReported,
};

/// Returns "unknown", "inferred_zero" or "reported".
[[nodiscard]] std::string_view to_string(Status status);

/// Columns of thousandths of USD, EUR or kg; docs/data/panel.md tells what each holds.
enum class Column : std::uint8_t {
  kExportUsd,
  kImportUsd,
  kExportEur,
  kImportEur,
  kExportKg,
  kImportKg,
  kExportUsdWithKg,
  kImportUsdWithKg,
  kReconciledUsd,
  kReconciledKg,
  kReconciledUsdWithKg,
  kEstimateUsd,  ///< Rounded to thousandths, so that its sums are exact too.
  kLowUsd,
  kHighUsd,
};
inline constexpr std::size_t kNumColumns = 14;

/// Returns the column's name in `panel`: "export_usd".
[[nodiscard]] std::string_view to_string(Column column);

/// The rows [begin, end) of one family in one period, sorted by importer, then exporter.
struct Block {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint32_t family = 0;  ///< Position in `families`.
  std::int32_t period = 0;   ///< `Period::number`.
  std::uint8_t level = 0;
  std::uint8_t is_monthly = 0;
  std::array<std::uint8_t, 6> unused = {};

  [[nodiscard]] Frequency frequency() const noexcept {
    return is_monthly == 0 ? Frequency::kAnnual : Frequency::kMonthly;
  }
};
static_assert(sizeof(Block) == 32);

/// The place of partners that are no country: stores, free zones, not specified.
inline constexpr std::string_view kNoCountry = "XXX";

/// Tells whether a place's name is that of a country: not of a sum that a source states (`WLD`,
/// `EU27`), never to be added to its parts, and not `kNoCountry`.
[[nodiscard]] bool is_country_name(std::string_view place);

/// The panel as coded columns, mapped into memory read-only: opening reads the headers only, pages
/// come as they are touched. Rows are sorted by freq, level, family, period, importer, exporter.
/// Const methods may run concurrently. Spans live as long as the object.
///
/// Layout on disk (docs/data/coded_panel.md): one file a column, each a header of 64 bytes with
/// magic, version, counts and checksums, then the values, little-endian.
class CodedPanel {
 public:
  /// Opens the arrays in `folder`. Throws `Error`: kNotFound where there are none, kBadData where a
  /// header or a size is wrong.
  [[nodiscard]] static CodedPanel open(const std::filesystem::path& folder);

  CodedPanel(CodedPanel&&) noexcept;
  CodedPanel& operator=(CodedPanel&&) noexcept;
  ~CodedPanel();

  /// Reads everything and throws `Error` (kBadData) where a checksum differs or the order is
  /// broken.
  void verify() const;

  [[nodiscard]] std::size_t num_rows() const noexcept { return num_rows_; }

  /// Names by code, sorted: ISO3 of countries, `WLD` and `EU27` for sums as sources state them, and
  /// `XXX` for partners that are no country.
  [[nodiscard]] std::span<const std::string> places() const noexcept { return places_; }
  [[nodiscard]] std::span<const std::string> families() const noexcept { return families_; }
  [[nodiscard]] std::optional<std::uint16_t> find_place(std::string_view name) const;
  [[nodiscard]] std::optional<std::uint32_t> find_family(std::string_view name) const;

  /// Tells whether a place is a country, as `is_country_name`.
  [[nodiscard]] bool is_country(std::uint16_t place) const { return is_country_[place] != 0; }
  /// Tells whether a place is one of those that all partners add up from: a country, or partners
  /// that are no country.
  [[nodiscard]] bool is_partner(std::uint16_t place) const {
    return is_country(place) || places_[place] == kNoCountry;
  }
  /// The opposite of `is_country`, for who adds up countries.
  [[nodiscard]] bool is_stated_sum(std::uint16_t place) const { return is_country_[place] == 0; }

  /// All blocks in order, and those of one frequency and level, and of one family of these.
  [[nodiscard]] std::span<const Block> blocks() const noexcept { return blocks_; }
  [[nodiscard]] std::span<const Block> blocks(Frequency frequency, int level) const;
  [[nodiscard]] std::span<const Block> blocks(Frequency frequency, int level, std::uint32_t family)
      const;

  /// Codes into `places`, one for each row.
  [[nodiscard]] std::span<const std::uint16_t> importers() const noexcept { return importers_; }
  [[nodiscard]] std::span<const std::uint16_t> exporters() const noexcept { return exporters_; }

  /// The values of a column, in thousandths, `kMissing` where NULL; empty where the whole column
  /// is.
  [[nodiscard]] std::span<const std::int64_t> values(Column column) const noexcept {
    return values_[static_cast<std::size_t>(column)];
  }
  /// One value, in thousandths; `kMissing` also where the whole column is.
  [[nodiscard]] std::int64_t value(Column column, std::size_t row) const noexcept {
    const auto column_values = values(column);
    return column_values.empty() ? kMissing : column_values[row];
  }

  [[nodiscard]] Status export_status(std::size_t row) const noexcept {
    return static_cast<Status>(flags_[row] & 3U);
  }
  [[nodiscard]] Status import_status(std::size_t row) const noexcept {
    return static_cast<Status>((flags_[row] >> 2U) & 3U);
  }
  /// A year of which less than twelve months were published.
  [[nodiscard]] bool is_partial(std::size_t row) const noexcept { return (flags_[row] & 16U) != 0; }

  /// The CIF margin of the row; NaN where unknown.
  [[nodiscard]] double margin(std::size_t row) const noexcept {
    return margins_.empty() ? std::numeric_limits<double>::quiet_NaN() : margins_[row];
  }
  /// ln(export) - ln(import / (1 + margin)); NaN unless both are reported and positive.
  [[nodiscard]] double gap(std::size_t row) const noexcept;

  /// Returns the row of a flow inside `block`, by binary search.
  [[nodiscard]] std::optional<std::size_t>
  find_row(const Block& block, std::uint16_t exporter, std::uint16_t importer) const;

  /// Returns the rows of one importer inside `block`: begin and end.
  [[nodiscard]] std::pair<std::size_t, std::size_t>
  rows_of_importer(const Block& block, std::uint16_t importer) const;

  /// Gives the memory of the rows [begin, end) back: their pages stay in the system's cache and
  /// come back when they are touched. A reader of a panel larger than its memory should be calls it
  /// for rows that it is done with. Does nothing for a few rows; changes no value; may run beside
  /// readers.
  void release(std::size_t begin, std::size_t end) const noexcept;

 private:
  class File;
  CodedPanel();
  void check_counts() const;

  std::vector<std::unique_ptr<File>> files_;
  std::size_t num_rows_ = 0;
  std::vector<std::string> places_;
  std::vector<std::string> families_;
  std::vector<std::uint8_t> is_country_;
  std::span<const Block> blocks_;
  std::span<const std::uint16_t> importers_;
  std::span<const std::uint16_t> exporters_;
  std::span<const std::uint8_t> flags_;
  std::span<const double> margins_;
  std::array<std::span<const std::int64_t>, kNumColumns> values_;
};

}  // namespace portolan::panel
