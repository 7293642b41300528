#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/match/name.hpp"
#include "portolan/parties/party.hpp"
#include "portolan/parties/party_lists.hpp"

namespace portolan::parties {

/// What is asked: a name with what is known of its bearer, or an address.
struct ScreeningQuery {
  /// Of a firm, a person, a vessel, or unknown; an address if `is_address`.
  match::NameKind kind = match::NameKind::kUnknown;
  bool is_address = false;
  std::string text = {};
  /// ISO3; nationality, residence, flag.
  std::vector<std::string> countries = {};
  /// A year of 0: not known.
  PartyDate birth = {};
  /// Numbers of documents and registers, as written.
  std::vector<std::string> identifiers = {};
};

/// A part of a hit's score; docs/methods/screening.md says what each counts.
struct HitPart {
  std::string part = {};
  double amount = 0.0;
  double score_db = 0.0;
  /// The words or values it is about.
  std::string words = {};
};

/// What would change a hit's score, if it were known or other than it is.
struct HitChange {
  /// "a birth date more than 5 years from 1948".
  std::string what = {};
  double change_db = 0.0;
};

struct ScreeningHit {
  /// Which of the screener's entries.
  std::size_t entry = 0;
  double score_db = 0.0;
  /// 1 / (1 + 10^(-score/10)): on a mix as the one on which the names' weights were fitted, too
  /// high where few are listed; docs/methods/names.md.
  double probability = 0.0;
  /// What of the entry was met: a name, an address, an identifier.
  std::string listed = {};
  bool is_weak = false;
  /// They add up to the score.
  std::vector<HitPart> parts = {};
  std::vector<HitChange> changes = {};
};

/// An entry as far as screening needs it.
struct ScreenedEntry {
  std::size_t list = 0;
  std::string entry_id = {};
  PartySchema schema = PartySchema::kUnknown;
  std::string caption = {};
  std::string content_sha256 = {};
};

class ScreeningSearcher;

/// Lists, arranged for screening. Immutable; several searchers may ask it at once.
class Screener {
 public:
  /// Gathers the entries to be screened against.
  class Builder {
   public:
    Builder();
    ~Builder();
    /// `list` is the number of a list, of the caller's choice.
    void add(const StoredParty& party, std::size_t list);
    [[nodiscard]] Screener build();

   private:
    friend class Screener;
    struct State;
    std::unique_ptr<State> state_;
  };

  ~Screener();
  Screener(Screener&&) noexcept;
  Screener& operator=(Screener&&) noexcept;

  [[nodiscard]] const ScreenedEntry& entry(std::size_t number) const;
  [[nodiscard]] std::size_t num_entries() const;
  [[nodiscard]] std::size_t num_names() const;

  struct Tables;
  [[nodiscard]] const Tables& tables() const { return *tables_; }

 private:
  explicit Screener(std::unique_ptr<Tables> tables);
  std::unique_ptr<Tables> tables_;
};

/// Asks a screener, one query after the other; one a thread. Borrows the screener.
class ScreeningSearcher {
 public:
  explicit ScreeningSearcher(const Screener& screener);
  ~ScreeningSearcher();

  /// Returns the entries with a score of at least `threshold_db`, the best of each, highest first,
  /// ties by list and id. The answer depends on the query and each entry alone: of fewer entries it
  /// is the same for those. Names count only from 0 dB on, whatever else agrees.
  [[nodiscard]] std::vector<ScreeningHit> search(const ScreeningQuery& query, double threshold_db);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Returns the number without blanks and signs, in upper case, and without words before it ("IMO
/// 9147447", "INN: 7701"); empty text for fewer than five letters and digits or no digit.
[[nodiscard]] std::string identifier_key(std::string_view number);

/// Returns the kind of names that an entry of that schema has.
[[nodiscard]] match::NameKind name_kind_of(PartySchema schema);

}  // namespace portolan::parties
