#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "open_workspace.hpp"
#include "portolan/base/error.hpp"
#include "portolan/engine/screening.hpp"
#include "portolan/store/lake.hpp"
#include "screen_batch.hpp"
#include "screen_decisions.hpp"
#include "screen_journal.hpp"
#include "screen_lists.hpp"
#include "screen_store.hpp"

namespace portolan::engine {
namespace {

/// What has become of the lists since.
struct ListChanges {
  /// By the place of the list now: entries to be screened against, and those that are no more what
  /// they were. Nothing: the whole list is new.
  std::map<std::size_t, std::vector<std::string>> fresh = {};
  std::map<std::string, std::set<std::string>> outdated = {};
  /// Lists that are no more, or whose version of then is no more: nothing of them stands.
  std::set<std::string> lists_anew = {};
  std::int64_t num_fresh = 0;
  std::int64_t num_removed = 0;
};

ListChanges changes_between(
    const store::Workspace& workspace,
    const std::vector<parties::ListVersion>& before,
    const std::vector<parties::ListVersion>& now
) {
  ListChanges changes;
  for (const parties::ListVersion& old : before) {
    if (std::ranges::find(now, old.list, &parties::ListVersion::list) == now.end()) {
      changes.lists_anew.insert(old.list);
    }
  }
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto old = std::ranges::find(before, now[i].list, &parties::ListVersion::list);
    if (old == before.end()) {
      changes.fresh[i] = {};
      changes.num_fresh += now[i].num_entries;
      continue;
    }
    if (old->import_id == now[i].import_id) {
      continue;
    }
    if (!store::find_import(workspace, old->import_id)) {
      changes.lists_anew.insert(old->list);
      changes.fresh[i] = {};
      changes.num_fresh += now[i].num_entries;
      continue;
    }
    std::vector<std::string> fresh;
    for (const parties::EntryDifference& one : parties::list_delta(workspace, *old, now[i])) {
      if (one.kind != parties::EntryDifference::Kind::kAdded) {
        changes.outdated[now[i].list].insert(one.entry_id);
      }
      if (one.kind != parties::EntryDifference::Kind::kRemoved) {
        fresh.push_back(one.entry_id);
      } else {
        ++changes.num_removed;
      }
    }
    changes.num_fresh += std::ssize(fresh);
    if (!fresh.empty()) {
      changes.fresh[i] = std::move(fresh);
    }
  }
  return changes;
}

parties::Screener load_fresh(
    const store::Workspace& workspace,
    const std::vector<parties::ListVersion>& versions,
    const ListChanges& changes
) {
  parties::Screener::Builder builder;
  for (const auto& fresh : changes.fresh) {
    const std::size_t list = fresh.first;
    parties::for_each_party(
        workspace,
        versions[list],
        [&](parties::StoredParty&& party) { builder.add(party, list); },
        fresh.second
    );
  }
  return builder.build();
}

/// The screening of kept rows, old and new hits put together row by row.
class Again {
 public:
  Again(
      const store::Workspace& workspace,
      const ScreenAgainRequest& request,
      const TakeScreenRecords& take,
      Progress& progress
  )
      : workspace_(workspace),
        request_(request),
        take_(take),
        progress_(progress),
        kept_(last_screening(workspace, request.name)),
        versions_(chosen_versions(workspace, kept_.basis.lists)),
        changes_(changes_between(workspace, kept_.basis.versions, versions_)),
        decisions_(workspace) {
    result_.lists = shown_versions(versions_);
    result_.threshold_db = kept_.basis.threshold_db;
  }

  ScreenResult run() {
    const parties::Screener screener = load_fresh(workspace_, versions_, changes_);
    BatchScreener batches(screener, result_.lists, result_.threshold_db, request_.threads);
    ScreeningBasis basis = kept_.basis;
    basis.versions = versions_;
    basis.now = request_.now;
    ScreeningWriter writer(workspace_, basis);
    old_hits_ = kept_hits(workspace_, kept_.screening_id);
    progress_.begin("screening again", "rows", 0);
    for_each_kept_row(workspace_, kept_.portfolio_id, [&](std::vector<ScreenRow>&& rows) {
      progress_.check();
      pass(rows, batches.screen(rows), writer);
      progress_.advance(result_.rows);
    });
    progress_.end();
    writer.commit();
    result_.saved_as = request_.name;
    result_.notices.push_back(fmt::format(
        "{} entries are new or changed and {} gone since the rows were screened last; the others "
        "stand",
        changes_.num_fresh,
        changes_.num_removed
    ));
    log_screening(
        workspace_,
        "screen.again",
        basis,
        result_,
        {.portfolio = writer.portfolio_id(), .screening = writer.screening_id()},
        request_.by
    );
    return std::move(result_);
  }

 private:
  using HitName = std::tuple<std::string, std::string, std::string>;  // column, list, entry
  static HitName name_of(const ScreenRecord& record) {
    return {record.column, record.list, record.entry_id};
  }

  [[nodiscard]] bool is_outdated(const ScreenRecord& record) const {
    const auto list = changes_.outdated.find(record.list);
    return changes_.lists_anew.contains(record.list) ||
           (list != changes_.outdated.end() && list->second.contains(record.entry_id));
  }

  void pass(
      const std::vector<ScreenRow>& rows,
      std::vector<std::vector<ScreenRecord>>&& found,
      ScreeningWriter& writer
  ) {
    std::vector<ScreenRecord> records;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      writer.add_row(rows[i]);
      if (rows[i].problem.empty()) {
        pass_row(rows[i], std::move(found[i]), writer, records);
      } else {
        ++result_.rejects;
      }
      ++result_.rows;
    }
    take_(std::move(records));
  }

  void pass_row(
      const ScreenRow& row,
      std::vector<ScreenRecord>&& fresh,
      ScreeningWriter& writer,
      std::vector<ScreenRecord>& records
  ) {
    std::vector<ScreenRecord> hits;
    std::map<HitName, ScreenRecord> outdated;
    for (; next_ < old_hits_.size() && old_hits_[next_].row == result_.rows; ++next_) {
      ScreenRecord& record = old_hits_[next_].record;
      if (is_outdated(record)) {
        outdated.emplace(name_of(record), std::move(record));
      } else {
        record.outcome = "hit";
        set_version(record);
        hits.push_back(std::move(record));
      }
    }
    for (ScreenRecord& record : fresh) {
      record.outcome = outdated.erase(name_of(record)) > 0 ? "changed" : "new";
      hits.push_back(std::move(record));
    }
    sort(row, hits);
    result_.rows_with_hits += hits.empty() ? 0 : 1;
    for (ScreenRecord& record : hits) {
      writer.add_hit(record);
      pass_hit(std::move(record), records);
    }
    for (auto& [name, record] : outdated) {
      (void)decisions_.apply(record);
      record.outcome = "gone";
      records.push_back(std::move(record));
    }
  }

  // The entry is what it was: the hit is one of the newer version as well.
  void set_version(ScreenRecord& record) const {
    const auto list = std::ranges::find(result_.lists, record.list, &ScreenedListVersion::list);
    record.as_of = list->as_of;
    record.import_id = list->import_id;
  }

  // As a screening of everything has them: by column of the row, then by score, list and id.
  static void sort(const ScreenRow& row, std::vector<ScreenRecord>& hits) {
    const auto place = [&](const ScreenRecord& record) {
      return std::ranges::find(
                 row.queries, record.column, [](const auto& one) { return one.first; }
             ) -
             row.queries.begin();
    };
    std::ranges::stable_sort(hits, {}, [&](const ScreenRecord& record) {
      return std::tuple(
          place(record),
          -record.score_db.value_or(0.0),
          std::string_view(record.list),
          std::string_view(record.entry_id)
      );
    });
  }

  void pass_hit(ScreenRecord&& record, std::vector<ScreenRecord>& records) {
    ++result_.hits;
    const std::string change = record.outcome;
    const bool holds = decisions_.apply(record);
    result_.decided += holds ? 1 : 0;
    result_.asked_again += !holds && !record.decision.empty() ? 1 : 0;
    if (!holds) {
      record.outcome = change;
    }
    const bool is_shown = request_.only_changes
                              ? change != "hit"
                              : !(request_.hides_false && record.outcome == "false");
    if (is_shown) {
      records.push_back(std::move(record));
    }
  }

  const store::Workspace& workspace_;
  const ScreenAgainRequest& request_;
  const TakeScreenRecords& take_;
  Progress& progress_;
  KeptScreening kept_;
  std::vector<parties::ListVersion> versions_;
  ListChanges changes_;
  ScreenDecisions decisions_;
  std::vector<KeptHit> old_hits_;
  std::size_t next_ = 0;
  ScreenResult result_;
};

}  // namespace

ScreenResult
screen_again(const ScreenAgainRequest& request, const TakeScreenRecords& take, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  return Again(workspace, request, take, progress).run();
}

}  // namespace portolan::engine
