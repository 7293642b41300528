#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace portolan::server {

/// Where a page begins: after `offset` records of the answer to a question, as it was in a state of
/// the workspace.
struct Cursor {
  std::size_t offset = 0;
  /// `question_key` of the path and query without cursor and limit.
  std::string question;
  std::string snapshot;
};

/// Returns 16 hex digits that tell questions apart.
[[nodiscard]] std::string question_key(std::string_view question);

/// Returns a cursor as text that means nothing to clients.
[[nodiscard]] std::string encoded(const Cursor& cursor);

/// Returns the cursor that `text` is; throws `Error` (kInvalidArgument) if it is none.
[[nodiscard]] Cursor decoded_cursor(const std::string& text);

}  // namespace portolan::server
