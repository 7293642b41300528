#include "alignment.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "portolan/match/edit_distance.hpp"
#include "sound.hpp"

namespace portolan::match {
namespace {

struct Candidate {
  WordMatch match;
  /// Longer words first among equals.
  std::size_t length = 0;
};

class Aligner {
 public:
  Aligner(const Name& a, const Name& b)
      : a_(a), b_(b), is_taken_a_(a.tokens.size()), is_taken_b_(b.tokens.size()) {}

  Alignment align() {
    find_pairs();
    take_pairs(Relation::kMeaning);
    take_joined();
    take_pairs(Relation::kThreeLetters);
    take_acronyms();
    take_pairs(Relation::kInitials);
    take_titles();
    const auto by_place = [](const WordMatch& x, const WordMatch& y) {
      return x.begin_a < y.begin_a;
    };
    std::sort(result_.matches.begin(), result_.matches.end(), by_place);
    result_.left_a = left(a_, is_taken_a_);
    result_.left_b = left(b_, is_taken_b_);
    return std::move(result_);
  }

 private:
  void find_pairs() {
    for (std::size_t i = 0; i < a_.tokens.size(); ++i) {
      for (std::size_t j = 0; j < b_.tokens.size(); ++j) {
        if (!is_telling(a_.tokens[i]) || !is_telling(b_.tokens[j])) {
          continue;
        }
        const Relation relation = relate(a_.tokens[i], b_.tokens[j]);
        if (relation != Relation::kDifferent) {
          const WordMatch match{.begin_a = i, .begin_b = j, .relation = relation};
          const std::size_t length = a_.tokens[i].latin.size() + b_.tokens[j].latin.size();
          candidates_.push_back({.match = match, .length = length});
        }
      }
    }
    std::sort(candidates_.begin(), candidates_.end(), [this](const auto& x, const auto& y) {
      const auto order = order_of(x);
      const auto other = order_of(y);
      return order != other ? order < other : words_of_pair(x) < words_of_pair(y);
    });
  }

  // Which name is called the first must not decide: places and words count as a pair without order.
  static auto order_of(const Candidate& candidate) {
    const auto [near, far] = std::minmax(candidate.match.begin_a, candidate.match.begin_b);
    return std::tuple(candidate.match.relation, ~candidate.length, far - near, far);
  }

  [[nodiscard]] std::pair<std::string_view, std::string_view> words_of_pair(
      const Candidate& candidate
  ) const {
    const std::string_view a = a_.tokens[candidate.match.begin_a].latin;
    const std::string_view b = b_.tokens[candidate.match.begin_b].latin;
    return {std::min(a, b), std::max(a, b)};
  }

  void take_pairs(Relation last) {
    for (const Candidate& candidate : candidates_) {
      if (candidate.match.relation <= last) {
        take(candidate.match);
      }
    }
  }

  void take(const WordMatch& match) {
    const auto is_free = [](const std::vector<bool>& taken, std::size_t begin, std::size_t count) {
      return std::none_of(
          taken.begin() + static_cast<std::ptrdiff_t>(begin),
          taken.begin() + static_cast<std::ptrdiff_t>(begin + count),
          [](bool is_taken) { return is_taken; }
      );
    };
    if (!is_free(is_taken_a_, match.begin_a, match.count_a) ||
        !is_free(is_taken_b_, match.begin_b, match.count_b)) {
      return;
    }
    std::fill_n(
        is_taken_a_.begin() + static_cast<std::ptrdiff_t>(match.begin_a), match.count_a, true
    );
    std::fill_n(
        is_taken_b_.begin() + static_cast<std::ptrdiff_t>(match.begin_b), match.count_b, true
    );
    result_.matches.push_back(match);
  }

  void take_joined() {
    std::vector<Joined> found;
    find_joined(a_, b_, is_taken_a_, is_taken_b_, true, found);
    find_joined(b_, a_, is_taken_b_, is_taken_a_, false, found);
    take_all(found);
  }

  /// Words of one name that are one of the other.
  struct Joined {
    WordMatch match;
    std::string text;
  };

  static WordMatch match_of(
      bool is_run_in_a,
      std::size_t begin,
      std::size_t count,
      std::size_t word,
      Relation relation
  ) {
    return {
        .begin_a = is_run_in_a ? begin : word,
        .count_a = is_run_in_a ? count : 1,
        .begin_b = is_run_in_a ? word : begin,
        .count_b = is_run_in_a ? 1 : count,
        .relation = relation};
  }

  static std::ptrdiff_t num_free(const std::vector<bool>& is_taken) {
    return std::count(is_taken.begin(), is_taken.end(), false);
  }

  static void find_joined(
      const Name& runs_of,
      const Name& words_of,
      const std::vector<bool>& is_run_taken,
      const std::vector<bool>& is_word_taken,
      bool is_run_in_a,
      std::vector<Joined>& found
  ) {
    if (num_free(is_word_taken) == 0 || num_free(is_run_taken) < 2) {
      return;
    }
    for (const WordRun& run : word_runs(runs_of)) {
      const std::string sound = sound_of(run.text);
      for (std::size_t word = 0; word < words_of.tokens.size(); ++word) {
        if (!is_word_taken[word] && is_one_word(run.text, sound, words_of.tokens[word])) {
          const auto match = match_of(is_run_in_a, run.begin, run.count, word, Relation::kJoined);
          found.push_back({.match = match, .text = run.text});
        }
      }
    }
  }

  // Those of most words first, then the longest; equal ones in the order of their letters.
  void take_all(std::vector<Joined>& found) {
    const auto order = [](const Joined& one) {
      return std::tuple(
          ~std::max(one.match.count_a, one.match.count_b),
          ~one.text.size(),
          std::string_view(one.text)
      );
    };
    std::stable_sort(found.begin(), found.end(), [&](const Joined& x, const Joined& y) {
      return order(x) < order(y);
    });
    for (const Joined& one : found) {
      take(one.match);
    }
  }

  // "JC" for "Jean-Claude".
  void take_acronyms() {
    if (a_.kind != NameKind::kPerson) {
      return;
    }
    std::vector<Joined> found;
    find_acronyms(b_, is_taken_b_, a_, is_taken_a_, true, found);
    find_acronyms(a_, is_taken_a_, b_, is_taken_b_, false, found);
    take_all(found);
  }

  static void find_acronyms(
      const Name& from,
      const std::vector<bool>& from_taken,
      const Name& to,
      const std::vector<bool>& to_taken,
      bool is_run_in_a,
      std::vector<Joined>& found
  ) {
    for (std::size_t at = 0; at < from.tokens.size(); ++at) {
      const std::string& word = from.tokens[at].latin;
      if (from_taken[at] || !may_be_acronym(from.tokens[at])) {
        continue;
      }
      for (std::size_t begin = 0; begin + word.size() <= to.tokens.size(); ++begin) {
        bool fits = true;
        for (std::size_t k = 0; k < word.size() && fits; ++k) {
          const std::string& full = to.tokens[begin + k].latin;
          fits = !to_taken[begin + k] && full.size() > 1 && full.front() == word[k];
        }
        if (fits) {
          const auto match = match_of(is_run_in_a, begin, word.size(), at, Relation::kInitials);
          found.push_back({.match = match, .text = word});
        }
      }
    }
  }

  // What is a title or a particle in one name may be a name in the other.
  void take_titles() {
    for (std::size_t i = 0; i < a_.tokens.size(); ++i) {
      for (std::size_t j = 0; j < b_.tokens.size(); ++j) {
        const bool is_one_telling = is_telling(a_.tokens[i]) != is_telling(b_.tokens[j]);
        if (is_one_telling && !is_taken_a_[i] && !is_taken_b_[j] &&
            a_.tokens[i].sound == b_.tokens[j].sound) {
          take({.begin_a = i, .begin_b = j, .relation = Relation::kSpelling});
        }
      }
    }
  }

  static std::vector<std::size_t> left(const Name& name, const std::vector<bool>& taken) {
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < name.tokens.size(); ++i) {
      if (!taken[i] && is_telling(name.tokens[i])) {
        result.push_back(i);
      }
    }
    return result;
  }

  const Name& a_;
  const Name& b_;
  std::vector<bool> is_taken_a_;
  std::vector<bool> is_taken_b_;
  std::vector<Candidate> candidates_;
  Alignment result_;
};

}  // namespace

std::vector<WordRun> word_runs(const Name& name) {
  std::vector<WordRun> runs;
  for (std::size_t count = std::min<std::size_t>(4, name.tokens.size()); count >= 2; --count) {
    for (std::size_t begin = 0; begin + count <= name.tokens.size(); ++begin) {
      WordRun run{.begin = begin, .count = count};
      bool has_title = false;
      for (std::size_t i = begin; i < begin + count; ++i) {
        has_title = has_title || name.tokens[i].role == TokenRole::kTitle;
        run.text += name.tokens[i].latin;
      }
      if (!has_title && run.text.size() >= 3) {
        runs.push_back(std::move(run));
      }
    }
  }
  return runs;
}

bool is_one_word(const std::string& run, const std::string& run_sound, const NameToken& word) {
  const std::size_t longer = std::max(run.size(), word.latin.size());
  const std::size_t shorter = std::min(run.size(), word.latin.size());
  if (!is_telling(word)) {
    return false;
  }
  return run == word.latin || run_sound == word.sound ||
         (longer >= 6 && longer - shorter <= 1 && alignment_distance(run, word.latin) <= 1);
}

bool may_be_acronym(const NameToken& token) {
  return token.latin.size() >= 2 && token.latin.size() <= 3 && is_telling(token) &&
         token.latin.find_first_of("aeiouy0123456789") == std::string::npos;
}

double share_of(Relation relation) {
  switch (relation) {
    case Relation::kEqual:
    case Relation::kJoined:
      return 1.0;
    case Relation::kSpelling:
      return 0.95;
    case Relation::kMeaning:
    case Relation::kVowels:
    case Relation::kConsonants:
      return 0.8;
    case Relation::kOneLetter:
      return 0.7;
    default:
      return 0.4;
  }
}

Alignment align(const Name& a, const Name& b) {
  return Aligner(a, b).align();
}

}  // namespace portolan::match
