#include "lead_changes.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "lead_decisions.hpp"
#include "lead_runs.hpp"
#include "open_workspace.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/leads.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

std::optional<double> number_at(const JsonValue& lead, std::string_view key) {
  const auto* value = lead.find(key);
  return value == nullptr ? std::nullopt : value->as_number();
}

// A lead in the two runs; null where a run has none.
struct Pair {
  const JsonValue* before = nullptr;
  const JsonValue* after = nullptr;
};

std::map<std::string, Pair> pairs_of(const LeadRun& before, const LeadRun& after) {
  std::map<std::string, Pair> pairs;
  for (const auto& lead : before.leads) {
    pairs[text_at(lead, "id")].before = &lead;
  }
  for (const auto& lead : after.leads) {
    pairs[text_at(lead, "id")].after = &lead;
  }
  return pairs;
}

std::string changes_in_words(const Pair& pair, double moved_db) {
  std::vector<std::string> words;
  if (std::string moved = evidence_change(*pair.before, *pair.after, moved_db); !moved.empty()) {
    words.push_back(std::move(moved));
  }
  const std::string before = text_at(*pair.before, "against");
  const std::string after = text_at(*pair.after, "against");
  if (before != after) {
    words.push_back(fmt::format("strongest innocent explanation {} -> {}", before, after));
  }
  return join(words, "; ");
}

std::optional<LeadDifference>
difference_of(const std::string& id, const Pair& pair, double moved_db) {
  LeadDifference difference;
  difference.id = id;
  const JsonValue& known = pair.after == nullptr ? *pair.before : *pair.after;
  difference.kind = text_at(known, "kind");
  difference.hub = text_at(known, "hub");
  if (const auto* goods = known.find("goods")) {
    difference.goods = text_at(*goods, "family");
  }
  if (pair.before != nullptr) {
    difference.score_before_db = number_at(*pair.before, "score_db");
    difference.q_value_before = number_at(*pair.before, "q_value");
  }
  if (pair.after != nullptr) {
    difference.score_after_db = number_at(*pair.after, "score_db");
    difference.q_value_after = number_at(*pair.after, "q_value");
  }
  if (pair.before == nullptr || pair.after == nullptr) {
    difference.change = pair.before == nullptr ? "new" : "gone";
    return difference;
  }
  difference.change = "changed";
  difference.what = changes_in_words(pair, moved_db);
  return difference.what.empty() ? std::nullopt : std::optional(difference);
}

// What the two questions asked differently, in words.
std::vector<std::string> differing_params(const JsonValue& before, const JsonValue& after) {
  const auto text_of = [](const JsonValue* value) {
    return value == nullptr || value->is_null() ? std::string("-") : value->dump();
  };
  std::vector<std::string> words;
  for (const auto& member : after.members()) {
    const std::string was = text_of(before.find(member.key));
    const std::string is = text_of(&member.value);
    if (was != is) {
      words.push_back(fmt::format("{} {} -> {}", member.key, was, is));
    }
  }
  return words;
}

}  // namespace

std::string text_at(const JsonValue& object, std::string_view key) {
  const auto* value = object.find(key);
  return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
}

std::string evidence_change(const JsonValue& before, const JsonValue& after, double moved_db) {
  std::vector<std::string> words;
  if (text_at(before, "kind") != text_at(after, "kind")) {
    words.push_back(fmt::format("{} -> {}", text_at(before, "kind"), text_at(after, "kind")));
  }
  const auto was = number_at(before, "score_db");
  const auto is = number_at(after, "score_db");
  // Scores are tenths of a deciban: a move of exactly the limit must not pass for one beyond it.
  constexpr double kRounding = 1e-6;
  if (was && is && std::abs(*is - *was) > moved_db + kRounding) {
    words.push_back(fmt::format("score {:.1f} -> {:.1f} dB", *was, *is));
  }
  return join(words, "; ");
}

LeadsDifference diff_leads(const LeadsDiffRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  const LeadRun before = read_run(workspace, request.before);
  const LeadRun after = read_run(workspace, request.after);
  const auto decisions = read_decisions(workspace);
  const double moved_db = workspace.settings().leads.moved_db;
  LeadsDifference result{.before = before.id, .after = after.id};
  result.asked_differently = differing_params(before.params, after.params);
  for (const auto& [id, pair] : pairs_of(before, after)) {
    auto difference = difference_of(id, pair, moved_db);
    if (difference) {
      const auto found = decisions.find(id);
      difference->status = found == decisions.end() ? Decisions().status : found->second.status;
      result.leads.push_back(std::move(*difference));
    }
  }
  std::ranges::stable_sort(result.leads, {}, [](const LeadDifference& difference) {
    return difference.change == "new" ? 0 : difference.change == "gone" ? 2 : 1;
  });
  return result;
}

}  // namespace portolan::engine
