#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portolan/formats/text_encoding.hpp"

namespace portolan::formats {

/// Turns bytes of one encoding into UTF-8, piece by piece.
class IcuDecoder {
 public:
  explicit IcuDecoder(TextEncoding encoding);
  ~IcuDecoder();

  /// Returns the text that these bytes add. A character may be cut between pieces; `is_last` says
  /// that none follow. What the encoding does not know becomes U+FFFD.
  [[nodiscard]] std::string decode(std::string_view bytes, bool is_last);

  /// Sequences that became U+FFFD so far.
  [[nodiscard]] std::int64_t num_faults() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Returns what `guess_encoding` does where a byte order mark is not looked for.
[[nodiscard]] EncodingGuess guess_without_mark(std::string_view head);

/// Returns `bytes` in UTF-8.
[[nodiscard]] std::string decoded_text(std::string_view bytes, TextEncoding encoding);

/// Returns well-formed UTF-8 `text` as bytes of windows-1252, those that it leaves undefined as in
/// Latin-1; nothing if it has other characters.
[[nodiscard]] std::optional<std::string> encoded_as_latin1(std::string_view text);

}  // namespace portolan::formats
