#include "portolan/match/words.hpp"

#include <algorithm>

#include "hangul.hpp"
#include "letter_tables.hpp"
#include "portolan/base/text.hpp"

namespace portolan::match {
namespace {

bool is_ascii_letter(char32_t point) {
  return (point >= U'a' && point <= U'z') || (point >= U'A' && point <= U'Z');
}

bool is_ascii_upper(char32_t point) {
  return point >= U'A' && point <= U'Z';
}

bool is_ascii_lower(char32_t point) {
  return point >= U'a' && point <= U'z';
}

bool is_digit(char32_t point) {
  return point >= U'0' && point <= U'9';
}

/// Apostrophes of all kinds, and marks without width: they stand within words.
bool is_left_out(char32_t point) {
  constexpr std::u32string_view kMarks =
      U"'`\u00B4\u02B9\u02BA\u02BB\u02BC\u02BD\u02BE\u02BF\u02C8"
      U"\u2018\u2019\u201A\u201B\u2032\u200B\u200C\u200D\u200E"
      U"\u200F\u2060\uFEFF\u0640\u00AD\uA78C";
  return kMarks.find(point) != std::u32string_view::npos || (point >= 0x300 && point < 0x370) ||
         (point >= 0xFE00 && point <= 0xFE0F);
}

bool is_chinese(char32_t point) {
  return (point >= 0x4E00 && point <= 0x9FFF) || point == U'\u3005' ||
         (point >= 0x3400 && point <= 0x4DBF);
}

/// Tells whether a code point that no table knows may be a letter: no sign, symbol or picture.
bool may_be_letter(char32_t point) {
  const auto is_in = [point](char32_t first, char32_t last) {
    return point >= first && point <= last;
  };
  // Punctuation within the blocks of scripts: Armenian, Hebrew, Arabic, Devanagari, Georgian, kana.
  constexpr std::u32string_view kPunctuation =
      U"\u00D7\u00F7\u0589\u058A\u05BE\u05C0\u05C3\u060C\u061B\u061F\u066A\u066B\u066C\u066D"
      U"\u06D4\u0964\u0965\u0E4F\u0E5A\u0E5B\u10FB\u30A0\u30FB";
  return !(
      point < 0xC0 || is_in(0x104A, 0x104F) || is_in(0x1360, 0x1368) || is_in(0x17D4, 0x17DA) ||
      is_in(0x2000, 0x2BFF) || is_in(0x2E00, 0x303F) || is_in(0xD800, 0xF8FF) ||
      is_in(0xFE10, 0xFFFF) || is_in(0x1F000, 0x1FAFF) || point >= 0xE0000 ||
      kPunctuation.find(point) != std::u32string_view::npos
  );
}

void append_utf8(std::string& text, char32_t point) {
  const auto byte = [&text](char32_t value) {
    text.push_back(static_cast<char>(static_cast<unsigned char>(value)));
  };
  if (point < 0x80) {
    byte(point);
  } else if (point < 0x800) {
    byte(0xC0 | (point >> 6U));
    byte(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    byte(0xE0 | (point >> 12U));
    byte(0x80 | ((point >> 6U) & 0x3F));
    byte(0x80 | (point & 0x3F));
  } else {
    byte(0xF0 | (point >> 18U));
    byte(0x80 | ((point >> 12U) & 0x3F));
    byte(0x80 | ((point >> 6U) & 0x3F));
    byte(0x80 | (point & 0x3F));
  }
}

/// The language that Cyrillic letters tell; empty where they do not.
std::string_view cyrillic_language(std::u32string_view text) {
  const auto has = [text](std::u32string_view letters) {
    return text.find_first_of(letters) != std::u32string_view::npos;
  };
  if (has(U"ўЎ")) {
    return has(U"қҚғҒҳҲ") ? "Cyrl-uz" : "Cyrl-be";
  }
  if (has(U"әӘұҰһҺ") || (has(U"қҚғҒңҢ") && has(U"іІ"))) {
    return "Cyrl-kk";
  }
  if (has(U"қҚғҒҳҲҷҶӣӢӯӮ")) {
    return "Cyrl-tg";
  }
  if (has(U"ңҢ")) {
    return "Cyrl-ky";
  }
  if (has(U"өӨүҮ")) {
    return "Cyrl-mn";
  }
  if (has(U"іІїЇєЄґҐ")) {
    return "Cyrl-uk";
  }
  if (has(U"ѓЃќЌѕЅ")) {
    return "Cyrl-mk";
  }
  return has(U"ђЂћЋљЉњЊџЏјЈ") ? "Cyrl-sr" : "";
}

bool is_vowel(char letter) {
  return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

/// Adds a letter's Latin to a word: a syllable that joins takes the vowel of the one before, and
/// an Indic consonant loses its own a before a sign.
void append_latin(std::string& latin, std::string_view piece, std::string_view script) {
  if (script == "Kana" && piece.starts_with('-')) {
    piece.remove_prefix(1);
    if (!latin.empty() && is_vowel(latin.back())) {
      latin.pop_back();
    }
    const bool is_soft = latin.ends_with("sh") || latin.ends_with("ch") || latin.ends_with('j');
    latin += is_soft && piece.starts_with('y') ? piece.substr(1) : piece;
    return;
  }
  constexpr std::string_view kInherentA = "DevaBengGuruGujrTamlTeluKndaMlymSinh";
  const bool is_indic = kInherentA.find(script) != std::string_view::npos;
  if (is_indic && latin.size() > 1 && latin.back() == 'a' && !is_vowel(latin[latin.size() - 2]) &&
      (piece.empty() || is_vowel(piece.front()))) {
    latin.pop_back();
  }
  latin += piece;
}

/// Collects the words of one text.
class WordReader {
 public:
  explicit WordReader(std::string_view text)
      : points_(code_points(text)), language_(cyrillic_language(points_)) {}

  std::vector<Word> read() {
    for (at_ = 0; at_ < points_.size(); ++at_) {
      take(points_[at_]);
    }
    finish();
    return std::move(words_);
  }

 private:
  void take(char32_t point) {
    if (is_ascii_letter(point) || is_digit(point)) {
      take_ascii(point);
    } else if (point == U'.') {
      take_dot();
    } else if (point == U'&') {
      finish();
      words_.push_back({.text = "&", .latin = "and"});
    } else if (point >= 0x80 || is_left_out(point)) {
      take_other(point);
    } else {
      finish();
    }
  }

  void take_ascii(char32_t point) {
    require_writing(Writing::kLetters);
    // "SiemensAG" but not "GmbH".
    const bool begins_word = is_ascii_upper(point) && num_letters_ >= 3 && was_lower_ &&
                             at_ + 1 < points_.size() && is_ascii_letter(points_[at_ + 1]);
    if (begins_word) {
      finish();
      word_.is_glued = true;
    }
    append_utf8(word_.text, point);
    const char lower = static_cast<char>(is_ascii_upper(point) ? point + 32 : point);
    word_.latin.push_back(lower);
    other_.push_back(lower);
    was_lower_ = is_ascii_lower(point);
    ++num_letters_;
  }

  // A dot joins single letters: one before, and one behind that another dot or the end follows.
  void take_dot() {
    const auto is_letter = [this](std::size_t i) {
      return i < points_.size() &&
             (is_ascii_letter(points_[i]) || letter_tables().letter(points_[i]).has_value());
    };
    const bool joins = (num_letters_ == 1 || is_dotted_) && is_letter(at_ + 1) &&
                       !is_letter(at_ + 2) &&
                       !is_digit(at_ + 2 < points_.size() ? points_[at_ + 2] : U' ');
    if (!joins) {
      finish();
      return;
    }
    is_dotted_ = true;
  }

  void take_other(char32_t point) {
    if (is_hangul(point) || is_chinese(point)) {
      require_writing(is_hangul(point) ? Writing::kSyllables : Writing::kCharacters);
      append_utf8(word_.text, point);
      characters_.push_back(point);
      ++num_letters_;
      return;
    }
    if (is_left_out(point)) {
      return;
    }
    const auto letter = letter_tables().letter(point, language_);
    if (!letter) {
      take_unknown(point);
      return;
    }
    if (letter->latin.empty()) {  // a mark or a sign that belongs to the letter before
      append_latin(word_.latin, "", letter->script);
      append_utf8(word_.text, point);
      return;
    }
    const bool is_consonantal = letter->script == "Arab" || letter->script == "Hebr";
    require_writing(is_consonantal ? Writing::kConsonants : Writing::kLetters);
    append_utf8(word_.text, point);
    append_latin(word_.latin, letter->latin, letter->script);
    script_ = letter->script;
    if (script_ == "Cyrl" && language_.empty()) {
      other_ += letter_tables().letter(point, "Cyrl-uk")->latin;
    } else {
      other_ += letter->latin;
    }
    was_lower_ = false;
    ++num_letters_;
  }

  // Three letters by the code point: nothing else is written so, but the word equals itself.
  void take_unknown(char32_t point) {
    if (!may_be_letter(point)) {
      finish();
      return;
    }
    require_writing(Writing::kLetters);
    append_utf8(word_.text, point);
    for (std::uint32_t rest = point % 17'576, i = 0; i < 3; ++i, rest /= 26) {
      word_.latin.push_back(static_cast<char>('a' + static_cast<char>(rest % 26)));
      other_.push_back(word_.latin.back());
    }
    was_lower_ = false;
    ++num_letters_;
  }

  void require_writing(Writing writing) {
    if (num_letters_ > 0 && word_.writing != writing) {
      finish();
    }
    word_.writing = writing;
  }

  void finish() {
    if (!characters_.empty()) {
      word_.latin = syllables_to_latin(characters_);
    }
    constexpr std::string_view kSilentEnd = "DevaBengGuruGujr";
    if (word_.latin.size() > 3 && word_.latin.back() == 'a' &&
        kSilentEnd.find(script_) != std::string_view::npos && script_.size() == 4) {
      word_.latin.pop_back();
    }
    if (script_ == "Cyrl" && other_ != word_.latin && language_.empty()) {
      word_.other = other_;
    }
    if (script_ == "Arab" && word_.latin.size() >= 5 && word_.latin.starts_with("al")) {
      constexpr std::size_t kArticleBytes = 4;  // two letters
      words_.push_back(
          {.text = word_.text.substr(0, kArticleBytes),
           .latin = "al",
           .writing = Writing::kConsonants}
      );
      word_.text.erase(0, kArticleBytes);
      word_.latin.erase(0, 2);
      word_.is_glued = true;
    }
    if (!word_.latin.empty() || !characters_.empty()) {
      words_.push_back(std::move(word_));
    }
    word_ = {};
    other_.clear();
    characters_.clear();
    script_ = {};
    num_letters_ = 0;
    was_lower_ = false;
    is_dotted_ = false;
  }

  std::u32string points_;
  std::string_view language_;
  std::size_t at_ = 0;
  std::vector<Word> words_;
  Word word_;
  std::string other_;
  std::u32string characters_;
  std::string_view script_;
  std::size_t num_letters_ = 0;
  bool was_lower_ = false;
  bool is_dotted_ = false;
};

/// Reads one code point at `at` and moves on.
char32_t next_point(std::string_view text, std::size_t& at) {
  const auto byte = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned lead = byte(at);
  const std::size_t more = lead < 0x80   ? 0
                           : lead < 0xC2 ? 9
                           : lead < 0xE0 ? 1
                           : lead < 0xF0 ? 2
                           : lead < 0xF5 ? 3
                                         : 9;
  char32_t point = more == 0 ? lead : lead & (0x3FU >> more);
  for (std::size_t i = 1; i <= more; ++i) {
    if (more == 9 || (byte(at + i) & 0xC0U) != 0x80U) {
      ++at;
      return U'\uFFFD';
    }
    point = (point << 6U) | (byte(at + i) & 0x3FU);
  }
  at += more + 1;
  return point;
}

}  // namespace

std::u32string code_points(std::string_view text) {
  std::u32string points;
  points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    points.push_back(next_point(text, at));
  }
  return points;
}

std::string syllables_to_latin(std::u32string_view characters) {
  std::string latin;
  for (const char32_t point : characters) {
    if (is_hangul(point)) {
      latin += hangul_to_latin(point);
    } else {
      latin += letter_tables().pinyin(point);
    }
  }
  return latin;
}

std::vector<Word> words_of(std::string_view text) {
  return WordReader(text).read();
}

}  // namespace portolan::match
