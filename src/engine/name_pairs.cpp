#include "portolan/engine/name_pairs.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/csv_layout.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "portolan/match/name_score.hpp"

namespace portolan::engine {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;
constexpr std::array<std::string_view, 3> kNeeded{"schema", "name1", "name2"};

std::unique_ptr<formats::ByteSource> open(const std::filesystem::path& file) {
  if (file == "-") {
    return std::make_unique<formats::FileSource>("/dev/stdin");
  }
  return std::make_unique<formats::InputFile>(file);
}

/// Where the needed columns stand.
class PairColumns {
 public:
  PairColumns(const std::vector<std::string>& columns, const std::string& file) {
    for (std::size_t i = 0; i < kNeeded.size(); ++i) {
      const auto found = std::find(columns.begin(), columns.end(), kNeeded[i]);
      if (found == columns.end()) {
        const std::string hint = nearest_hint(kNeeded[i], columns);
        throw bad_data("{}: expected a column {}, got none", file, kNeeded[i])
            .with_hint(hint.empty() ? "the columns are " + join(columns, ", ") : hint);
      }
      places_[i] = static_cast<std::size_t>(found - columns.begin());
    }
  }

  [[nodiscard]] const std::string& schema(const ScoredNamePair& pair) const {
    return pair.cells[places_[0]];
  }
  [[nodiscard]] const std::string& name1(const ScoredNamePair& pair) const {
    return pair.cells[places_[1]];
  }
  [[nodiscard]] const std::string& name2(const ScoredNamePair& pair) const {
    return pair.cells[places_[2]];
  }

 private:
  std::array<std::size_t, kNeeded.size()> places_{};
};

void score(const PairColumns& columns, ScoredNamePair& pair) {
  const auto kind = match::parse_name_kind(columns.schema(pair));
  if (!kind) {
    pair.problem = fmt::format(
        "schema: expected {} or nothing, got \"{}\"",
        join(match::name_schemas(), ", "),
        columns.schema(pair)
    );
    return;
  }
  const match::Name name1 = match::prepare_name(columns.name1(pair), *kind);
  const match::Name name2 = match::prepare_name(columns.name2(pair), *kind);
  if (name1.tokens.empty() || name2.tokens.empty()) {
    pair.problem = fmt::format(
        "{}: expected a name with letters that can be read, got \"{}\"",
        name1.tokens.empty() ? "name1" : "name2",
        name1.tokens.empty() ? name1.text : name2.text
    );
    return;
  }
  const match::NameScore score = match::score_names(name1, name2);
  pair.score_db = score.score_db;
  pair.probability = score.probability;
  for (const match::Contribution& one : score.contributions) {
    pair.parts.push_back(
        {.part = std::string(to_string(one.part)),
         .amount = one.amount,
         .score_db = one.score_db,
         .words = one.words}
    );
  }
}

ScoredNamePair pair_of(const formats::CsvRecord& record, std::size_t num_columns) {
  ScoredNamePair pair;
  for (std::size_t i = 0; i < num_columns; ++i) {
    pair.cells.emplace_back(i < record.fields.size() ? record.fields[i] : std::string_view());
  }
  if (record.fault != formats::CsvFault::kNone) {
    pair.problem = fmt::format("line {}: {}", record.line, formats::to_string(record.fault));
  } else if (record.fields.size() != num_columns) {
    pair.problem = fmt::format(
        "line {}: expected {} fields, got {}", record.line, num_columns, record.fields.size()
    );
  }
  return pair;
}

}  // namespace

NamePairsResult score_name_pairs(const NamePairsRequest& request, Progress& progress) {
  const auto bytes = open(request.file);
  const std::string name = request.file == "-" ? "standard input" : bytes->name();
  formats::TextSource text(*bytes);
  const auto layout = formats::detect_csv_layout(text.peek(kHeadBytes), name);
  const PairColumns columns(layout.columns, name);
  NamePairsResult result;
  result.columns = layout.columns;
  formats::CsvBlockReader blocks(
      text, layout.dialect, formats::CsvBlockOptions{.skip_lines = layout.data_line - 1}
  );
  progress.begin("scoring", name, 0);
  while (const auto block = blocks.next()) {
    formats::CsvRecordReader reader(*block, layout.dialect);
    while (const formats::CsvRecord* record = reader.next()) {
      progress.check();
      ScoredNamePair pair = pair_of(*record, result.columns.size());
      if (pair.problem.empty()) {
        score(columns, pair);
      }
      result.num_unread += pair.problem.empty() ? 0 : 1;
      result.pairs.push_back(std::move(pair));
    }
    progress.advance(static_cast<std::int64_t>(result.pairs.size()));
  }
  progress.end();
  return result;
}

}  // namespace portolan::engine
