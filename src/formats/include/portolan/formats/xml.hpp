#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/formats/byte_source.hpp"

namespace portolan::formats {

/// One step of reading XML.
struct XmlEvent {
  enum class Kind : std::uint8_t { kStart, kEnd, kText };

  Kind kind = Kind::kStart;
  /// Element name without its namespace prefix; empty for text.
  std::string name;
  /// Text between tags, entities resolved; one event per run, blanks included.
  std::string text;
  /// Attributes of a start, names without prefix, in their order.
  std::vector<std::pair<std::string, std::string>> attributes;
  /// Physical line, from 1.
  std::int64_t line = 0;
  /// How many elements are open around this one (for kStart and kEnd: not counting itself).
  int depth = 0;

  /// The attribute of that name; null if there is none.
  [[nodiscard]] const std::string* attribute(std::string_view attribute_name) const;
};

struct XmlLimits {
  int max_depth = 128;
  /// Bytes of one run of text or of the attributes of one element.
  std::size_t max_text_bytes = std::size_t{16} << 20U;
};

/// Reads XML as it streams by. Borrows its source. Memory is bounded by one piece of the source and
/// the limits.
///
/// `next` throws `Error` (kBadData, "FILE:LINE: …") at text that is not well-formed, at any
/// document type declaration (entities are neither declared nor fetched), and beyond the limits.
class XmlReader {
 public:
  explicit XmlReader(ByteSource& source, const XmlLimits& limits = {});
  ~XmlReader();

  /// Returns the next event; null at the end. Valid until the next call.
  [[nodiscard]] const XmlEvent* next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace portolan::formats
