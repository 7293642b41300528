#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "embedded/parties.hpp"
#include "party_json.hpp"
#include "portolan/parties/party_lists.hpp"
#include "portolan/store/database.hpp"
#include "version_files.hpp"

namespace portolan::parties {
namespace {

// The entries of each kind, by id; captions of those that are gone are the old ones.
std::vector<EntryDifference>
compare(const store::Workspace& workspace, const ListVersion& older, const ListVersion& newer) {
  store::Database database = open_lake(workspace);
  database.execute(
      fmt::format("CREATE TEMP VIEW older AS FROM {}", version_source(workspace, older))
  );
  database.execute(
      fmt::format("CREATE TEMP VIEW newer AS FROM {}", version_source(workspace, newer))
  );
  const store::Result result = database.query(embedded::list_delta_sql);
  std::vector<EntryDifference> differences;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    differences.push_back(
        {.kind = static_cast<EntryDifference::Kind>(result.integer(row, 1).value_or(0)),
         .entry_id = result.text(row, 0).value_or(""),
         .schema = result.text(row, 2).value_or(""),
         .caption = result.text(row, 3).value_or("")}
    );
  }
  return differences;
}

using Statements = std::unordered_map<std::string, std::vector<std::string>>;

Statements statements_in(
    const store::Workspace& workspace,
    const ListVersion& version,
    const std::vector<std::string>& ids
) {
  Statements statements;
  for_each_party(
      workspace,
      version,
      [&](StoredParty&& stored) {
        std::vector<std::string> lines = statements_of(stored.party);
        std::ranges::sort(lines);
        statements[stored.party.entry_id] = std::move(lines);
      },
      ids
  );
  return statements;
}

}  // namespace

std::string_view to_string(EntryDifference::Kind kind) {
  constexpr std::array<std::string_view, 3> kNames{"added", "changed", "removed"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<EntryDifference>
list_delta(const store::Workspace& workspace, const ListVersion& older, const ListVersion& newer) {
  std::vector<EntryDifference> differences = compare(workspace, older, newer);
  std::vector<std::string> changed;
  for (const EntryDifference& one : differences) {
    if (one.kind == EntryDifference::Kind::kChanged) {
      changed.push_back(one.entry_id);
    }
  }
  if (changed.empty()) {
    return differences;
  }
  const Statements before = statements_in(workspace, older, changed);
  const Statements after = statements_in(workspace, newer, changed);
  for (EntryDifference& one : differences) {
    if (one.kind == EntryDifference::Kind::kChanged) {
      const auto& was = before.at(one.entry_id);
      const auto& is = after.at(one.entry_id);
      std::ranges::set_difference(was, is, std::back_inserter(one.gone));
      std::ranges::set_difference(is, was, std::back_inserter(one.come));
    }
  }
  return differences;
}

}  // namespace portolan::parties
