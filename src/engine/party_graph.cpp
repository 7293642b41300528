#include "party_graph.hpp"

#include <fmt/format.h>

#include "party_graph_ftm.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/graphml.hpp"
#include "portolan/formats/input_file.hpp"
#include "portolan/formats/text_encoding.hpp"
#include "table_rows.hpp"

namespace portolan::engine {
namespace {

using ownership::Share;

constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;

enum Column : std::size_t {
  kOwner,
  kOwned,
  kShare,
  kPercentage,
  kLow,
  kHigh,
  kFrom,
  kUntil,
  kControl,
  kOwnerName,
  kOwnedName
};

const std::vector<std::string> kColumns{
    "owner",
    "owned",
    "share",
    "percentage",
    "low",
    "high",
    "from",
    "until",
    "control",
    "owner_name",
    "owned_name"};

template <typename Row>
std::optional<Share> share_at(const Row& row, Column column) {
  const std::string_view text = row.text(column);
  if (text.empty()) {
    return std::nullopt;
  }
  const auto share =
      column == kPercentage ? ownership::parse_percentage(text) : ownership::parse_share(text);
  if (!share) {
    throw bad_data(
        "{}: expected a number between 0 and {} with at most {} decimals, got \"{}\"",
        row.place(column),
        column == kPercentage ? 100 : 1,
        column == kPercentage ? 7 : 9,
        text
    )
        .with_hint(
            column == kPercentage ? "leave the cell empty where the share is unknown"
                                  : "for percentages, call the column percentage or write 50%; "
                                    "leave the cell empty where the share is unknown"
        );
  }
  return share;
}

/// Sets what the row says of the share: share or percentage, else low and high; nothing known: 0 to
/// the whole.
template <typename Row>
void read_shares(const Row& row, Relation& relation) {
  const auto share = share_at(row, kShare);
  const auto percentage = share_at(row, kPercentage);
  const auto low = share_at(row, kLow);
  const auto high = share_at(row, kHigh);
  if (share && percentage && *share != *percentage) {
    throw bad_data(
        "{}: expected the same as share, \"{}\", got \"{}\"",
        row.place(kPercentage),
        row.text(kShare),
        row.text(kPercentage)
    );
  }
  const auto point = share ? share : percentage;
  relation.low = low ? *low : point.value_or(0);
  relation.high = high ? *high : point.value_or(ownership::kWhole);
  if (relation.low > relation.high) {
    throw bad_data(
        "{}: expected at least the low, {}, got \"{}\"",
        row.place(kHigh),
        row.text(kLow),
        row.text(kHigh)
    );
  }
}

template <typename Row>
ownership::Days read_days(const Row& row, std::size_t from, std::size_t until) {
  ownership::Days result;
  for (const std::size_t column : {from, until}) {
    const std::string_view text = row.text(column);
    if (text.empty()) {
      continue;
    }
    const auto days = ownership::parse_days(text);
    if (!days) {
      throw bad_data(
          "{}: expected a date like 2024-03-01, 2024-03 or 2024, got \"{}\"",
          row.place(column),
          text
      );
    }
    (column == from ? result.from : result.until) = column == from ? days->from : days->until;
  }
  if (result.from && result.until && *result.until < *result.from) {
    throw bad_data(
        "{}: expected a day not before {}, got \"{}\"",
        row.place(until),
        row.text(from),
        row.text(until)
    );
  }
  return result;
}

template <typename Row>
bool read_control(const Row& row) {
  const std::string text = to_ascii_lower(row.text(kControl));
  for (const std::string_view yes : {"yes", "true", "1"}) {
    if (text == yes) {
      return true;
    }
  }
  for (const std::string_view no : {"", "no", "false", "0"}) {
    if (text == no) {
      return false;
    }
  }
  throw bad_data("{}: expected yes or no, got \"{}\"", row.place(kControl), text);
}

ownership::EntityIndex
party_at(const TableRow& row, Column id_column, Column name_column, PartyGraph& graph) {
  const std::string_view id = row.text(id_column);
  if (id.empty()) {
    throw bad_data("{}: expected an id or name, got nothing", row.place(id_column));
  }
  const ownership::EntityIndex party = graph.party_of(id);
  if (graph.parties[party].name.empty()) {
    graph.parties[party].name = row.text(name_column);
  }
  return party;
}

/// The attributes of an edge as a row of the CSV form.
class EdgeRow {
 public:
  EdgeRow(const std::string& file, const formats::GraphMlEdge& edge) : file_(file), edge_(edge) {}

  [[nodiscard]] std::string_view text(std::size_t column) const { return named(kColumns[column]); }
  [[nodiscard]] std::string_view named(const std::string& name) const {
    const auto found = edge_.attributes.find(name);
    return found == edge_.attributes.end() ? std::string_view() : trim(found->second);
  }
  [[nodiscard]] std::string place(std::size_t column) const {
    return fmt::format("{}:{}: {}", file_, edge_.line, kColumns[column]);
  }

 private:
  const std::string& file_;
  const formats::GraphMlEdge& edge_;
};

PartyGraph read_graphml_graph(formats::TextSource& text, Progress& progress) {
  progress.begin("reading", text.name(), 0);
  const formats::GraphMl read = formats::read_graphml(text);
  progress.end();
  PartyGraph graph;
  for (const formats::GraphMlNode& node : read.nodes) {
    Party& party = graph.parties[graph.party_of(node.id)];
    const auto name = node.attributes.find("name");
    const auto schema = node.attributes.find("schema");
    party.name = name == node.attributes.end() ? "" : name->second;
    party.schema = schema == node.attributes.end() ? "" : schema->second;
  }
  for (const formats::GraphMlEdge& edge : read.edges) {
    const EdgeRow row(text.name(), edge);
    Relation relation;
    relation.kind = row.named("kind").empty() ? kOwnerRelation : row.named("kind");
    relation.role = row.named("role");
    relation.from = graph.party_of(edge.source);
    relation.to = graph.party_of(edge.target);
    relation.days = read_days(row, kFrom, kUntil);
    relation.controls = read_control(row);
    if (relation.kind == kOwnerRelation) {
      read_shares(row, relation);
    }
    graph.relations.push_back(std::move(relation));
  }
  return graph;
}

PartyGraph read_csv_graph(formats::TextSource& text, Progress& progress) {
  PartyGraph graph;
  const auto is_there = read_table_rows(text, kColumns, 2, progress, [&](const TableRow& row) {
    Relation relation;
    relation.kind = kOwnerRelation;
    relation.from = party_at(row, kOwner, kOwnerName, graph);
    relation.to = party_at(row, kOwned, kOwnedName, graph);
    relation.days = read_days(row, kFrom, kUntil);
    relation.controls = read_control(row);
    read_shares(row, relation);
    graph.relations.push_back(std::move(relation));
  });
  if (!is_there[kShare] && !is_there[kPercentage] && !is_there[kLow] && !is_there[kHigh]) {
    ++graph.remarks["no column share, percentage, low or high: every share is unknown"];
  }
  return graph;
}

}  // namespace

ownership::EntityIndex PartyGraph::party_of(std::string_view id) {
  const auto [found, is_new] =
      by_id_.emplace(id, static_cast<ownership::EntityIndex>(parties.size()));
  if (is_new) {
    parties.push_back({.id = std::string(id), .name = {}, .schema = {}});
  }
  return found->second;
}

std::optional<ownership::EntityIndex> PartyGraph::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

void PartyGraph::redirect(const std::string& old_id, ownership::EntityIndex party) {
  by_id_.emplace(old_id, party);
}

PartyGraph read_party_graph(const std::filesystem::path& file, Progress& progress) {
  formats::InputFile bytes(file);
  formats::TextSource text(bytes);
  const std::string_view head = trim(text.peek(kHeadBytes));
  if (!head.empty() && head.front() == '{') {
    return read_ftm_graph(text, progress);
  }
  if (!head.empty() && head.front() == '<') {
    return read_graphml_graph(text, progress);
  }
  return read_csv_graph(text, progress);
}

std::vector<ListedId> read_listed_file(const std::filesystem::path& file, Progress& progress) {
  formats::InputFile bytes(file);
  formats::TextSource text(bytes);
  std::vector<ListedId> result;
  read_table_rows(text, {"id", "from", "until"}, 1, progress, [&](const TableRow& row) {
    if (row.text(0).empty()) {
      throw bad_data("{}: expected an id or name, got nothing", row.place(0));
    }
    result.push_back({.id = std::string(row.text(0)), .days = read_days(row, 1, 2)});
  });
  return result;
}

}  // namespace portolan::engine
