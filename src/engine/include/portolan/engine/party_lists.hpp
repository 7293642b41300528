#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/engine/imports.hpp"

namespace portolan::engine {

/// A version of a list of restricted parties.
struct PartyListVersion {
  std::string list;
  /// The day for which it holds.
  std::string as_of;
  std::string import_id;
  std::string format;
  std::string files;
  std::string sha256;
  std::string imported_at;
  /// It is the newest of its list, against which names are screened.
  bool is_newest = false;
  std::int64_t entries = 0;
  /// Without a name: they cannot be screened for. Among `entries`.
  std::int64_t nameless = 0;
  std::int64_t rejected = 0;
  /// Entries by schema.
  NamedCounts schemas;
};

struct ImportPartiesRequest {
  std::filesystem::path workspace = {};
  std::vector<std::filesystem::path> files;
  /// Empty: the usual name of each list.
  std::string list;
  /// ISO date; empty: as the files say.
  std::string as_of;
  /// "250" or "1%" of the records of a list.
  std::string max_rejects = "1%";
  /// The time of the import in ISO form.
  std::string now;
};

struct ImportedPartyList {
  PartyListVersion version;
  /// The same bytes are there already: nothing was done.
  bool is_known = false;
  /// The version that a delta changed; empty for all else.
  std::string base;
  /// Records that are part of entries or link them, by what they are.
  NamedCounts attached;
  std::vector<RejectedRecord> first_rejects;
  std::vector<std::string> notices;
};

struct ImportPartiesResult {
  std::vector<ImportedPartyList> lists;
  /// Of the files that could not be imported; the others are in the lake all the same.
  std::vector<Error> failures;
};

/// Reads lists of restricted parties into the workspace. Throws `Error`: kNotFound where there is
/// no workspace, kInvalidArgument if the request is wrong, kInterrupted.
ImportPartiesResult import_parties(const ImportPartiesRequest& request, Progress& progress);

struct PartyListsRequest {
  std::filesystem::path workspace = {};
};

/// Returns all versions of all lists, by list, the oldest first.
[[nodiscard]] std::vector<PartyListVersion> party_lists(const PartyListsRequest& request);

struct ShowPartyRequest {
  std::filesystem::path workspace = {};
  /// The id of an entry, or a reference that the list gives it ("CDi.001").
  std::string id;
  /// Only this list; empty: all.
  std::string list;
  /// Its day or import; empty: the newest.
  std::string version;
};

/// An entry of a list.
struct PartyShown {
  std::string list;
  std::string as_of;
  std::string import_id;
  std::string entry_id;
  std::string schema;
  std::string caption;
  std::int64_t line = 0;
  std::string content_sha256;
  /// What the list says: field and value.
  std::vector<std::pair<std::string, std::string>> statements = {};
};

/// Returns the entries of that id in the lists' newest versions (or in the one asked for). Throws
/// `Error` (kNotFound) if there is none.
[[nodiscard]] std::vector<PartyShown> show_party(const ShowPartyRequest& request);

struct PartyDeltaRequest {
  std::filesystem::path workspace = {};
  std::string list;
  /// Days or imports; empty: the two newest versions.
  std::string older;
  std::string newer;
};

struct PartyDifference {
  /// "added", "changed", "removed".
  std::string change;
  std::string entry_id;
  std::string schema;
  std::string caption;
  /// For changed ones, what the older version said and the newer does not, and the other way round.
  std::vector<std::string> gone;
  std::vector<std::string> come;
};

struct PartyDeltaResult {
  PartyListVersion older;
  PartyListVersion newer;
  std::vector<PartyDifference> differences = {};
};

/// Returns how two versions of a list differ. Throws `Error` (kNotFound) where there is no such
/// list or version, or only one.
[[nodiscard]] PartyDeltaResult party_delta(const PartyDeltaRequest& request);

}  // namespace portolan::engine
