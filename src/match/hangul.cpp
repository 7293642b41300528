#include "hangul.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace portolan::match {
namespace {

constexpr char32_t kFirst = 0xAC00;
constexpr char32_t kLast = 0xD7A3;

// In the order of Unicode: 19 initials, 21 vowels, 28 finals.
constexpr std::array<std::string_view, 19> kInitials{
    "k",
    "kk",
    "n",
    "t",
    "tt",
    "r",
    "m",
    "p",
    "pp",
    "s",
    "s",
    "",
    "j",
    "j",
    "ch",
    "k",
    "t",
    "p",
    "h"};
constexpr std::array<std::string_view, 21> kVowels{"a",  "ae", "ya", "yae", "o",  "e",  "yo",
                                                   "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                                   "wo", "we", "wi", "yu",  "u",  "ui", "i"};
constexpr std::array<std::string_view, 28> kFinals{
    "",  "k", "k", "k", "n", "n", "n", "t",  "l", "k", "m", "l", "l", "l",
    "l", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"};

constexpr std::array<std::pair<char32_t, std::string_view>, 17> kFamilyNames{
    {{U'이', "lee"},
     {U'박', "park"},
     {U'최', "choi"},
     {U'정', "jung"},
     {U'조', "cho"},
     {U'임', "lim"},
     {U'림', "rim"},
     {U'노', "roh"},
     {U'류', "ryu"},
     {U'유', "yoo"},
     {U'우', "woo"},
     {U'문', "moon"},
     {U'윤', "yoon"},
     {U'전', "jeon"},
     {U'안', "ahn"},
     {U'오', "oh"},
     {U'강', "kang"}}};

}  // namespace

bool is_hangul(char32_t point) {
  return point >= kFirst && point <= kLast;
}

std::string hangul_to_latin(char32_t point) {
  const auto index = static_cast<std::size_t>(point - kFirst);
  constexpr std::size_t kVowelsAndFinals = kVowels.size() * kFinals.size();
  std::string result(kInitials[index / kVowelsAndFinals]);
  result += kVowels[index % kVowelsAndFinals / kFinals.size()];
  result += kFinals[index % kFinals.size()];
  return result;
}

std::string korean_family_name(char32_t point) {
  for (const auto& [name, latin] : kFamilyNames) {
    if (name == point) {
      return std::string(latin);
    }
  }
  return {};
}

}  // namespace portolan::match
