#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/engine/name_pairs.hpp"

namespace portolan::engine {

/// Which columns of a table hold what; names as in the file, compared without case. Empty lists:
/// found by their names. docs/methods/screening.md has the names that are known.
struct ScreenColumns {
  std::string key = {};
  /// Names of unknown kind, of firms, persons, vessels; addresses.
  std::vector<std::string> name = {};
  std::vector<std::string> company = {};
  std::vector<std::string> person = {};
  std::vector<std::string> vessel = {};
  std::vector<std::string> address = {};
  /// About the bearer of the first name of a row.
  std::string country = {};
  std::string birth = {};
  std::vector<std::string> identifier = {};
};

struct ScreenRequest {
  std::filesystem::path workspace = {};
  /// CSV (also gzip), xlsx or JSON lines; "-": standard input.
  std::filesystem::path file = {};
  ScreenColumns columns = {};
  /// "un-sc" or "un-sc@2026-02-27"; empty: the newest version of every list.
  std::vector<std::string> lists = {};
  double threshold_db = 0.0;
  /// Choose the threshold so that at most this share of the rows gives an alert; needs a file.
  std::optional<double> alert_rate = {};
  /// Also report rows without a hit.
  bool shows_clear = false;
  /// Leave out hits that were decided to be false and still are what they were.
  bool hides_false = false;
  /// Keep the rows and hits under this name; empty: do not.
  std::string save = {};
  unsigned threads = 0;
  /// Time in ISO form and who asks, for the journal.
  std::string now = {};
  std::string by = {};
};

/// A change of what is known, and whether the hit would then fall below the threshold (or, for a
/// rise, would not).
struct ScreenChange {
  std::string what;
  double change_db = 0.0;
  double score_db = 0.0;
  bool is_below = false;
};

/// A line of the answer: a hit, a row without one, or a row that cannot be read.
struct ScreenRecord {
  /// Empty for a row that cannot be read.
  std::string key = {};
  /// Physical line (xlsx: row) of the file.
  std::int64_t line = 0;
  /// "hit"; "false", "true", "unsure": decided so, and nothing has changed since; "clear";
  /// "reject". When screened again: "new", "changed" (the entry has), "gone" beside these.
  std::string outcome = {};
  /// The column and what stood in it.
  std::string column = {};
  std::string asked = {};
  std::string list = {};
  std::string as_of = {};
  std::string import_id = {};
  std::string entry_id = {};
  std::string schema = {};
  /// The entry's primary name, and what of it was met.
  std::string name = {};
  std::string listed = {};
  bool is_weak = false;
  std::optional<double> score_db = {};
  std::optional<double> probability = {};
  std::vector<NamePart> parts = {};
  std::vector<ScreenChange> changes = {};
  /// The decision on it, if there is one: "false at 2026-03-01T12:00:00Z", with what has changed
  /// since.
  std::string decision = {};
  std::string content_sha256 = {};
  /// Why the row cannot be read.
  std::string problem = {};
};

struct ScreenedListVersion {
  std::string list;
  std::string as_of;
  std::string import_id;
};

struct ScreenResult {
  std::vector<ScreenedListVersion> lists = {};
  double threshold_db = 0.0;
  std::int64_t rows = 0;
  std::int64_t rejects = 0;
  std::int64_t rows_with_hits = 0;
  std::int64_t hits = 0;
  /// Of the hits, those decided and unchanged, and those decided whose entry or row has changed.
  std::int64_t decided = 0;
  std::int64_t asked_again = 0;
  /// What each column was taken for: role and column.
  std::vector<std::pair<std::string, std::string>> columns = {};
  std::vector<std::string> notices = {};
  /// Under which it was kept; empty: it was not.
  std::string saved_as = {};
};

/// Takes the next records, in the order of the rows.
using TakeScreenRecords = std::function<void(std::vector<ScreenRecord>&&)>;

/// Screens each row of a table against the lists and hands over what it finds, in the order of the
/// rows: the same for any number of threads. Memory: the lists and some thousand rows (with
/// `alert_rate` eight bytes a row more). Appends a line "screen.run" to the journal at the end.
///
/// Throws `Error`: kNotFound (no workspace, no such list), kInvalidArgument, kBadData where the
/// file is no table or has none of the columns, kInterrupted.
ScreenResult
screen(const ScreenRequest& request, const TakeScreenRecords& take, Progress& progress);

struct ScreenAgainRequest {
  std::filesystem::path workspace = {};
  /// A name under which rows were kept.
  std::string name = {};
  /// Only what is new, changed or gone.
  bool only_changes = true;
  bool hides_false = false;
  unsigned threads = 0;
  std::string now = {};
  std::string by = {};
};

/// Screens kept rows against what has changed in the lists since they were screened last: the rest
/// stands. The answer is that of screening all of it (tests/unit/engine). Keeps the result.
ScreenResult
screen_again(const ScreenAgainRequest& request, const TakeScreenRecords& take, Progress& progress);

struct ScreenDecisionRequest {
  std::filesystem::path workspace = {};
  std::string key = {};
  /// "LIST:ID".
  std::string hit;
  /// "true", "false", "unsure".
  std::string verdict;
  std::string reason;
  /// What was asked, where the row was not kept.
  std::string asked;
  std::string by;
  std::string at;
};

/// Writes a decision into the journal, with what it rests on: what was asked, the entry as it is
/// now and the version of its list. Returns the id of the hit.
///
/// Throws `Error`: kNotFound where no kept row of that key met the entry and nothing says what was
/// asked, kInvalidArgument for other verdicts or no reason.
std::string decide_screening(const ScreenDecisionRequest& request);

struct ScreenLogRequest {
  std::filesystem::path workspace = {};
};

/// A line of the journal about screening.
struct ScreenLogEntry {
  std::int64_t number = 0;
  std::string at = {};
  /// "screen.run", "screen.again", "screen.decide".
  std::string action = {};
  std::string by = {};
  std::string subject = {};
  std::string verdict = {};
  std::string text = {};
  std::string lists = {};
  std::string sha256 = {};
  std::string body_json = {};
};

/// Returns the journal's lines about screening, oldest first. Throws `Error` (kBadData) where the
/// chain is broken.
[[nodiscard]] std::vector<ScreenLogEntry> screening_log(const ScreenLogRequest& request);

}  // namespace portolan::engine
