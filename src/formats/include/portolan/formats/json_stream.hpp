#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/json_value.hpp"

namespace portolan::formats {

/// One field of a record. Views are valid during the call that hands it over.
struct JsonField {
  /// Empty in a record that is an array.
  std::string_view key;
  JsonValue::Kind kind = JsonValue::Kind::kNull;
  /// A string decoded; a number, `true`, `false` as written; an object or array as its JSON text,
  /// for `parse_json`; empty for null.
  std::string_view text;
};

/// One element of the data.
struct JsonRecord {
  std::span<const JsonField> fields;
  /// Number of the record, from 0.
  std::int64_t ordinal = 0;
  /// Physical line where it begins, from 1.
  std::int64_t line = 0;

  /// The field of that key; null if there is none.
  [[nodiscard]] const JsonField* find(std::string_view key) const;
};

/// How the records of a JSON file stand in it.
enum class JsonLayout : std::uint8_t {
  kArrayInObject,  ///< {"count": 2, "data": [{…}, {…}], "error": ""}
  kArray,          ///< [{…}, {…}], or [[…], […]] where each record is an array
  kLines           ///< one object or array a line
};

struct JsonStreamOptions {
  JsonLayout layout = JsonLayout::kArrayInObject;
  /// Under which key the array of kArrayInObject is.
  std::string array_key = "data";
  /// Bounds on a record: its bytes and how deep it is nested.
  std::size_t max_record_bytes = std::size_t{16} << 20U;
  int max_depth = 64;
};

struct JsonStreamResult {
  std::int64_t num_records = 0;
  /// The other members of the object around the array (`count`, `error`); an empty object
  /// otherwise.
  JsonValue envelope = JsonValue::object();
};

/// Reads the records of a JSON source (UTF-8) one after the other and hands each to `take`. Memory
/// is bounded by one record.
///
/// Throws `Error` (kBadData, with file and line) for text that is no JSON or is cut off, for a web
/// page or nothing in place of JSON, for another layout than asked, for an `error` member that is
/// not empty (the message quotes it), and beyond the bounds. An empty array is no error:
/// `num_records` is 0. What `take` throws passes through.
JsonStreamResult read_json_records(
    ByteSource& source,
    const JsonStreamOptions& options,
    const std::function<void(const JsonRecord&)>& take
);

/// Returns the layout of JSON that begins with `head`, cut anywhere: kArray if it begins with "[",
/// kLines if a whole object is there and another one follows, else kArrayInObject. A file of a
/// single line of kLines cannot be told.
[[nodiscard]] JsonLayout detect_json_layout(std::string_view head);

}  // namespace portolan::formats
