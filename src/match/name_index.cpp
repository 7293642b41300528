#include "portolan/match/name_index.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "index_tables.hpp"
#include "portolan/match/name_score.hpp"
#include "sound.hpp"

namespace portolan::match {
namespace {

/// What tells words of the vocabulary apart.
using WordKey =
    std::tuple<std::string, std::string, std::string, TokenRole, Writing, std::u32string>;

class TableBuilder {
 public:
  explicit TableBuilder(KindTables& tables) : tables_(tables) {}

  void build(const std::vector<Name>& names) {
    for (std::size_t i = 0; i < tables_.numbers.size(); ++i) {
      const Name& name = names[tables_.numbers[i]];
      tables_.facts.push_back(facts_of(name));
      for (const NameToken& token : name.tokens) {
        add_name(entry_of(token), static_cast<std::uint32_t>(i));
      }
      for (WordRun& run : word_runs(name)) {
        add_name(entry_of(run), static_cast<std::uint32_t>(i));
      }
    }
    for (std::uint32_t number = 0; number < tables_.entries.size(); ++number) {
      arrange(number);
    }
    arrange_names();
    tables_.words_near.close();
    tables_.runs_near.close();
    tables_.skeletons_near.close();
  }

 private:
  void arrange_names() {
    for (std::uint32_t i = 0; i < tables_.facts.size(); ++i) {
      tables_.by_weight.push_back(i);
      if (tables_.facts[i].num_jokers > 0) {
        tables_.joker_names.push_back(i);
      }
    }
    std::stable_sort(
        tables_.by_weight.begin(),
        tables_.by_weight.end(),
        [this](std::uint32_t a, std::uint32_t b) {
          return tables_.facts[a].total_weight < tables_.facts[b].total_weight;
        }
    );
  }

  std::uint32_t entry_of(const NameToken& token) {
    const WordKey key{
        token.latin, token.other, token.meaning, token.role, token.writing, token.characters};
    const auto number = static_cast<std::uint32_t>(tables_.entries.size());
    const auto [found, is_new] = words_.emplace(key, number);
    if (is_new) {
      tables_.entries.push_back({.token = token, .names = {}});
    }
    return found->second;
  }

  std::uint32_t entry_of(const WordRun& run) {
    const auto number = static_cast<std::uint32_t>(tables_.entries.size());
    const auto [found, is_new] = runs_.emplace(std::pair(run.text, run.count), number);
    if (is_new) {
      IndexEntry entry{.token = {}, .count = static_cast<std::uint8_t>(run.count), .names = {}};
      entry.token.latin = run.text;
      entry.token.sound = sound_of(run.text);
      entry.token.letters = letters_of(run.text);
      tables_.entries.push_back(std::move(entry));
    }
    return found->second;
  }

  void add_name(std::uint32_t entry, std::uint32_t name) {
    auto& names = tables_.entries[entry].names;
    if (names.empty() || names.back() != name) {
      names.push_back(name);
    }
  }

  void arrange(std::uint32_t number) {
    const IndexEntry& entry = tables_.entries[number];
    const NameToken& token = entry.token;
    tables_.by_latin[token.latin].push_back(number);
    tables_.by_sound[token.sound].push_back(number);
    if (entry.count > 1) {
      if (token.latin.size() <= DeletionTable::kLongestWord) {
        tables_.runs_near.add(token.latin, 1, number);
      } else {
        tables_.longest_runs.push_back(number);
      }
      return;
    }
    if (!is_telling(token)) {
      return;
    }
    arrange_word(number);
    if (!token.meaning.empty()) {
      tables_.by_meaning[token.meaning].push_back(number);
    }
    tables_.by_skeleton[token.skeleton].push_back(number);
    if (token.skeleton.size() >= 3) {
      tables_.skeletons_near.add(token.skeleton, 1, number);
    }
    if (!token.characters.empty()) {
      tables_.by_characters[token.characters].push_back(number);
    }
    if (!token.other.empty() || !token.characters.empty()) {
      tables_.others.push_back(number);
    }
    if (token.writing == Writing::kConsonants) {
      tables_.consonant_words.push_back(number);
    }
  }

  void arrange_word(std::uint32_t number) {
    const NameToken& token = tables_.entries[number].token;
    const std::size_t length = token.latin.size();
    if (length <= DeletionTable::kLongestWord) {
      tables_.words_near.add(token.latin, length >= 3 ? 2 : 1, number);
    }
    if (length > Pattern::kMaxBytes) {
      tables_.longest_words.push_back(number);
    } else if (length >= 5) {  // three letters from one of eight
      SameLengthWords& words = tables_.long_words[length];
      words.numbers.push_back(number);
      words.letters.push_back(token.letters);
      words.bytes += token.latin;
    }
  }

  KindTables& tables_;
  std::map<WordKey, std::uint32_t> words_;
  std::map<std::pair<std::string, std::size_t>, std::uint32_t> runs_;
};

}  // namespace

bool is_comparable(NameKind a, NameKind b) {
  return a == b || a == NameKind::kUnknown || b == NameKind::kUnknown;
}

bool needs_counterpart(const NameToken& token) {
  return token.role <= TokenRole::kCommon || token.role == TokenRole::kInitial;
}

NameFacts facts_of(const Name& name) {
  NameFacts facts;
  for (const NameToken& token : name.tokens) {
    facts.total_weight += token.weight;
    const std::uint64_t first = letters_of(std::string_view(token.latin).substr(0, 1));
    facts.first_letters |= first;
    if (needs_counterpart(token)) {
      facts.num_names = static_cast<std::uint8_t>(std::min(facts.num_names + 1, 200));
      if (token.role == TokenRole::kInitial || may_be_acronym(token)) {
        ++facts.num_jokers;
        facts.joker_letters |= first;
        facts.joker_weight += token.role == TokenRole::kInitial
                                  ? token.weight
                                  : token.weight * share_of(Relation::kInitials);
      }
    }
  }
  return facts;
}

NameIndex::NameIndex(std::vector<Name> names) : tables_(std::make_unique<Tables>()) {
  tables_->names = std::move(names);
  for (std::size_t i = 0; i < tables_->names.size(); ++i) {
    const auto kind = static_cast<std::size_t>(tables_->names[i].kind);
    tables_->kinds[kind].numbers.push_back(static_cast<std::uint32_t>(i));
  }
  for (KindTables& kind : tables_->kinds) {
    TableBuilder(kind).build(tables_->names);
  }
}

NameIndex::~NameIndex() = default;
NameIndex::NameIndex(NameIndex&&) noexcept = default;
NameIndex& NameIndex::operator=(NameIndex&&) noexcept = default;

std::span<const Name> NameIndex::names() const {
  return tables_->names;
}

std::vector<NameHit>
search_exhaustively(const NameIndex& index, const Name& query, double threshold_db) {
  std::vector<NameHit> hits;
  for (std::size_t i = 0; i < index.names().size(); ++i) {
    const Name& name = index.names()[i];
    if (!is_comparable(query.kind, name.kind)) {
      continue;
    }
    const double score = name_score_db(query, name);
    if (score >= threshold_db) {
      hits.push_back({.number = i, .score_db = score});
    }
  }
  std::sort(hits.begin(), hits.end(), [](const NameHit& a, const NameHit& b) {
    return a.score_db != b.score_db ? a.score_db > b.score_db : a.number < b.number;
  });
  return hits;
}

}  // namespace portolan::match
