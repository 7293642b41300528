#include "screen_batch.hpp"

#include <algorithm>
#include <limits>
#include <mutex>

#include "portolan/base/parallel.hpp"

namespace portolan::engine {
namespace {

// Rows of a piece of work: few enough that slow rows do not keep the others waiting.
constexpr std::size_t kChunkRows = 16;

NamePart shown(parties::HitPart&& part) {
  return {
      .part = std::move(part.part),
      .amount = part.amount,
      .score_db = part.score_db,
      .words = std::move(part.words)};
}

}  // namespace

struct BatchScreener::State {
  const parties::Screener& screener;
  const std::vector<ScreenedListVersion>& lists;
  double threshold_db;
  unsigned threads;
  std::mutex mutex;
  /// Those that no thread uses now.
  std::vector<std::unique_ptr<parties::ScreeningSearcher>> idle;

  std::unique_ptr<parties::ScreeningSearcher> take_searcher() {
    {
      const std::scoped_lock lock(mutex);
      if (!idle.empty()) {
        auto searcher = std::move(idle.back());
        idle.pop_back();
        return searcher;
      }
    }
    return std::make_unique<parties::ScreeningSearcher>(screener);
  }

  void give_back(std::unique_ptr<parties::ScreeningSearcher> searcher) {
    const std::scoped_lock lock(mutex);
    idle.push_back(std::move(searcher));
  }

  template <typename Use>
  void for_each_row(std::size_t count, const Use& use) {
    parallel_for_chunks(
        count,
        kChunkRows,
        threads,
        [&](std::size_t, std::size_t begin, std::size_t end) {
          auto searcher = take_searcher();
          for (std::size_t i = begin; i < end; ++i) {
            use(*searcher, i);
          }
          give_back(std::move(searcher));
        }
    );
  }

  [[nodiscard]] ScreenRecord
  record_of(const ScreenRow& row, std::size_t query, parties::ScreeningHit&& hit) const {
    const parties::ScreenedEntry& entry = screener.entry(hit.entry);
    const ScreenedListVersion& list = lists[entry.list];
    ScreenRecord record{.key = row.key, .line = row.line};
    record.column = row.queries[query].first;
    record.asked = row.queries[query].second.text;
    record.list = list.list;
    record.as_of = list.as_of;
    record.import_id = list.import_id;
    record.entry_id = entry.entry_id;
    record.schema = to_string(entry.schema);
    record.name = entry.caption;
    record.listed = std::move(hit.listed);
    record.is_weak = hit.is_weak;
    record.score_db = hit.score_db;
    record.probability = hit.probability;
    for (parties::HitPart& part : hit.parts) {
      record.parts.push_back(shown(std::move(part)));
    }
    for (parties::HitChange& change : hit.changes) {
      const double score = hit.score_db + change.change_db;
      record.changes.push_back(
          {.what = std::move(change.what),
           .change_db = change.change_db,
           .score_db = score,
           .is_below = score < threshold_db}
      );
    }
    record.content_sha256 = entry.content_sha256;
    return record;
  }
};

BatchScreener::BatchScreener(
    const parties::Screener& screener,
    const std::vector<ScreenedListVersion>& lists,
    double threshold_db,
    unsigned threads
)
    : state_(new State{
          .screener = screener,
          .lists = lists,
          .threshold_db = threshold_db,
          .threads = threads,
          .mutex = {},
          .idle = {}}) {}

BatchScreener::~BatchScreener() = default;

std::vector<std::vector<ScreenRecord>> BatchScreener::screen(const std::vector<ScreenRow>& rows) {
  std::vector<std::vector<ScreenRecord>> records(rows.size());
  state_->for_each_row(rows.size(), [&](parties::ScreeningSearcher& searcher, std::size_t i) {
    for (std::size_t query = 0; query < rows[i].queries.size(); ++query) {
      for (parties::ScreeningHit& hit :
           searcher.search(rows[i].queries[query].second, state_->threshold_db)) {
        records[i].push_back(state_->record_of(rows[i], query, std::move(hit)));
      }
    }
  });
  return records;
}

std::vector<double> BatchScreener::best_scores(const std::vector<ScreenRow>& rows) {
  std::vector<double> best(rows.size(), -std::numeric_limits<double>::infinity());
  state_->for_each_row(rows.size(), [&](parties::ScreeningSearcher& searcher, std::size_t i) {
    for (const auto& [column, query] : rows[i].queries) {
      const auto hits = searcher.search(query, state_->threshold_db);
      if (!hits.empty()) {
        best[i] = std::max(best[i], hits.front().score_db);
      }
    }
  });
  return best;
}

}  // namespace portolan::engine
