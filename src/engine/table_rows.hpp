#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/text_encoding.hpp"

namespace portolan::engine {

/// One row of a CSV file, its cells by the names of the columns asked for.
class TableRow {
 public:
  TableRow(
      const std::string& file,
      const std::vector<std::string>& columns,
      const std::vector<std::optional<std::size_t>>& places,
      const formats::CsvRecord& record
  )
      : file_(file), columns_(columns), places_(places), record_(record) {}

  /// The cell of the `column`-th column asked for, trimmed; empty where it or the column is
  /// missing.
  [[nodiscard]] std::string_view text(std::size_t column) const;
  /// "FILE:LINE: COLUMN".
  [[nodiscard]] std::string place(std::size_t column) const;

 private:
  const std::string& file_;
  const std::vector<std::string>& columns_;
  const std::vector<std::optional<std::size_t>>& places_;
  const formats::CsvRecord& record_;
};

/// Hands each row of a CSV file with a header to `take`. Columns are found by name whatever the
/// case; the first `num_needed` of `columns` must be there. Returns which of `columns` are.
///
/// Throws `Error` (kBadData) where a needed column is missing (the hint names the nearest) or a row
/// is broken or has another number of fields than the header.
std::vector<bool> read_table_rows(
    formats::TextSource& text,
    const std::vector<std::string>& columns,
    std::size_t num_needed,
    Progress& progress,
    const std::function<void(const TableRow&)>& take
);

}  // namespace portolan::engine
