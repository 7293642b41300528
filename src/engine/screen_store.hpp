#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "portolan/engine/screening.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/parties/party_lists.hpp"
#include "screen_rows.hpp"

namespace portolan::engine {

/// What makes a screening what it is.
struct ScreeningBasis {
  /// Under which the rows are kept.
  std::string name = {};
  std::string file = {};
  std::string file_sha256 = {};
  /// The columns as asked for: with the bytes, they make the rows.
  std::string columns_text = {};
  /// As asked for ("un-sc", "un-sc@2026-02-27"); empty: all.
  std::vector<std::string> lists = {};
  std::vector<parties::ListVersion> versions = {};
  double threshold_db = 0.0;
  std::string now = {};
};

/// Writes the rows of a table (lake table `portfolio`) and what screening finds (`screening`), as
/// they come, and makes both visible at the end. What is there already is not written again.
class ScreeningWriter {
 public:
  ScreeningWriter(const store::Workspace& workspace, const ScreeningBasis& basis);
  ~ScreeningWriter();

  void add_row(const ScreenRow& row);
  /// A hit of the row that was added last; `outcome` and `decision` are not kept.
  void add_hit(const ScreenRecord& record);
  void commit();

  [[nodiscard]] const std::string& portfolio_id() const;
  [[nodiscard]] const std::string& screening_id() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A screening that was kept.
struct KeptScreening {
  std::string portfolio_id = {};
  std::string screening_id = {};
  ScreeningBasis basis = {};
};

/// Returns the last screening kept under that name. Throws `Error` (kNotFound, with the names).
[[nodiscard]] KeptScreening
last_screening(const store::Workspace& workspace, const std::string& name);

/// Hands over the kept rows, some thousand at a time, in order.
void for_each_kept_row(
    const store::Workspace& workspace,
    const std::string& portfolio_id,
    const TakeScreenRows& take
);

/// A kept hit and the number of its row, from 0.
struct KeptHit {
  std::int64_t row = 0;
  ScreenRecord record = {};
};

/// Returns the hits of a screening, in the order in which they were found.
[[nodiscard]] std::vector<KeptHit>
kept_hits(const store::Workspace& workspace, const std::string& screening_id);

/// Returns the hit of that entry by a row of that key, of the screening that was kept last and has
/// one; nothing where none has.
[[nodiscard]] std::optional<ScreenRecord> find_kept_hit(
    const store::Workspace& workspace,
    const std::string& key,
    const std::string& list,
    const std::string& entry_id
);

}  // namespace portolan::engine
