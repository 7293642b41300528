#include "sound.hpp"

#include <array>
#include <utility>

namespace portolan::match {
namespace {

using Spelling = std::pair<std::string_view, std::string_view>;

// Sorted by first letter, longer ones first. Capitals are sounds without a letter of their own:
// S (sh), C (ch), J (zh).
constexpr std::array<Spelling, 58> kSpellings{{
    {"ae", "e"},  {"ay", "ai"},  {"aj", "ai"},  {"bh", "b"},   {"ch", "C"},   {"cz", "C"},
    {"ck", "k"},  {"cs", "x"},   {"ci", "si"},  {"ce", "se"},  {"dsch", "J"}, {"dzh", "J"},
    {"dsh", "J"}, {"dj", "J"},   {"dh", "d"},   {"dz", "z"},   {"eau", "o"},  {"ee", "i"},
    {"ey", "ei"}, {"ej", "ei"},  {"gh", "g"},   {"ije", "ie"}, {"ii", "i"},   {"iy", "i"},
    {"ij", "i"},  {"ja", "ia"},  {"ju", "iu"},  {"je", "e"},   {"jo", "e"},   {"kha", "ha"},
    {"kh", "h"},  {"ks", "x"},   {"oue", "ue"}, {"ou", "u"},   {"oo", "u"},   {"oe", "o"},
    {"ph", "f"},  {"qu", "k"},   {"q", "k"},    {"shch", "S"}, {"sch", "S"},  {"sh", "S"},
    {"sz", "S"},  {"tsch", "C"}, {"tch", "C"},  {"tsj", "C"},  {"th", "t"},   {"ts", "z"},
    {"tz", "z"},  {"ue", "u"},   {"w", "v"},    {"yi", "i"},   {"yy", "i"},   {"ya", "ia"},
    {"yu", "iu"}, {"ye", "e"},   {"yo", "e"},   {"zh", "J"},
}};

/// Where the spellings of each first letter begin.
constexpr std::array<std::size_t, 27> first_letters() {
  std::array<std::size_t, 27> begins{};
  for (std::size_t letter = 0; letter < begins.size(); ++letter) {
    while (begins[letter] < kSpellings.size() &&
           static_cast<std::size_t>(kSpellings[begins[letter]].first.front() - 'a') < letter) {
      ++begins[letter];
    }
  }
  return begins;
}

constexpr std::array<std::size_t, 27> kBegins = first_letters();

/// Returns the spelling that `rest` begins with, null if it is none.
const Spelling* spelling_at(std::string_view rest) {
  if (rest.front() < 'a') {
    return nullptr;
  }
  const auto letter = static_cast<std::size_t>(rest.front() - 'a');
  for (std::size_t i = kBegins[letter]; i < kBegins[letter + 1]; ++i) {
    if (rest.starts_with(kSpellings[i].first)) {
      return &kSpellings[i];
    }
  }
  return nullptr;
}

bool is_vowel(char letter) {
  return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
}

void append_once(std::string& sound, char letter) {
  if (sound.empty() || sound.back() != letter || (letter >= '0' && letter <= '9')) {
    sound.push_back(letter);
  }
}

}  // namespace

std::string sound_of(std::string_view latin) {
  std::string sound;
  sound.reserve(latin.size());
  std::size_t begin = 0;
  if (latin.starts_with("xi") || latin.starts_with("xu")) {  // Pinyin
    sound.push_back('S');
    begin = 1;
  }
  for (std::size_t at = begin; at < latin.size();) {
    const std::string_view rest = latin.substr(at);
    if (const Spelling* spelling = spelling_at(rest)) {
      for (const char letter : spelling->second) {
        append_once(sound, letter);
      }
      at += spelling->first.size();
      continue;
    }
    const char letter = rest.front() == 'y' ? 'i' : rest.front() == 'c' ? 'k' : rest.front();
    const bool is_silent =
        letter == 'h' && !sound.empty() && (rest.size() == 1 || !is_vowel(rest[1]));
    if (!is_silent) {
      append_once(sound, letter);
    }
    ++at;
  }
  return sound;
}

std::string skeleton_of(std::string_view sound) {
  std::string skeleton;
  for (const char letter : sound) {
    switch (letter) {
      case 'a':
      case 'e':
      case 'i':
      case 'o':
      case 'u':
      case 'h':
        break;
      case 'p':
        append_once(skeleton, 'b');
        break;
      case 'v':
      case 'w':
        append_once(skeleton, 'f');
        break;
      case 'g':
        append_once(skeleton, 'k');
        break;
      case 'x':
        append_once(skeleton, 'k');
        append_once(skeleton, 's');
        break;
      case 'z':
        append_once(skeleton, 's');
        break;
      case 'J':
        append_once(skeleton, 'j');
        break;
      default:
        append_once(skeleton, letter);
    }
  }
  return skeleton;
}

std::uint64_t letters_of(std::string_view latin) {
  std::uint64_t letters = 0;
  for (const char letter : latin) {
    const int bit = letter >= 'a' ? letter - 'a' : letter - '0' + 26;
    letters |= std::uint64_t{1} << static_cast<unsigned>(bit);
  }
  return letters;
}

}  // namespace portolan::match
