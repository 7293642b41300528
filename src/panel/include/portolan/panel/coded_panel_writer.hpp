#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "portolan/base/period.hpp"
#include "portolan/panel/coded_panel.hpp"

namespace portolan::panel {

/// Returns `kNumColumns` missing values.
[[nodiscard]] std::array<std::int64_t, kNumColumns> missing_values();

/// One row of the coded panel.
struct CodedRow {
  Frequency frequency = Frequency::kAnnual;
  int level = 6;
  std::uint32_t family = 0;    ///< Position in the writer's `families`.
  std::int32_t period = 0;     ///< `Period::number`.
  std::uint16_t importer = 0;  ///< Position in the writer's `places`.
  std::uint16_t exporter = 0;
  Status export_status = Status::kUnknown;
  Status import_status = Status::kUnknown;
  bool is_partial = false;
  double margin = std::numeric_limits<double>::quiet_NaN();
  std::array<std::int64_t, kNumColumns> values = missing_values();  ///< By `Column`.

  [[nodiscard]] std::int64_t& value(Column column) {
    return values[static_cast<std::size_t>(column)];
  }
};

/// Writes the files that `CodedPanel::open` reads. The same rows give the same bytes.
class CodedPanelWriter {
 public:
  /// `folder` is made if it is missing. `places` and `families` must be sorted and without repeats.
  /// Throws `Error`: kInvalidArgument where they are not or are too many, kUnavailable where the
  /// folder cannot be written (by any function here).
  CodedPanelWriter(
      const std::filesystem::path& folder,
      std::vector<std::string> places,
      std::vector<std::string> families
  );
  CodedPanelWriter(CodedPanelWriter&&) noexcept;
  CodedPanelWriter& operator=(CodedPanelWriter&&) noexcept;
  ~CodedPanelWriter();

  /// Adds a row. Rows must come sorted by freq, level, family, period, importer, exporter and
  /// without repeats; anything else is an `Error` (kInternal).
  void add(const CodedRow& row);

  /// Completes all files. Without this call the folder holds no panel.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace portolan::panel
