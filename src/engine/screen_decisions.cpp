#include "screen_decisions.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "open_workspace.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/parties/party_lists.hpp"
#include "portolan/store/journal.hpp"
#include "screen_store.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

constexpr std::string_view kDecideAction = "screen.decide";

std::string text_at(const JsonValue& object, std::string_view key) {
  const JsonValue* value = object.find(key);
  const std::string* text = value == nullptr ? nullptr : value->as_string();
  return text == nullptr ? std::string() : *text;
}

// "ofac-sdn:26151" into its halves.
std::pair<std::string, std::string> hit_of(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) {
    throw invalid_argument("hit: expected LIST:ID, as screening prints it, got \"{}\"", text);
  }
  return {text.substr(0, colon), text.substr(colon + 1)};
}

void check(const ScreenDecisionRequest& request) {
  const std::vector<std::string> known = {"true", "false", "unsure"};
  if (std::ranges::find(known, request.verdict) == known.end()) {
    throw invalid_argument("verdict: expected {}, got \"{}\"", join(known, ", "), request.verdict)
        .with_hint(nearest_hint(request.verdict, known));
  }
  if (trim(request.reason).empty()) {
    throw invalid_argument("--reason: expected a sentence for the journal, got none");
  }
  if (trim(request.key).empty()) {
    throw invalid_argument("key: expected the key of a row, got none");
  }
}

struct Basis {
  parties::ListVersion version;
  parties::StoredParty party;
};

Basis entry_now(const store::Workspace& workspace, const std::string& list, const std::string& id) {
  const parties::ListVersion version = parties::find_version(workspace, list, "");
  std::optional<parties::StoredParty> found;
  const std::vector<std::string> ids{id};
  parties::for_each_party(
      workspace, version, [&](parties::StoredParty&& one) { found = std::move(one); }, ids
  );
  if (!found) {
    throw not_found("hit: expected an entry of {} of {}, got \"{}\"", list, version.as_of, id)
        .with_hint("portolan parties show ID prints an entry");
  }
  return {version, std::move(*found)};
}

}  // namespace

ScreenDecisions::ScreenDecisions(const store::Workspace& workspace) {
  for (const auto& entry : store::Journal(workspace.journal_file()).entries()) {
    if (entry.action == kDecideAction) {
      const JsonValue& body = entry.body;
      decisions_[{text_at(body, "key"), text_at(body, "list"), text_at(body, "entry_id")}] = {
          .verdict = text_at(body, "verdict"),
          .at = entry.at,
          .asked = text_at(body, "asked"),
          .content_sha256 = text_at(body, "content_sha256")};
    }
  }
}

bool ScreenDecisions::apply(ScreenRecord& record) const {
  record.outcome = "hit";
  const auto found = decisions_.find({record.key, record.list, record.entry_id});
  if (found == decisions_.end()) {
    return false;
  }
  const ScreenDecision& decision = found->second;
  record.decision = fmt::format("{} at {}", decision.verdict, decision.at);
  if (decision.content_sha256 != record.content_sha256) {
    record.decision += "; the entry has changed since";
    return false;
  }
  if (decision.asked != record.asked) {
    record.decision += fmt::format("; then \"{}\" was asked", decision.asked);
    return false;
  }
  record.outcome = decision.verdict;
  return true;
}

std::string decide_screening(const ScreenDecisionRequest& request) {
  check(request);
  const auto [list, id] = hit_of(request.hit);
  const store::Workspace workspace = open_workspace(request.workspace);
  Basis basis = entry_now(workspace, list, id);
  JsonValue body = JsonValue::object(
      {{"key", request.key},
       {"list", list},
       {"entry_id", id},
       {"verdict", request.verdict},
       {"text", request.reason}}
  );
  std::optional<ScreenRecord> kept;
  if (request.asked.empty()) {
    kept = find_kept_hit(workspace, request.key, list, id);
    if (!kept) {
      throw not_found(
          "{}: expected a kept row of that key that met {}, got none", request.key, request.hit
      )
          .with_hint("portolan screen FILE --save NAME keeps rows; --asked TEXT says what was asked"
          );
    }
    if (kept->content_sha256 != basis.party.content_sha256) {
      throw invalid_argument(
          "{}: expected the entry as it was when it was screened, got one that has changed",
          request.hit
      )
          .with_hint("portolan screen again NAME shows what is new");
    }
  }
  body.set("asked", kept ? kept->asked : request.asked);
  body.set("score_db", kept ? JsonValue(kept->score_db) : JsonValue());
  body.set("as_of", basis.version.as_of);
  body.set("import_id", basis.version.import_id);
  body.set("name", parties::caption_of(basis.party.party));
  body.set("content_sha256", basis.party.content_sha256);
  if (!request.by.empty()) {
    body.set("by", request.by);
  }
  store::Journal(workspace.journal_file()).append(kDecideAction, std::move(body), request.at);
  return request.hit;
}

std::vector<ScreenLogEntry> screening_log(const ScreenLogRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  std::vector<ScreenLogEntry> log;
  for (const auto& entry : store::Journal(workspace.journal_file()).entries()) {
    if (!entry.action.starts_with("screen.")) {
      continue;
    }
    const JsonValue& body = entry.body;
    ScreenLogEntry one{
        .number = entry.number,
        .at = entry.at,
        .action = entry.action,
        .by = text_at(body, "by"),
        .verdict = text_at(body, "verdict"),
        .text = text_at(body, "text"),
        .sha256 = entry.sha256,
        .body_json = body.dump()};
    if (entry.action == kDecideAction) {
      one.subject = fmt::format(
          "{} {}:{}", text_at(body, "key"), text_at(body, "list"), text_at(body, "entry_id")
      );
      one.lists = fmt::format(
          "{}@{} {}", text_at(body, "list"), text_at(body, "as_of"), text_at(body, "import_id")
      );
    } else {
      one.subject = text_at(body, "file");
      std::vector<std::string> lists;
      if (const JsonValue* versions = body.find("lists")) {
        for (const JsonValue& version : versions->elements()) {
          lists.push_back(fmt::format(
              "{}@{} {}",
              text_at(version, "list"),
              text_at(version, "as_of"),
              text_at(version, "import_id")
          ));
        }
      }
      one.lists = join(lists, ", ");
    }
    log.push_back(std::move(one));
  }
  return log;
}

}  // namespace portolan::engine
