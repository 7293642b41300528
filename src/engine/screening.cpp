#include "portolan/engine/screening.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "open_workspace.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/match/alert_rate.hpp"
#include "screen_batch.hpp"
#include "screen_decisions.hpp"
#include "screen_journal.hpp"
#include "screen_lists.hpp"
#include "screen_rows.hpp"
#include "screen_store.hpp"

namespace portolan::engine {
namespace {

// Lower thresholds are not looked for when one is chosen by alert rate: names below are rather two
// bearers' than one's.
constexpr double kLeastThresholdDb = 0.0;

// What decides how a table's rows are read, as text that names a kept table.
std::string columns_text(const ScreenColumns& columns) {
  std::string text;
  const auto add = [&](const char* role, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      text += fmt::format("{} = \"{}\"\n", role, name);
    }
  };
  const auto one = [](const std::string& name) {
    return name.empty() ? std::vector<std::string>() : std::vector<std::string>{name};
  };
  add("key", one(columns.key));
  add("name", columns.name);
  add("company", columns.company);
  add("person", columns.person);
  add("vessel", columns.vessel);
  add("address", columns.address);
  add("country", one(columns.country));
  add("birth", one(columns.birth));
  add("identifier", columns.identifier);
  return text;
}

void check(const ScreenRequest& request) {
  if (request.file.empty()) {
    throw invalid_argument("FILE: expected a table to screen, got none");
  }
  if (!std::isfinite(request.threshold_db)) {
    throw invalid_argument("--threshold: expected a number, got {}", request.threshold_db);
  }
  if (request.file == "-" && (!request.save.empty() || request.alert_rate)) {
    throw invalid_argument(
        "{}: expected a file, which can be read twice, got standard input",
        request.save.empty() ? "--alert-rate" : "--save"
    );
  }
}

std::string file_text(const std::filesystem::path& file) {
  return file == "-" ? "standard input" : file.filename().string();
}

double threshold_at_rate(
    const ScreenRequest& request,
    const parties::Screener& screener,
    const std::vector<ScreenedListVersion>& lists,
    Progress& progress
) {
  BatchScreener batches(screener, lists, kLeastThresholdDb, request.threads);
  std::vector<double> best;
  progress.begin("choosing the threshold", "rows", 0);
  (void)read_screen_rows(request.file, request.columns, [&](std::vector<ScreenRow>&& rows) {
    progress.check();
    std::erase_if(rows, [](const ScreenRow& row) { return !row.problem.empty(); });
    const std::vector<double> scores = batches.best_scores(rows);
    best.insert(best.end(), scores.begin(), scores.end());
    progress.advance(std::ssize(best));
  });
  progress.end();
  return std::max(kLeastThresholdDb, match::threshold_at_alert_rate(best, *request.alert_rate));
}

ScreenRecord row_record(const ScreenRow& row, const char* outcome) {
  ScreenRecord record{.key = row.key, .line = row.line, .outcome = outcome};
  record.problem = row.problem;
  if (!row.queries.empty()) {
    record.column = row.queries.front().first;
    record.asked = row.queries.front().second.text;
  }
  return record;
}

/// Counts, decides and passes on what was found of rows.
class Answer {
 public:
  Answer(
      const ScreenDecisions& decisions,
      const ScreenRequest& request,
      const TakeScreenRecords& take,
      ScreenResult& result
  )
      : decisions_(decisions), request_(request), take_(take), result_(result) {}

  void pass(
      const std::vector<ScreenRow>& rows,
      std::vector<std::vector<ScreenRecord>>&& found,
      ScreeningWriter* writer
  ) {
    std::vector<ScreenRecord> records;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ++result_.rows;
      if (writer != nullptr) {
        writer->add_row(rows[i]);
      }
      if (!rows[i].problem.empty()) {
        ++result_.rejects;
        records.push_back(row_record(rows[i], "reject"));
        continue;
      }
      result_.rows_with_hits += found[i].empty() ? 0 : 1;
      if (found[i].empty() && request_.shows_clear) {
        records.push_back(row_record(rows[i], "clear"));
      }
      for (ScreenRecord& record : found[i]) {
        if (writer != nullptr) {
          writer->add_hit(record);
        }
        pass(std::move(record), records);
      }
    }
    take_(std::move(records));
  }

 private:
  void pass(ScreenRecord&& record, std::vector<ScreenRecord>& records) {
    ++result_.hits;
    const bool holds = decisions_.apply(record);
    result_.decided += holds ? 1 : 0;
    result_.asked_again += !holds && !record.decision.empty() ? 1 : 0;
    if (!(request_.hides_false && record.outcome == "false")) {
      records.push_back(std::move(record));
    }
  }

  const ScreenDecisions& decisions_;
  const ScreenRequest& request_;
  const TakeScreenRecords& take_;
  ScreenResult& result_;
};

}  // namespace

ScreenResult
screen(const ScreenRequest& request, const TakeScreenRecords& take, Progress& progress) {
  check(request);
  const store::Workspace workspace = open_workspace(request.workspace);
  const std::vector<parties::ListVersion> versions = chosen_versions(workspace, request.lists);
  const parties::Screener screener = load_screener(workspace, versions, progress);
  ScreenResult result{.lists = shown_versions(versions), .threshold_db = request.threshold_db};
  if (request.alert_rate) {
    result.threshold_db = threshold_at_rate(request, screener, result.lists, progress);
    result.notices.push_back(fmt::format(
        "threshold {:.3f} dB: at most {} of the rows give an alert",
        result.threshold_db,
        *request.alert_rate
    ));
  }
  const ScreenDecisions decisions(workspace);
  ScreeningBasis basis{
      .name = request.save,
      .file = file_text(request.file),
      .columns_text = columns_text(request.columns),
      .lists = request.lists,
      .versions = versions,
      .threshold_db = result.threshold_db,
      .now = request.now};
  std::optional<ScreeningWriter> writer;
  if (!request.save.empty()) {
    basis.file_sha256 = formats::sha256_of_file(request.file);
    writer.emplace(workspace, basis);
  }
  BatchScreener batches(screener, result.lists, result.threshold_db, request.threads);
  Answer answer(decisions, request, take, result);
  progress.begin("screening", "rows", 0);
  const ScreenedFile file =
      read_screen_rows(request.file, request.columns, [&](std::vector<ScreenRow>&& rows) {
        progress.check();
        answer.pass(rows, batches.screen(rows), writer ? &*writer : nullptr);
        progress.advance(result.rows);
      });
  progress.end();
  result.columns = file.columns;
  basis.file_sha256 = file.sha256;
  ScreenRunIds ids;
  if (writer) {
    writer->commit();
    result.saved_as = request.save;
    ids = {.portfolio = writer->portfolio_id(), .screening = writer->screening_id()};
  }
  log_screening(workspace, "screen.run", basis, result, ids, request.by);
  return result;
}

}  // namespace portolan::engine
