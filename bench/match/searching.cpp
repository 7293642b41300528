#include "searching.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <time.h>

#include "labelled_pairs.hpp"
#include "list_names.hpp"
#include "portolan/match/name_index.hpp"
#include "portolan/match/name_score.hpp"
#include "screening_examples.hpp"

namespace portolan::bench {
namespace {

/// Processor time, so that what else runs on the machine does not count.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double quantile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

}  // namespace

void print_alerts(
    const std::filesystem::path& ofac,
    const std::filesystem::path& queries,
    double threshold_db
) {
  const double begin = processor_seconds();
  const auto list = read_ofac_names(ofac);
  const match::NameIndex index(prepare_all(list));
  fmt::print("list: {} names, ready in {:.2f} s\n", list.size(), processor_seconds() - begin);
  match::NameSearcher searcher(index);
  const auto rows = read_csv_columns(queries, {"full_name"});
  std::vector<double> seconds;
  std::size_t num_alerts = 0;
  std::size_t num_hits = 0;
  std::size_t num_scored = 0;
  const double asked = processor_seconds();
  std::size_t num_fitted_on = 0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const double one = processor_seconds();
    const auto query = match::prepare_name(rows[row][0], match::NameKind::kPerson);
    const auto hits = searcher.search(query, threshold_db);
    seconds.push_back(processor_seconds() - one);
    if (is_negative_for_fit(row)) {
      ++num_fitted_on;
    } else {
      num_alerts += hits.empty() ? 0U : 1U;
      num_hits += hits.size();
    }
    num_scored += searcher.num_scored();
  }
  const double elapsed = processor_seconds() - asked;
  std::sort(seconds.begin(), seconds.end());
  const auto count = static_cast<double>(rows.size());
  fmt::print(
      "asked: {} names, {:.0f} a second on one core; median {:.3f} ms, p95 {:.3f} ms, most {:.3f} "
      "ms; {:.1f} scored in full each\n",
      rows.size(),
      count / elapsed,
      quantile(seconds, 0.5) * 1e3,
      quantile(seconds, 0.95) * 1e3,
      seconds.back() * 1e3,
      static_cast<double>(num_scored) / count
  );
  fmt::print(
      "alerts at {:.2f} dB: {} of {} names that no weight was fitted on ({:.2f} %), {} hits\n",
      threshold_db,
      num_alerts,
      rows.size() - num_fitted_on,
      100.0 * static_cast<double>(num_alerts) / static_cast<double>(rows.size() - num_fitted_on),
      num_hits
  );
}

std::size_t print_missed(
    const std::filesystem::path& ofac,
    const std::filesystem::path& queries,
    double threshold_db,
    std::size_t most
) {
  const match::NameIndex index(prepare_all(read_ofac_names(ofac)));
  match::NameSearcher searcher(index);
  auto rows = read_csv_columns(queries, {"full_name"});
  rows.resize(std::min(most, rows.size()));
  std::size_t num_hits = 0;
  std::size_t num_wrong = 0;
  for (const auto& row : rows) {
    const auto query = match::prepare_name(row[0], match::NameKind::kPerson);
    const auto sure = match::search_exhaustively(index, query, threshold_db);
    num_hits += sure.size();
    if (searcher.search(query, threshold_db) != sure) {
      ++num_wrong;
      fmt::print("differs: {}\n", row[0]);
    }
  }
  fmt::print(
      "{} names asked, {} hits at {:.2f} dB by exhaustion; the index differs for {} names\n",
      rows.size(),
      num_hits,
      threshold_db,
      num_wrong
  );
  return num_wrong;
}

void print_recall(
    const std::filesystem::path& queries,
    const std::filesystem::path& truth,
    double threshold_db
) {
  std::vector<match::Name> names;
  for (const auto& row : read_csv_columns(truth, {"full_name"})) {
    names.push_back(match::prepare_name(row[0], match::NameKind::kPerson));
  }
  const match::NameIndex index(std::move(names));
  match::NameSearcher searcher(index);
  const auto rows = read_csv_columns(queries, {"full_name"});
  std::size_t num_found = 0;
  std::size_t num_others = 0;
  std::size_t num_held_out = 0;
  std::size_t num_found_held_out = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto query = match::prepare_name(rows[i][0], match::NameKind::kPerson);
    const auto hits = searcher.search(query, threshold_db);
    const bool is_found =
        std::any_of(hits.begin(), hits.end(), [i](const auto& hit) { return hit.number == i; });
    num_found += is_found ? 1U : 0U;
    num_held_out += is_positive_for_fit(i) ? 0U : 1U;
    num_found_held_out += is_found && !is_positive_for_fit(i) ? 1U : 0U;
    num_others += hits.size() - (is_found ? 1U : 0U);
    if (!is_found) {
      const double score = match::name_score_db(query, index.names()[i]);
      fmt::print("missed {:6.1f} {} | {}\n", score, rows[i][0], index.names()[i].text);
    }
  }
  fmt::print(
      "recall at {:.2f} dB: {} of {} ({:.3f}), on rows that no weight was fitted on {} of {}; {} "
      "hits "
      "on others\n",
      threshold_db,
      num_found,
      rows.size(),
      static_cast<double>(num_found) / static_cast<double>(rows.size()),
      num_found_held_out,
      num_held_out,
      num_others
  );
}

}  // namespace portolan::bench
