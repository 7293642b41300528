#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// Returns the records of a table that is compiled into the program: CSV with commas, a header
/// line, `"` around fields that need it (doubled inside), LF line ends, no line breaks in fields.
/// Lines that begin with `#` and empty lines are skipped.
///
/// Throws `Error` (kInternal) unless the header is `columns` and each record has as many fields:
/// such a table is part of the program. Files of users are read by `formats`.
[[nodiscard]] std::vector<std::vector<std::string>>
read_embedded_table(std::string_view csv, std::initializer_list<std::string_view> columns);

}  // namespace portolan
