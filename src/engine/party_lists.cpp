#include "portolan/engine/party_lists.hpp"

#include <algorithm>

#include "open_workspace.hpp"
#include "portolan/base/text.hpp"
#include "portolan/ingest/import.hpp"
#include "portolan/parties/party_lists.hpp"

namespace portolan::engine {
namespace {

PartyListVersion shown(const parties::ListVersion& version) {
  return {
      .list = version.list,
      .as_of = version.as_of,
      .import_id = version.import_id,
      .format = version.format,
      .files = join(version.files, " "),
      .sha256 = version.sha256,
      .imported_at = version.imported_at,
      .entries = version.num_entries,
      .nameless = version.num_nameless,
      .rejected = version.num_rejected,
      .schemas = NamedCounts(version.schemas.begin(), version.schemas.end())};
}

ImportedPartyList shown(parties::ImportedList&& imported) {
  ImportedPartyList list;
  list.version = shown(imported.version);
  list.is_known = imported.is_known;
  list.base = imported.base;
  list.attached.assign(imported.attached.begin(), imported.attached.end());
  for (const parties::ListReject& reject : imported.first_rejects) {
    list.first_rejects.push_back({reject.line, reject.column, reject.reason, reject.value});
  }
  list.notices = std::move(imported.notices);
  return list;
}

void rethrow_unless_about_file(const Error& error) {
  if (error.code() == ErrorCode::kInterrupted || error.code() == ErrorCode::kInternal) {
    throw error;
  }
}

// "alias: AEROFLOT" into its two halves.
std::pair<std::string, std::string> statement_of(const std::string& text) {
  const auto colon = text.find(": ");
  return {text.substr(0, colon), text.substr(colon + 2)};
}

bool is_meant(const parties::ListedParty& party, const std::string& id) {
  return party.entry_id == id || party.entry_id.ends_with("-" + id) ||
         std::ranges::any_of(party.details, [&](const parties::PartyDetail& detail) {
           return detail.value == id && (detail.key == "reference" || detail.key == "referents");
         });
}

std::vector<parties::ListVersion>
versions_asked_for(const store::Workspace& workspace, const ShowPartyRequest& request) {
  if (!request.list.empty()) {
    return {parties::find_version(workspace, request.list, request.version)};
  }
  if (!request.version.empty()) {
    throw invalid_argument("--version: expected --list with it, got none");
  }
  return parties::newest_versions(workspace);
}

}  // namespace

ImportPartiesResult import_parties(const ImportPartiesRequest& request, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  const ingest::RejectLimit max_rejects = ingest::RejectLimit::parse(request.max_rejects);
  ImportPartiesResult result;
  std::vector<parties::ListFile> files;
  for (const auto& path : request.files) {
    // A file that is no list must not keep the others of the same line out.
    try {
      auto recognised = parties::recognise_list_files(path);
      std::ranges::move(recognised, std::back_inserter(files));
    } catch (const Error& error) {
      rethrow_unless_about_file(error);
      result.failures.push_back(error);
    }
  }
  for (auto& group : parties::group_list_files(std::move(files))) {
    const parties::ListImportRequest one{
        .files = std::move(group),
        .list = request.list,
        .as_of = request.as_of,
        .allowed_rejects = [&](std::int64_t records) { return max_rejects.allowed(records); },
        .now = request.now};
    try {
      result.lists.push_back(shown(parties::import_party_list(workspace, one, progress)));
    } catch (const Error& error) {
      rethrow_unless_about_file(error);
      result.failures.push_back(error);
    }
  }
  return result;
}

std::vector<PartyListVersion> party_lists(const PartyListsRequest& request) {
  std::vector<PartyListVersion> list;
  for (const parties::ListVersion& version :
       parties::list_versions(open_workspace(request.workspace))) {
    list.push_back(shown(version));
  }
  for (std::size_t i = 0; i < list.size(); ++i) {
    list[i].is_newest = i + 1 == list.size() || list[i + 1].list != list[i].list;
  }
  return list;
}

std::vector<PartyShown> show_party(const ShowPartyRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  std::vector<PartyShown> found;
  for (const parties::ListVersion& version : versions_asked_for(workspace, request)) {
    parties::for_each_party(workspace, version, [&](parties::StoredParty&& stored) {
      if (!is_meant(stored.party, request.id)) {
        return;
      }
      PartyShown party{
          .list = version.list,
          .as_of = version.as_of,
          .import_id = version.import_id,
          .entry_id = stored.party.entry_id,
          .schema = std::string(to_string(stored.party.schema)),
          .caption = parties::caption_of(stored.party),
          .line = stored.party.line,
          .content_sha256 = stored.content_sha256};
      for (const std::string& statement : parties::statements_about(stored.party)) {
        party.statements.push_back(statement_of(statement));
      }
      found.push_back(std::move(party));
    });
  }
  if (found.empty()) {
    throw not_found("entry: expected the id of one of a list, got \"{}\"", request.id)
        .with_hint("portolan parties list shows the lists; portolan screen finds entries by name");
  }
  return found;
}

PartyDeltaResult party_delta(const PartyDeltaRequest& request) {
  const store::Workspace workspace = open_workspace(request.workspace);
  const parties::ListVersion newer = parties::find_version(workspace, request.list, request.newer);
  parties::ListVersion older;
  if (!request.older.empty()) {
    older = parties::find_version(workspace, request.list, request.older);
  } else {
    std::vector<parties::ListVersion> versions;
    for (const parties::ListVersion& version : parties::list_versions(workspace)) {
      if (version.list == request.list) {
        versions.push_back(version);
      }
    }
    if (versions.size() < 2) {
      throw not_found("{}: expected two versions to compare, got one", request.list)
          .with_hint("portolan parties import FILE… brings in the next one");
    }
    older = versions[versions.size() - 2];
  }
  PartyDeltaResult result{.older = shown(older), .newer = shown(newer)};
  for (parties::EntryDifference& one : parties::list_delta(workspace, older, newer)) {
    result.differences.push_back(
        {.change = std::string(to_string(one.kind)),
         .entry_id = std::move(one.entry_id),
         .schema = std::move(one.schema),
         .caption = std::move(one.caption),
         .gone = std::move(one.gone),
         .come = std::move(one.come)}
    );
  }
  return result;
}

}  // namespace portolan::engine
