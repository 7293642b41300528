#include <algorithm>
#include <cmath>

#include "index_tables.hpp"
#include "portolan/match/edit_distance.hpp"
#include "portolan/match/name_score.hpp"
#include "sound.hpp"

namespace portolan::match {
namespace {

/// What is known of a name's likeness while the words of the query are looked up.
struct Progress {
  float agreement = 0.0F;
  /// The best that the present word of the query adds.
  float present = 0.0F;
  /// Which search and which word of it was here last.
  std::uint32_t stamp = 0;
  std::uint16_t word = 0;
  std::uint8_t used_query = 0;
  std::uint8_t used_list = 0;
  std::uint8_t present_list = 0;
};

double weight_of(ScorePart part) {
  return part_weights()[static_cast<std::size_t>(part)];
}

/// Tells whether at most `most` bits are set.
bool has_at_most(std::uint64_t bits, std::size_t most) {
  for (std::size_t i = 0; i < most; ++i) {
    bits &= bits - 1;  // 0 - 1 is all ones: 0 stays
  }
  return bits == 0;
}

/// The search among the names of one kind.
struct KindSearch {
  explicit KindSearch(const KindTables& of)
      : tables(of), progress(of.numbers.size()), seen(of.entries.size()) {}

  const KindTables& tables;
  std::vector<Progress> progress;
  std::vector<std::uint32_t> touched;
  /// The word of the query that last met an entry.
  std::vector<std::uint64_t> seen;
  std::uint64_t word_stamp = 0;
  std::uint32_t stamp = 0;
  std::uint16_t word = 0;

  void look_up(const Name& query);
  void touch_jokers(const NameFacts& query, double threshold_db, bool are_firms);
  void touch(std::uint32_t number);
  void begin_word();
  void look_up_word(const NameToken& token);
  void look_up_letters(const NameToken& token, const std::string& latin, std::uint64_t letters);
  void look_up_skeleton(const NameToken& token);
  void look_up_runs_of_list(const NameToken& token);
  void look_up_run(const WordRun& run, double weight, std::uint8_t num_needed);
  void meet(const NameToken& token, std::uint32_t entry);
  void meet_run_of_list(const NameToken& token, std::uint32_t entry);
  void add(const IndexEntry& entry, double share, std::uint8_t used_query, std::uint8_t used_list);
  [[nodiscard]] double bound_of(std::uint32_t number, const NameFacts& query, bool are_firms) const;

  template <typename Use>
  static void with(const KindTables::Lookup& lookup, const std::string& key, const Use& use) {
    const auto found = lookup.find(key);
    if (found != lookup.end()) {
      for (const std::uint32_t entry : found->second) {
        use(entry);
      }
    }
  }
};

void KindSearch::begin_word() {
  ++word;
  ++word_stamp;
}

/// Adds to all names of an entry what the present word of the query and it have in common.
void KindSearch::add(
    const IndexEntry& entry,
    double share,
    std::uint8_t used_query,
    std::uint8_t used_list
) {
  const auto amount = static_cast<float>(share);
  for (const std::uint32_t number : entry.names) {
    touch(number);
    Progress& one = progress[number];
    if (one.word != word) {
      one.word = word;
      one.present = 0.0F;
      one.present_list = 0;
      one.used_query = static_cast<std::uint8_t>(one.used_query + used_query);
    }
    if (amount > one.present) {
      one.agreement += amount - one.present;
      one.present = amount;
    }
    if (used_list > one.present_list) {
      one.used_list = static_cast<std::uint8_t>(one.used_list + used_list - one.present_list);
      one.present_list = used_list;
    }
  }
}

void KindSearch::meet(const NameToken& token, std::uint32_t number) {
  const IndexEntry& entry = tables.entries[number];
  if (seen[number] == word_stamp || entry.count > 1) {
    return;
  }
  seen[number] = word_stamp;
  const bool is_title = !is_telling(token) || !is_telling(entry.token);
  const bool both_titles = !is_telling(token) && !is_telling(entry.token);
  if (both_titles || (is_title && token.sound != entry.token.sound)) {
    return;
  }
  const Relation relation = is_title ? Relation::kSpelling : relate(token, entry.token);
  if (relation == Relation::kDifferent) {
    return;
  }
  const double weight = std::min(token.weight, entry.token.weight);
  add(entry,
      weight * share_of(relation),
      needs_counterpart(token) ? 1 : 0,
      needs_counterpart(entry.token) ? 1 : 0);
}

void KindSearch::meet_run_of_list(const NameToken& token, std::uint32_t number) {
  const IndexEntry& entry = tables.entries[number];
  if (seen[number] == word_stamp || entry.count == 1) {
    return;
  }
  seen[number] = word_stamp;
  if (is_one_word(entry.token.latin, entry.token.sound, token)) {
    add(entry, token.weight, needs_counterpart(token) ? 1 : 0, entry.count);
  }
}

void KindSearch::look_up_letters(
    const NameToken& token,
    const std::string& latin,
    std::uint64_t letters
) {
  const auto use = [&](std::uint32_t number) {
    meet(token, number);
  };
  if (latin.size() <= DeletionTable::kLongestWord) {
    tables.words_near.find(deletion_hashes(latin, latin.size() >= 2 ? 2 : 1), use);
  }
  if (latin.size() > Pattern::kMaxBytes - 4) {
    std::for_each(tables.longest_words.begin(), tables.longest_words.end(), use);
  }
  const std::size_t longest = std::min(latin.size() + 4, Pattern::kMaxBytes);
  const Pattern pattern(latin);
  for (std::size_t other = latin.size() > 4 ? latin.size() - 4 : 0; other <= longest; ++other) {
    const std::size_t longer = std::max(latin.size(), other);
    const std::size_t shorter = std::min(latin.size(), other);
    const std::size_t limit = most_edits(longer);
    if (longer < kLongWord || longer - shorter > limit) {
      continue;
    }
    const SameLengthWords& words = tables.long_words[other];
    // A replacement changes two letters of the set, an insertion one.
    const std::size_t most_letters = 2 * limit - (longer - shorter);
    for (std::size_t i = 0; i < words.numbers.size(); ++i) {
      if (has_at_most(words.letters[i] ^ letters, most_letters) &&
          alignment_distance(pattern, {words.bytes.data() + i * other, other}) <= limit) {
        use(words.numbers[i]);
      }
    }
  }
}

void KindSearch::look_up_skeleton(const NameToken& token) {
  tables.skeletons_near.find(deletion_hashes(token.skeleton, 1), [&](std::uint32_t number) {
    meet(token, number);
  });
}

void KindSearch::look_up_runs_of_list(const NameToken& token) {
  const auto use = [&](std::uint32_t number) {
    meet_run_of_list(token, number);
  };
  with(tables.by_latin, token.latin, use);
  with(tables.by_sound, token.sound, use);
  if (token.latin.size() >= 5 && token.latin.size() <= DeletionTable::kLongestWord + 1) {
    tables.runs_near.find(deletion_hashes(token.latin, 1), use);
  }
  if (token.latin.size() >= DeletionTable::kLongestWord) {
    std::for_each(tables.longest_runs.begin(), tables.longest_runs.end(), use);
  }
}

void KindSearch::look_up_word(const NameToken& token) {
  const auto use = [&](std::uint32_t number) {
    meet(token, number);
  };
  begin_word();
  with(tables.by_sound, token.sound, use);
  if (!is_telling(token)) {
    return;
  }
  with(tables.by_latin, token.latin, use);
  if (!token.other.empty()) {
    with(tables.by_latin, token.other, use);
  }
  if (!token.meaning.empty()) {
    with(tables.by_meaning, token.meaning, use);
  }
  for (const std::uint32_t number : tables.others) {
    use(number);
  }
  // Initials and acronyms stand for anything: the bound grants them.
  if (token.role == TokenRole::kInitial) {
    return;
  }
  if (token.writing == Writing::kConsonants) {
    look_up_skeleton(token);
  }
  with(tables.by_skeleton, token.skeleton, use);
  for (const std::uint32_t number : tables.consonant_words) {
    use(number);
  }
  look_up_letters(token, token.latin, token.letters);
  if (!token.other.empty()) {
    look_up_letters(token, token.other, letters_of(token.other));
  }
  look_up_runs_of_list(token);
}

void KindSearch::look_up_run(const WordRun& run, double weight, std::uint8_t num_needed) {
  begin_word();
  const std::string sound = sound_of(run.text);
  const auto use = [&](std::uint32_t number) {
    const IndexEntry& entry = tables.entries[number];
    if (seen[number] == word_stamp || entry.count > 1) {
      return;
    }
    seen[number] = word_stamp;
    if (is_one_word(run.text, sound, entry.token)) {
      add(entry, std::min(weight, entry.token.weight), num_needed, 1);
    }
  };
  with(tables.by_latin, run.text, use);
  with(tables.by_sound, sound, use);
  const std::size_t length = run.text.size();
  if (length >= 5 && length <= DeletionTable::kLongestWord + 1) {
    tables.words_near.find(deletion_hashes(run.text, 1), use);
  }
  if (length >= DeletionTable::kLongestWord) {
    for (std::size_t other = length - 1; other <= std::min(length + 1, Pattern::kMaxBytes);
         ++other) {
      std::for_each(
          tables.long_words[other].numbers.begin(), tables.long_words[other].numbers.end(), use
      );
    }
    std::for_each(tables.longest_words.begin(), tables.longest_words.end(), use);
  }
}

void KindSearch::look_up(const Name& query) {
  ++stamp;
  word = 0;
  touched.clear();
  for (const NameToken& token : query.tokens) {
    look_up_word(token);
  }
  for (const WordRun& run : word_runs(query)) {
    double weight = 0.0;
    std::uint8_t num_needed = 0;
    for (std::size_t i = run.begin; i < run.begin + run.count; ++i) {
      weight = std::max(weight, query.tokens[i].weight);
      num_needed =
          static_cast<std::uint8_t>(num_needed + (needs_counterpart(query.tokens[i]) ? 1 : 0));
    }
    look_up_run(run, weight, num_needed);
  }
}

void KindSearch::touch(std::uint32_t number) {
  if (progress[number].stamp != stamp) {
    progress[number] = {.stamp = stamp};
    touched.push_back(number);
  }
}

/// Adds the names that no word led to and that still may reach the threshold: by initials, by
/// acronyms, or since it is low. Only an initial's share of a light name is large.
void KindSearch::touch_jokers(const NameFacts& query, double threshold_db, bool are_firms) {
  for (const std::uint32_t number : tables.joker_names) {
    touch(number);
  }
  double most =
      weight_of(ScorePart::kBase) + (are_firms ? weight_of(ScorePart::kFirm) : 0.0) + 1e-6;
  if (query.num_jokers > 0) {
    most +=
        weight_of(ScorePart::kAgreement) * query.joker_weight + weight_of(ScorePart::kIdentical);
  }
  for (const std::uint32_t number : tables.by_weight) {
    const double total = std::min(query.total_weight, tables.facts[number].total_weight);
    const double coverage = total > 0.0 ? std::min(1.0, query.joker_weight / total) : 1.0;
    if (most + weight_of(ScorePart::kCoverage) * coverage < threshold_db) {
      break;
    }
    touch(number);
  }
}

/// The most that a name can score: what its words have in common counts in full, each once for
/// every word of the query; parts that only lower a score are left out, but for words that are left
/// on both sides.
double KindSearch::bound_of(std::uint32_t number, const NameFacts& query, bool are_firms) const {
  const Progress& one = progress[number];
  const NameFacts& list = tables.facts[number];
  const bool are_query_jokers = (query.joker_letters & list.first_letters) != 0;
  const bool are_list_jokers = (list.joker_letters & query.first_letters) != 0;
  const int jokers =
      (are_query_jokers ? query.num_jokers : 0) + (are_list_jokers ? list.num_jokers : 0);
  const double agreement = static_cast<double>(one.agreement) +
                           (are_query_jokers ? query.joker_weight : 0.0) +
                           (are_list_jokers ? list.joker_weight : 0.0) + 1e-5;
  const double total = std::min(query.total_weight, list.total_weight);
  const double coverage = total > 0.0 ? std::min(1.0, agreement / total) : 0.0;
  const int left_query = query.num_names - one.used_query - 3 * jokers;
  const int left_list = list.num_names - one.used_list - 3 * jokers;
  const int replaced = std::min({left_query, left_list, 3});
  double bound = weight_of(ScorePart::kBase) +
                 weight_of(ScorePart::kAgreement) * std::min(agreement, 3.0) +
                 weight_of(ScorePart::kCoverage) * coverage;
  if (are_firms) {
    bound += weight_of(ScorePart::kFirm);
  }
  if (left_query <= 0 && left_list <= 0) {
    bound += weight_of(ScorePart::kIdentical);
  }
  if (replaced > 0) {
    bound += weight_of(ScorePart::kReplaced) + weight_of(ScorePart::kReplacedMore) * (replaced - 1);
  }
  return bound + 1e-6;  // sums of floats in another order
}

}  // namespace

struct NameSearcher::State {
  explicit State(const NameIndex& index) : names(index.names()) {
    for (const KindTables& kind : index.tables().kinds) {
      kinds.emplace_back(kind);
    }
  }

  std::span<const Name> names;
  /// By `NameKind`.
  std::vector<KindSearch> kinds;
  std::size_t num_scored = 0;
};

NameSearcher::NameSearcher(const NameIndex& index) : state_(std::make_unique<State>(index)) {}
NameSearcher::~NameSearcher() = default;

std::size_t NameSearcher::num_scored() const {
  return state_->num_scored;
}

std::vector<NameHit> NameSearcher::search(const Name& query, double threshold_db) {
  state_->num_scored = 0;
  std::vector<NameHit> hits;
  if (query.tokens.empty()) {
    return hits;
  }
  const NameFacts facts = facts_of(query);
  for (std::size_t kind = 0; kind < state_->kinds.size(); ++kind) {
    const auto list_kind = static_cast<NameKind>(kind);
    if (!is_comparable(query.kind, list_kind)) {
      continue;
    }
    const bool are_firms = query.kind != NameKind::kPerson && list_kind != NameKind::kPerson;
    KindSearch& search = state_->kinds[kind];
    search.look_up(query);
    search.touch_jokers(facts, threshold_db, are_firms);
    for (const std::uint32_t found : search.touched) {
      if (search.bound_of(found, facts, are_firms) < threshold_db) {
        continue;
      }
      ++state_->num_scored;
      const std::size_t number = search.tables.numbers[found];
      const double score = name_score_db(query, state_->names[number]);
      if (score >= threshold_db) {
        hits.push_back({.number = number, .score_db = score});
      }
    }
  }
  std::sort(hits.begin(), hits.end(), [](const NameHit& a, const NameHit& b) {
    return a.score_db != b.score_db ? a.score_db > b.score_db : a.number < b.number;
  });
  return hits;
}

}  // namespace portolan::match
