#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "portolan/match/name.hpp"

namespace portolan::match {

/// A name of the list that is alike, by its number there.
struct NameHit {
  std::size_t number = 0;
  double score_db = 0.0;

  bool operator==(const NameHit&) const = default;
};

/// Tells whether names of these kinds are compared: equal ones, and an unknown one with all.
[[nodiscard]] bool is_comparable(NameKind a, NameKind b);

/// A list of names, arranged so that those alike to another are found without looking at all.
///
/// The words of all names are a vocabulary. For each word of a name that is asked for, the words
/// alike are found in it: by tables for what is equal in letters, sound or meaning, by a scan with
/// sets of letters for what differs by some. The names that have them get an upper bound of their
/// score; those whose bound reaches the threshold are scored. So none at or above it is missed
/// (tests/reference/match). Immutable; safe to use from several threads.
class NameIndex {
 public:
  /// Keeps the names; a hit's number is the place in `names`.
  explicit NameIndex(std::vector<Name> names);
  ~NameIndex();
  NameIndex(NameIndex&&) noexcept;
  NameIndex& operator=(NameIndex&&) noexcept;

  [[nodiscard]] std::span<const Name> names() const;

  struct Tables;
  [[nodiscard]] const Tables& tables() const { return *tables_; }

 private:
  std::unique_ptr<Tables> tables_;
};

/// Asks an index, one name after the other; one searcher a thread. Borrows the index.
class NameSearcher {
 public:
  explicit NameSearcher(const NameIndex& index);
  ~NameSearcher();

  /// Returns the names of comparable kinds with a score of at least `threshold_db`, highest first,
  /// ties by number; exactly those that `search_exhaustively` returns. `threshold_db` above
  /// `kNoScoreDb`.
  [[nodiscard]] std::vector<NameHit> search(const Name& query, double threshold_db);

  /// How many names the last search scored in full.
  [[nodiscard]] std::size_t num_scored() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Scores every name of the index: slow and sure.
[[nodiscard]] std::vector<NameHit>
search_exhaustively(const NameIndex& index, const Name& query, double threshold_db);

}  // namespace portolan::match
