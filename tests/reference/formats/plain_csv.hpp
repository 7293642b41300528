#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/formats/csv.hpp"

namespace portolan::formats::reference {

struct PlainRecord {
  std::vector<std::string> fields;
  std::int64_t ordinal = 0;
  std::int64_t line = 0;
  CsvFault fault = CsvFault::kNone;

  bool operator==(const PlainRecord&) const = default;
};

/// Reads CSV as `CsvDialect` describes it, one character at a time: slow and obvious.
[[nodiscard]] std::vector<PlainRecord>
read_plainly(std::string_view text, const CsvDialect& dialect);

}  // namespace portolan::formats::reference
