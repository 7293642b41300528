// The distances by bits against their definitions, written out cell by cell.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "portolan/base/random.hpp"
#include "portolan/match/edit_distance.hpp"

namespace portolan::match {
namespace {

std::size_t slow_distance(const std::string& a, const std::string& b, bool may_swap) {
  std::vector<std::vector<std::size_t>> cell(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cell[i][j] = i + j;
        continue;
      }
      const std::size_t replace = cell[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      cell[i][j] = std::min({cell[i - 1][j] + 1, cell[i][j - 1] + 1, replace});
      if (may_swap && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cell[i][j] = std::min(cell[i][j], cell[i - 2][j - 2] + 1);
      }
    }
  }
  return cell[a.size()][b.size()];
}

double slow_jaro_winkler(const std::string& a, const std::string& b) {
  const auto longer = static_cast<int>(std::max(a.size(), b.size()));
  const int reach = std::max(0, longer / 2 - 1);
  std::vector<bool> taken(a.size());
  std::string of_b;
  for (int j = 0; j < static_cast<int>(b.size()); ++j) {
    for (int i = 0; i < static_cast<int>(a.size()); ++i) {
      const auto at = static_cast<std::size_t>(i);
      if (std::abs(i - j) <= reach && !taken[at] && a[at] == b[static_cast<std::size_t>(j)]) {
        taken[at] = true;
        of_b += a[at];
        break;
      }
    }
  }
  std::string of_a;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (taken[i]) {
      of_a += a[i];
    }
  }
  if (of_a.empty()) {
    return a.empty() && b.empty() ? 1.0 : 0.0;
  }
  double out_of_order = 0.0;
  for (std::size_t i = 0; i < of_a.size(); ++i) {
    out_of_order += of_a[i] != of_b[i] ? 0.5 : 0.0;
  }
  const auto m = static_cast<double>(of_a.size());
  const double jaro = (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
                       (m - out_of_order) / m) /
                      3.0;
  std::size_t prefix = 0;
  while (prefix < 4 && prefix < a.size() && prefix < b.size() && a[prefix] == b[prefix]) {
    ++prefix;
  }
  return jaro + 0.1 * static_cast<double>(prefix) * (1.0 - jaro);
}

std::string random_text(Random& random, std::size_t longest, std::uint64_t letters) {
  std::string text(random.below(longest + 1), 'a');
  for (char& letter : text) {
    letter = static_cast<char>('a' + static_cast<char>(random.below(letters)));
  }
  return text;
}

/// Texts of all lengths over a few letters and many, and neighbours of each other.
template <typename Check>
void for_random_pairs(const Check& check) {
  Random random(20'261'125);
  for (int round = 0; round < 6'000; ++round) {
    const std::size_t longest = round % 3 == 0 ? 8 : round % 3 == 1 ? 70 : 200;
    const std::uint64_t letters = round % 2 == 0 ? 3 : 26;
    const std::string a = random_text(random, longest, letters);
    std::string b = random_text(random, longest, letters);
    if (round % 5 == 0 && a.size() > 2) {
      b = a;
      const std::size_t at = random.below(a.size() - 1);
      std::swap(b[at], b[at + 1]);
      b.erase(random.below(b.size()), 1);
    }
    check(a, b);
  }
}

TEST(EditDistanceReference, AlignmentDistanceIsThatOfTheDefinition) {
  for_random_pairs([](const std::string& a, const std::string& b) {
    ASSERT_EQ(alignment_distance(a, b), slow_distance(a, b, true)) << a << " | " << b;
    if (a.size() <= Pattern::kMaxBytes) {
      ASSERT_EQ(alignment_distance(Pattern(a), b), slow_distance(a, b, true)) << a << " | " << b;
    }
  });
}

TEST(EditDistanceReference, LevenshteinDistanceIsThatOfTheDefinition) {
  for_random_pairs([](const std::string& a, const std::string& b) {
    ASSERT_EQ(levenshtein_distance(a, b), slow_distance(a, b, false)) << a << " | " << b;
  });
}

TEST(EditDistanceReference, JaroWinklerSimilarityIsThatOfTheDefinition) {
  for_random_pairs([](const std::string& a, const std::string& b) {
    ASSERT_NEAR(jaro_winkler_similarity(a, b), slow_jaro_winkler(a, b), 1e-14) << a << " | " << b;
  });
}

// Winkler (1990), table 1; as usually cited.
TEST(EditDistanceReference, JaroWinklerSimilarityIsAsPublished) {
  EXPECT_NEAR(jaro_winkler_similarity("MARTHA", "MARHTA"), 0.961, 5e-4);
  EXPECT_NEAR(jaro_winkler_similarity("DWAYNE", "DUANE"), 0.840, 5e-4);
  EXPECT_NEAR(jaro_winkler_similarity("DIXON", "DICKSONX"), 0.813, 5e-4);
}

}  // namespace
}  // namespace portolan::match
