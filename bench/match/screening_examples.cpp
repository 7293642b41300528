#include "screening_examples.hpp"

#include <algorithm>

#include "labelled_pairs.hpp"
#include "list_names.hpp"
#include "portolan/match/name_score.hpp"

namespace portolan::bench {
namespace {

using match::Name;
using match::NameKind;

/// How many labelled pairs each of the two kinds counts as.
constexpr double kCount = 100.0;
constexpr std::size_t kListNamesEach = 3;

double prior_score(const match::PartAmounts& amounts) {
  double score = 0.0;
  for (std::size_t i = 0; i < match::kNumScoreParts; ++i) {
    score += amounts[i] * prior_weights()[i];
  }
  return score;
}

void append(std::vector<Example>& all, std::vector<Example> added) {
  for (Example& example : added) {
    example.weight = kCount / static_cast<double>(added.size());
    all.push_back(example);
  }
}

std::vector<Example> negatives(const std::filesystem::path& folder) {
  std::vector<Name> list;
  for (Name& name : prepare_all(read_ofac_names(folder / "lists/ofac"))) {
    if (name.kind == NameKind::kPerson) {
      list.push_back(std::move(name));
    }
  }
  const auto rows = read_csv_columns(folder / "names/negatives_global.csv.gz", {"full_name"});
  std::vector<Example> examples;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (!is_negative_for_fit(row)) {
      continue;
    }
    const Name query = match::prepare_name(rows[row][0], NameKind::kPerson);
    std::vector<std::pair<double, match::PartAmounts>> best;
    for (const Name& name : list) {
      const auto amounts = match::part_amounts(query, name);
      best.emplace_back(-prior_score(amounts), amounts);
    }
    std::partial_sort(
        best.begin(), best.begin() + static_cast<std::ptrdiff_t>(kListNamesEach), best.end()
    );
    for (std::size_t i = 0; i < kListNamesEach; ++i) {
      examples.push_back({.amounts = best[i].second});
    }
  }
  return examples;
}

std::vector<Example> positives(const std::filesystem::path& folder) {
  const auto misspelt = read_csv_columns(folder / "names/positives_un_treated.csv", {"full_name"});
  const auto right = read_csv_columns(folder / "names/positives_un_untreated.csv", {"full_name"});
  std::vector<Example> examples;
  for (std::size_t row = 0; row < misspelt.size(); ++row) {
    if (is_positive_for_fit(row)) {
      const auto amounts = match::part_amounts(
          match::prepare_name(misspelt[row][0], NameKind::kPerson),
          match::prepare_name(right[row][0], NameKind::kPerson)
      );
      examples.push_back({.amounts = amounts, .is_match = true});
    }
  }
  return examples;
}

}  // namespace

bool is_negative_for_fit(std::size_t row) {
  return row % 50 == 0;
}

bool is_positive_for_fit(std::size_t row) {
  return row % 2 == 0;
}

std::vector<Example> screening_examples(const std::filesystem::path& folder) {
  std::vector<Example> examples;
  append(examples, negatives(folder));
  append(examples, positives(folder));
  return examples;
}

}  // namespace portolan::bench
