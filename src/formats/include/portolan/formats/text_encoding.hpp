#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portolan/formats/byte_source.hpp"

namespace portolan::formats {

/// Encodings in which customs files are met.
enum class TextEncoding : std::uint8_t {
  kUtf8,
  kUtf16Le,
  kUtf16Be,
  kGb18030,
  kWindows1251,
  kLatin1  ///< read as windows-1252, which holds all letters of it
};

/// Returns "utf-8", "utf-16le", "utf-16be", "gb18030", "windows-1251" or "latin-1".
[[nodiscard]] std::string_view to_string(TextEncoding encoding);

/// Returns the encoding for one of these names or a usual other one ("UTF-8", "gbk", "cp1251",
/// "iso-8859-1"); "utf-16" is kUtf16Le, whose reader minds a byte order mark. Nothing for others.
[[nodiscard]] std::optional<TextEncoding> parse_text_encoding(std::string_view name);

/// What the bytes say about their encoding.
struct EncodingGuess {
  TextEncoding encoding = TextEncoding::kUtf8;
  /// Bytes of the byte order mark.
  std::size_t mark_bytes = 0;
  /// The bytes are pure ASCII so far: any encoding but UTF-16 fits.
  bool is_ascii = false;
  /// Latin-1 was taken since nothing else fits: the letters may be wrong.
  bool is_doubtful = false;
};

/// Returns the encoding of text that begins with `head`, cut anywhere: by its byte order mark; else
/// UTF-8 if it is well-formed; GB18030 if that gives words of Chinese customs tables in the first
/// 20 lines, or mostly common characters; windows-1251 if it gives Cyrillic words; else Latin-1.
[[nodiscard]] EncodingGuess guess_encoding(std::string_view head);

/// Turns text of any of these encodings into UTF-8 as it streams by. Borrows its source.
///
/// Without a given encoding it guesses at the first byte that is not ASCII, from that byte and the
/// mebibyte after it, so that a letter late in a long file still decides. Bytes that the encoding
/// does not know become U+FFFD and are counted.
class TextSource final : public ByteSource {
 public:
  explicit TextSource(ByteSource& bytes, std::optional<TextEncoding> encoding = std::nullopt);
  ~TextSource() override;

  [[nodiscard]] std::size_t read(std::span<char> into) override;
  [[nodiscard]] const std::string& name() const override;

  /// Returns the first `size` bytes (fewer if the text is shorter) without taking them away; only
  /// before the first `read`. Valid until then.
  [[nodiscard]] std::string_view peek(std::size_t size);

  /// The encoding, as known so far; `is_ascii` as long as nothing else was met.
  [[nodiscard]] const EncodingGuess& encoding() const;
  /// Faulty bytes (or sequences) that became U+FFFD so far, and the physical line of the first.
  [[nodiscard]] std::int64_t num_faults() const;
  [[nodiscard]] std::int64_t first_fault_line() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Returns UTF-8 `text` that was once read as Latin-1 (or windows-1252) and written again as UTF-8
/// ("CÃ´te d'Ivoire") as it should read ("Côte d'Ivoire"); nothing if it is not such text.
[[nodiscard]] std::optional<std::string> repair_mojibake(std::string_view text);

}  // namespace portolan::formats
