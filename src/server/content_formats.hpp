#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portolan::server {

/// A form in which documents are sent.
struct ContentFormat {
  /// As `wire::write_document` names it: "csv".
  std::string_view name;
  /// As it ends a path: ".csv".
  std::string_view suffix;
  std::string_view media_type;
  /// Whether a browser keeps it as a file.
  bool is_file = false;
};

[[nodiscard]] std::span<const ContentFormat> content_formats();

/// Returns the format whose suffix ends `text`; nothing if none does.
[[nodiscard]] const ContentFormat* format_of_suffix(std::string_view text);

/// Returns the format that an Accept header likes best, JSON where it does not care or is empty;
/// nothing where it takes none of them. Ties go to the order of `content_formats`.
[[nodiscard]] const ContentFormat* accepted_format(std::string_view accept);

}  // namespace portolan::server
