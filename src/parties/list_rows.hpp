#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "intake.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/parties/list_reader.hpp"

namespace portolan::parties {

/// Opens a file or a member of an archive, unpacked.
[[nodiscard]] std::unique_ptr<formats::ByteSource> open_list_file(const ListFile& file);

/// A row of a table with column names, which are compared without case and blanks around.
class ListRow {
 public:
  ListRow(
      const std::unordered_map<std::string, std::size_t>& columns,
      const formats::CsvRecord& record
  )
      : columns_(columns), record_(record) {}

  /// The cell, without blanks around; empty where the table has no such column.
  [[nodiscard]] std::string at(std::string_view column) const;
  [[nodiscard]] std::int64_t line() const { return record_.line; }

 private:
  const std::unordered_map<std::string, std::size_t>& columns_;
  const formats::CsvRecord& record_;
};

/// Reads a table of text, in any encoding, with the names in `known` in its header (which may stand
/// below other lines), and hands over its rows. Rows with a fault or another number of fields are
/// rejected. `see_head` gets the first bytes.
void for_each_row(
    const ListFile& file,
    std::initializer_list<std::string_view> known,
    Intake& intake,
    const std::function<void(const ListRow&)>& use,
    const std::function<void(std::string_view head)>& see_head = {}
);

/// Reads comma-separated records without a header and hands them over; those with fewer than
/// `num_fields` fields are rejected.
void for_each_record(
    const ListFile& file,
    std::size_t num_fields,
    Intake& intake,
    const std::function<void(const formats::CsvRecord&)>& use
);

/// Returns the pieces of `text` between `separator`s, without blanks around and without empty ones.
[[nodiscard]] std::vector<std::string> pieces(std::string_view text, std::string_view separator);

}  // namespace portolan::parties
