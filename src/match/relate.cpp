#include <algorithm>
#include <bit>

#include "alignment.hpp"
#include "portolan/match/edit_distance.hpp"

namespace portolan::match {
namespace {

bool is_character_writing(const NameToken& token) {
  return !token.characters.empty();
}

Relation relate_characters(const NameToken& a, const NameToken& b) {
  if (a.characters == b.characters) {
    return Relation::kEqual;
  }
  const std::size_t size = std::max(a.characters.size(), b.characters.size());
  if (a.characters.size() != b.characters.size() || size < 3) {
    return Relation::kDifferent;
  }
  std::size_t changed = 0;
  for (std::size_t i = 0; i < size; ++i) {
    changed += a.characters[i] != b.characters[i] ? 1U : 0U;
  }
  return changed == 1 ? Relation::kTwoLetters : Relation::kDifferent;
}

Relation relate_consonants(const NameToken& a, const NameToken& b) {
  const std::size_t size = std::max(a.skeleton.size(), b.skeleton.size());
  if (a.skeleton == b.skeleton) {
    return size >= 2 ? Relation::kConsonants : Relation::kDifferent;
  }
  return size >= 4 && alignment_distance(a.skeleton, b.skeleton) == 1 ? Relation::kTwoLetters
                                                                      : Relation::kDifferent;
}

std::size_t least_distance(const NameToken& a, const NameToken& b, std::size_t limit) {
  const std::size_t longer = std::max(a.latin.size(), b.latin.size());
  const std::size_t shorter = std::min(a.latin.size(), b.latin.size());
  std::size_t distance = limit + 1;
  const bool may_be_near =
      longer - shorter <= limit &&
      static_cast<std::size_t>(std::popcount(a.letters ^ b.letters)) <= 2 * limit;
  if (may_be_near) {
    distance = alignment_distance(a.latin, b.latin);
  }
  if (!a.other.empty()) {
    distance = std::min(distance, alignment_distance(a.other, b.latin));
  }
  if (!b.other.empty()) {
    distance = std::min(distance, alignment_distance(a.latin, b.other));
  }
  return distance;
}

Relation relate_letters(const NameToken& a, const NameToken& b) {
  const std::size_t length = std::max(a.latin.size(), b.latin.size());
  const std::size_t limit = most_edits(length);
  if (limit == 0) {
    return Relation::kDifferent;
  }
  const bool is_backwards =
      length >= 4 && a.letters == b.letters &&
      std::equal(a.latin.begin(), a.latin.end(), b.latin.rbegin(), b.latin.rend());
  if (is_backwards) {
    return Relation::kTwoLetters;
  }
  const std::size_t distance = least_distance(a, b, limit);
  if (distance == 1 && length == 2) {
    return Relation::kTwoLetters;
  }
  if (distance == 1) {
    return Relation::kOneLetter;
  }
  if (distance == 2 && length >= 6) {
    return Relation::kTwoLetters;
  }
  if (a.skeleton.size() >= 3 && a.skeleton == b.skeleton) {
    return Relation::kVowels;
  }
  if (distance > limit) {
    return Relation::kDifferent;
  }
  return distance == 2 ? Relation::kTwoLetters : Relation::kThreeLetters;
}

}  // namespace

std::size_t most_edits(std::size_t length) {
  return length >= 12 ? 4 : length >= 8 ? 3 : length >= 3 ? 2 : length == 2 ? 1 : 0;
}

Relation relate(const NameToken& a, const NameToken& b) {
  if (is_character_writing(a) && is_character_writing(b)) {
    return relate_characters(a, b);
  }
  if (a.latin == b.latin || (!a.other.empty() && (a.other == b.latin || a.other == b.other)) ||
      (!b.other.empty() && b.other == a.latin)) {
    return Relation::kEqual;
  }
  if (a.role == TokenRole::kNumber || b.role == TokenRole::kNumber) {
    const bool is_equal = a.role == b.role && a.meaning == b.meaning;
    return is_equal ? Relation::kMeaning : Relation::kDifferent;
  }
  if (a.role == TokenRole::kInitial || b.role == TokenRole::kInitial) {
    const bool is_fitting = !a.latin.empty() && !b.latin.empty() && a.latin[0] == b.latin[0];
    return is_fitting ? Relation::kInitials : Relation::kDifferent;
  }
  if (a.latin.size() > 1 && b.latin.size() > 1 && a.sound == b.sound) {
    return Relation::kSpelling;
  }
  if (!a.meaning.empty() && a.meaning == b.meaning) {
    return Relation::kMeaning;
  }
  if ((a.writing == Writing::kConsonants) != (b.writing == Writing::kConsonants)) {
    return relate_consonants(a, b);
  }
  return relate_letters(a, b);
}

}  // namespace portolan::match
