#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

#include "byte_masks.hpp"
#include "icu_converter.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/text_encoding.hpp"

namespace portolan::formats {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10U;
constexpr std::size_t kGuessBytes = std::size_t{1} << 20U;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Returns where the first byte is that is not ASCII; the size if there is none.
std::size_t ascii_size(std::string_view text) {
  std::size_t i = 0;
  for (; i + kMaskBytes <= text.size(); i += kMaskBytes) {
    if (const auto mask = ByteChunk(text.data() + i).where_not_ascii(); mask != 0) {
      return i + static_cast<std::size_t>(std::countr_zero(mask));
    }
  }
  while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) {
    ++i;
  }
  return i;
}

std::int64_t num_line_feeds(std::string_view text) {
  std::int64_t count = 0;
  std::size_t i = 0;
  for (; i + kMaskBytes <= text.size(); i += kMaskBytes) {
    count += num_bits(ByteChunk(text.data() + i).where('\n'));
  }
  return count + std::ranges::count(text.substr(i), '\n');
}

// Returns the length of the well-formed character at the front; 0 if there is none.
std::size_t character_size(std::string_view text) {
  for (std::size_t size = 1; size <= std::min<std::size_t>(4, text.size()); ++size) {
    if (is_utf8(text.substr(0, size))) {
      return size;
    }
  }
  return 0;
}

// Tells whether `text`, up to three bytes, may begin a character that its end cuts.
bool may_be_cut_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
  return text.size() < length && std::ranges::all_of(text.substr(1), [](char c) {
           return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
         });
}

}  // namespace

struct TextSource::State {
  State(ByteSource& bytes, std::optional<TextEncoding> given)
      : source(bytes), is_decided(given.has_value()) {
    if (given) {
      guess.encoding = *given;
    } else {
      guess.is_ascii = true;
    }
  }

  // Fetches the next piece of raw bytes: first those put back, then those of the source.
  std::string fetch() {
    if (!put_back.empty()) {
      return std::exchange(put_back, {});
    }
    std::string piece(kPieceBytes, '\0');
    piece.resize(read_fully(source, piece));
    is_source_at_end = piece.size() < kPieceBytes;
    return piece;
  }

  void begin();
  void decide(std::string_view first_bytes);
  std::string next_text();
  std::string plain_utf8(std::string piece);
  std::string repaired_utf8(std::string_view piece);
  void note_faults(std::string_view text, std::int64_t faults_before);

  ByteSource& source;
  EncodingGuess guess;
  bool is_decided;
  bool has_begun = false;
  bool has_read = false;
  bool is_source_at_end = false;
  bool is_over = false;
  std::string put_back;
  std::unique_ptr<IcuDecoder> decoder;
  std::string ready;
  std::size_t ready_taken = 0;
  std::int64_t lines = 1;
  std::int64_t faults = 0;
  std::int64_t first_fault_line = 0;
};

// Minds the byte order mark, which decides wherever it is one of the given encoding or none is
// given.
void TextSource::State::begin() {
  has_begun = true;
  put_back = fetch();
  const EncodingGuess by_mark = guess_encoding(std::string_view(put_back).substr(0, 4));
  if (by_mark.mark_bytes == 0) {
    return;
  }
  const bool is_utf16 = guess.encoding == TextEncoding::kUtf16Le;
  const bool fits = !is_decided || by_mark.encoding == guess.encoding ||
                    (is_utf16 && by_mark.encoding == TextEncoding::kUtf16Be);
  if (fits) {
    guess = by_mark;
    is_decided = true;
    put_back.erase(0, by_mark.mark_bytes);
  }
}

// Guesses from `first_bytes`, which begin at the first byte that is not ASCII, and the ones behind.
void TextSource::State::decide(std::string_view first_bytes) {
  put_back.assign(first_bytes);
  if (put_back.size() < kGuessBytes && !is_source_at_end) {
    const std::size_t size = put_back.size();
    put_back.resize(kGuessBytes);
    const std::size_t added = read_fully(source, std::span(put_back).subspan(size));
    is_source_at_end = size + added < kGuessBytes;
    put_back.resize(size + added);
  }
  guess = guess_without_mark(put_back);
  is_decided = true;
}

std::string TextSource::State::next_text() {
  if (!has_begun) {
    begin();
  }
  while (!is_over) {
    std::string piece = fetch();
    is_over = is_source_at_end && put_back.empty();
    const bool is_utf8_text = guess.encoding == TextEncoding::kUtf8;
    if (!is_decided) {
      const std::size_t size = ascii_size(piece);
      if (size < piece.size()) {
        decide(std::string_view(piece).substr(size));
        is_over = false;
        piece.resize(size);
      }
      note_faults(piece, faults);
    } else if (is_utf8_text) {
      piece = plain_utf8(std::move(piece));
    } else {
      if (decoder == nullptr) {
        decoder = std::make_unique<IcuDecoder>(guess.encoding);
      }
      piece = decoder->decode(piece, is_over);
      const std::int64_t before = std::exchange(faults, decoder->num_faults());
      note_faults(piece, before);
    }
    if (!piece.empty()) {
      return piece;
    }
  }
  return {};
}

// Returns `piece` if it is well-formed; a character cut by its end is put back.
std::string TextSource::State::plain_utf8(std::string piece) {
  if (!is_over) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, piece.size()); ++back) {
      const std::string_view end = std::string_view(piece).substr(piece.size() - back);
      if (may_be_cut_character(end)) {
        std::string next(end);
        piece.resize(piece.size() - back);
        std::string more(kPieceBytes, '\0');
        more.resize(read_fully(source, more));
        is_source_at_end = more.size() < kPieceBytes;
        put_back = next + more + put_back;
        break;
      }
    }
  }
  const std::size_t ascii = ascii_size(piece);
  if (ascii == piece.size() || is_utf8(std::string_view(piece).substr(ascii))) {
    note_faults(piece, faults);
    return piece;
  }
  return repaired_utf8(piece);
}

std::string TextSource::State::repaired_utf8(std::string_view piece) {
  std::string text;
  const std::int64_t before = faults;
  while (!piece.empty()) {
    const std::size_t ascii = ascii_size(piece);
    text.append(piece.substr(0, ascii));
    piece.remove_prefix(ascii);
    if (piece.empty()) {
      break;
    }
    const std::size_t size = character_size(piece);
    text.append(size == 0 ? kReplacement : piece.substr(0, size));
    faults += size == 0 ? 1 : 0;
    piece.remove_prefix(std::max<std::size_t>(size, 1));
  }
  note_faults(text, before);
  return text;
}

void TextSource::State::note_faults(std::string_view text, std::int64_t faults_before) {
  if (first_fault_line > 0) {
    return;
  }
  if (faults > faults_before) {
    text = text.substr(0, text.find(kReplacement));
    first_fault_line = lines + num_line_feeds(text);
  }
  lines += num_line_feeds(text);
}

TextSource::TextSource(ByteSource& bytes, std::optional<TextEncoding> encoding)
    : state_(std::make_unique<State>(bytes, encoding)) {}

TextSource::~TextSource() = default;

const std::string& TextSource::name() const {
  return state_->source.name();
}

std::size_t TextSource::read(std::span<char> into) {
  State& state = *state_;
  if (into.empty()) {
    return 0;
  }
  if (state.ready_taken == state.ready.size()) {
    state.ready = state.next_text();
    state.ready_taken = 0;
  }
  const std::size_t size = std::min(into.size(), state.ready.size() - state.ready_taken);
  std::copy_n(state.ready.data() + state.ready_taken, size, into.data());
  state.ready_taken += size;
  return size;
}

std::string_view TextSource::peek(std::size_t size) {
  State& state = *state_;
  while (state.ready.size() - state.ready_taken < size) {
    const std::string more = state.next_text();
    if (more.empty()) {
      break;
    }
    state.ready += more;
  }
  return std::string_view(state.ready).substr(state.ready_taken, size);
}

const EncodingGuess& TextSource::encoding() const {
  return state_->guess;
}

std::int64_t TextSource::num_faults() const {
  return state_->faults;
}

std::int64_t TextSource::first_fault_line() const {
  return state_->first_fault_line;
}

}  // namespace portolan::formats
