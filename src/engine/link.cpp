#include "portolan/engine/link.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "link_settings.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/linkage/clusters.hpp"
#include "portolan/linkage/model.hpp"
#include "portolan/linkage/patterns.hpp"
#include "table_rows.hpp"

namespace portolan::engine {
namespace {

using linkage::RecordIndex;

/// The records of one or two files, and their ids.
struct ReadRecords {
  explicit ReadRecords(std::size_t num_columns) : records(num_columns) {}

  linkage::Records records;
  std::vector<std::string> ids;
  /// Where the second table begins; 0 where there is one.
  RecordIndex second_table = 0;
};

void read_records(
    const std::filesystem::path& file,
    const LinkSettings& settings,
    ReadRecords& read,
    Progress& progress
) {
  formats::InputFile bytes(file);
  formats::TextSource text(bytes);
  std::vector<std::string> columns = settings.columns;
  if (!settings.id.empty()) {
    columns.push_back(settings.id);
  }
  const std::size_t id_column = settings.columns.size();
  const std::size_t first = read.ids.size();
  std::set<std::string, std::less<>> known;
  read_table_rows(text, columns, columns.size(), progress, [&](const TableRow& row) {
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < settings.columns.size(); ++i) {
      cells.emplace_back(row.text(i));
    }
    std::string id = settings.id.empty() ? std::to_string(read.ids.size() - first + 1)
                                         : std::string(row.text(id_column));
    if (id.empty()) {
      throw bad_data("{}: expected an id, got nothing", row.place(id_column));
    }
    if (!known.insert(id).second) {
      throw bad_data("{}: expected each id once, got \"{}\" again", row.place(id_column), id);
    }
    read.records.add(cells);
    read.ids.push_back(std::move(id));
  });
  if (read.ids.size() == first) {
    throw bad_data("{}: expected at least one record, got none", file.filename().string());
  }
}

/// Which comparisons each rule decides beforehand.
std::vector<linkage::RuleColumns> columns_fixed(const LinkSettings& settings) {
  std::vector<linkage::RuleColumns> result;
  for (const auto& rule : settings.blocking) {
    linkage::RuleColumns columns;
    for (const auto& comparison : settings.comparisons) {
      columns.is_fixed.push_back(std::ranges::any_of(rule.parts, [&](const linkage::KeyPart& part) {
        return part.column == comparison.column || part.column == comparison.swapped_with;
      }));
    }
    result.push_back(std::move(columns));
  }
  return result;
}

std::string outcome_text(const linkage::Comparison& comparison, int outcome) {
  if (outcome == linkage::kMissing) {
    return "missing";
  }
  const auto at = static_cast<std::size_t>(outcome);
  return at < comparison.levels.size() ? linkage::to_string(comparison.levels[at]) : "else";
}

/// Scores candidate pairs by a model.
class PairScorer {
 public:
  PairScorer(const LinkSettings& settings, const ReadRecords& read, const linkage::Model& model)
      : settings_(settings), read_(read), model_(model) {
    for (const auto& comparison : settings.comparisons) {
      agreement_.push_back(linkage::agreement_share(read.records, comparison.column));
    }
  }

  [[nodiscard]] LinkedPair score(
      const linkage::CandidatePair& pair,
      const linkage::Patterns& patterns,
      linkage::PatternIndex pattern
  ) const {
    LinkedPair result;
    result.left = read_.ids[pair.left];
    result.right = read_.ids[pair.right];
    result.weight = linkage::prior_weight(model_);
    for (std::size_t i = 0; i < settings_.comparisons.size(); ++i) {
      const auto& comparison = settings_.comparisons[i];
      const int outcome = patterns.outcome(pattern, i);
      LinkPart part{
          .comparison = comparison.name,
          .outcome = outcome_text(comparison, outcome),
          .weight = linkage::outcome_weight(model_, i, outcome),
          .frequency_weight = linkage::frequency_weight(
              comparison, read_.records, agreement_[i], pair.left, outcome
          )};
      result.weight += part.weight + part.frequency_weight;
      result.parts.push_back(std::move(part));
    }
    result.probability = linkage::probability_of(result.weight);
    return result;
  }

 private:
  const LinkSettings& settings_;
  const ReadRecords& read_;
  const linkage::Model& model_;
  std::vector<double> agreement_;
};

std::vector<OutcomeRow> model_rows(const LinkSettings& settings, const linkage::Model& model) {
  std::vector<OutcomeRow> rows;
  for (std::size_t i = 0; i < settings.comparisons.size(); ++i) {
    const auto& comparison = settings.comparisons[i];
    for (std::size_t k = 0; k < comparison.num_outcomes(); ++k) {
      const int outcome = static_cast<int>(k);
      rows.push_back(
          {.comparison = comparison.name,
           .outcome = outcome_text(comparison, outcome),
           .share_of_matches = model.m[i][k],
           .share_of_others = model.u[i][k],
           .weight = linkage::outcome_weight(model, i, outcome),
           .is_assumed = !model.is_estimated[i]}
      );
    }
  }
  return rows;
}

std::vector<ClusteredRecord> cluster_rows(
    const LinkRequest& request,
    const ReadRecords& read,
    const std::vector<std::pair<RecordIndex, RecordIndex>>& kept
) {
  const auto first = linkage::connected_components(read.ids.size(), kept);
  std::vector<std::int64_t> sizes(first.size(), 0);
  for (const RecordIndex one : first) {
    ++sizes[one];
  }
  std::vector<RecordIndex> order;
  for (RecordIndex record = 0; record < first.size(); ++record) {
    if (sizes[first[record]] > 1) {
      order.push_back(record);
    }
  }
  std::ranges::stable_sort(order, {}, [&first](RecordIndex record) { return first[record]; });
  std::vector<ClusteredRecord> rows;
  for (const RecordIndex record : order) {
    const bool is_second = read.second_table != 0 && record >= read.second_table;
    rows.push_back(
        {.cluster = read.ids[first[record]],
         .size = sizes[first[record]],
         .id = read.ids[record],
         .file = (is_second ? request.second_file : request.file).filename().string()}
    );
  }
  return rows;
}

void add_model_notices(
    const LinkSettings& settings,
    const linkage::Model& model,
    std::vector<std::string>& notices
) {
  if (!model.has_converged) {
    notices.push_back(fmt::format(
        "the model still moved after {} rounds; take its weights with care", model.num_rounds
    ));
  }
  for (std::size_t i = 0; i < settings.comparisons.size(); ++i) {
    if (!model.is_estimated[i]) {
      notices.push_back(fmt::format(
          "every blocking rule fixes {}: its shares among matches are assumed, not estimated; add "
          "a rule "
          "without it",
          settings.comparisons[i].name
      ));
    }
  }
}

}  // namespace

LinkResult link_records(const LinkRequest& request, Progress& progress) {
  const LinkSettings settings = read_link_settings(request.settings);
  LinkResult result;
  result.threshold = request.threshold.value_or(settings.threshold);
  if (!(result.threshold >= 0.0 && result.threshold <= 1.0)) {
    throw invalid_argument(
        "--threshold: expected a probability from 0 to 1, got {}", result.threshold
    );
  }
  ReadRecords read(settings.columns.size());
  read_records(request.file, settings, read, progress);
  if (!request.second_file.empty()) {
    read.second_table = static_cast<RecordIndex>(read.ids.size());
    read_records(request.second_file, settings, read, progress);
  }
  const auto pairs = linkage::candidate_pairs(
      read.records,
      settings.blocking,
      {.second_table = read.second_table, .max_pairs = settings.max_pairs}
  );
  std::vector<std::size_t> num_outcomes;
  for (const auto& comparison : settings.comparisons) {
    num_outcomes.push_back(comparison.num_outcomes());
  }
  linkage::Patterns patterns(num_outcomes);
  const auto pattern_of_pair =
      linkage::patterns_of(read.records, settings.comparisons, pairs, patterns);
  progress.check();
  const auto random = linkage::random_groups(
      read.records,
      settings.comparisons,
      read.second_table,
      settings.random_pairs,
      request.seed,
      patterns
  );
  progress.check();
  const linkage::Model model = linkage::fit_model(
      patterns,
      linkage::grouped(pairs, pattern_of_pair),
      columns_fixed(settings),
      random,
      linkage::num_pairs(read.records, read.second_table)
  );
  const PairScorer scorer(settings, read, model);
  std::vector<std::pair<RecordIndex, RecordIndex>> kept;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    LinkedPair pair = scorer.score(pairs[i], patterns, pattern_of_pair[i]);
    if (pair.probability >= result.threshold) {
      kept.emplace_back(pairs[i].left, pairs[i].right);
      result.pairs.push_back(std::move(pair));
    }
  }
  std::ranges::stable_sort(result.pairs, [](const LinkedPair& a, const LinkedPair& b) {
    return std::tuple(-a.weight, a.left, a.right) < std::tuple(-b.weight, b.left, b.right);
  });
  result.records = cluster_rows(request, read, kept);
  result.model = model_rows(settings, model);
  result.prior_weight = linkage::prior_weight(model);
  result.notices.push_back(fmt::format(
      "records: {}; pairs that a rule brings together: {}; of a probability of at least {}: {}; "
      "matches "
      "expected among all pairs: {:.0f}",
      read.ids.size(),
      pairs.size(),
      result.threshold,
      result.pairs.size(),
      model.match_share * linkage::num_pairs(read.records, read.second_table)
  ));
  add_model_notices(settings, model, result.notices);
  return result;
}

}  // namespace portolan::engine
