#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/parties/list_reader.hpp"
#include "portolan/parties/party.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::parties {

/// A version of a list, as it lies in the lake (docs/data/party_lists.md).
struct ListVersion {
  std::string list = {};
  std::string import_id = {};
  /// The day for which it holds, ISO: as given at the import, else as the file says, else the day
  /// of the import.
  std::string as_of = {};
  std::string format = {};
  /// It says who is who and restricts nobody: not screened against unless asked for.
  bool is_register = false;
  /// Names of the files, and the SHA-256 over them (of several: over their hashes).
  std::vector<std::string> files = {};
  std::string sha256 = {};
  std::string imported_at = {};
  std::int64_t num_entries = 0;
  /// Entries without a name, which cannot be screened for; among `num_entries`.
  std::int64_t num_nameless = 0;
  std::int64_t num_rejected = 0;
  /// Entries by schema.
  std::map<std::string, std::int64_t> schemas = {};
};

struct ListImportRequest {
  /// All of one list; as `group_list_files` returns them.
  std::vector<ListFile> files = {};
  /// Empty: the usual name of the list.
  std::string list = {};
  /// ISO date; empty: as the file says.
  std::string as_of = {};
  /// How many rejects are borne, of so many records.
  std::function<std::int64_t(std::int64_t records)> allowed_rejects = {};
  /// The time of the import in ISO form.
  std::string now = {};
};

/// What became of the files.
struct ImportedList {
  ListVersion version = {};
  /// The same bytes are there already: nothing was done.
  bool is_known = false;
  /// The version to which a delta was applied; empty for all else.
  std::string base = {};
  std::map<std::string, std::int64_t> attached = {};
  std::vector<ListReject> first_rejects = {};
  std::vector<std::string> notices = {};
};

/// Returns the files by list: OFAC's tables of one set together, all others one by one, in the
/// order in which they were given.
[[nodiscard]] std::vector<std::vector<ListFile>> group_list_files(std::vector<ListFile> files);

/// Reads a list and puts it into the lake as a version of its own; those that are there stay. A
/// delta is applied to the newest version of the list and gives a whole one. Killed at any time,
/// the lake holds the version whole or not at all.
///
/// Throws `Error`: kBadData as `read_party_list` does, and for more rejects than are borne;
/// kInvalidArgument for a name or a date that is none; kUnavailable, kInterrupted.
ImportedList import_party_list(
    const store::Workspace& workspace,
    const ListImportRequest& request,
    Progress& progress
);

/// Returns all versions of all lists: by list, the oldest first (by `as_of`, then by the time of
/// the import).
[[nodiscard]] std::vector<ListVersion> list_versions(const store::Workspace& workspace);

/// Returns the newest version of each list.
[[nodiscard]] std::vector<ListVersion> newest_versions(const store::Workspace& workspace);

/// Returns the version of `list` whose `as_of` is `version` or whose import begins with it; the
/// newest for empty text. Throws `Error` (kNotFound, with what there is).
[[nodiscard]] ListVersion
find_version(const store::Workspace& workspace, std::string_view list, std::string_view version);

/// An entry with the hash over what it says; two entries of one hash differ in nothing but place.
struct StoredParty {
  ListedParty party = {};
  std::string content_sha256 = {};
};

/// Hands over the entries of a version in the order of the list; with `entry_ids` only those.
void for_each_party(
    const store::Workspace& workspace,
    const ListVersion& version,
    const std::function<void(StoredParty&&)>& use,
    std::span<const std::string> entry_ids = {}
);

/// What the entry says, one line each: "alias: AEROFLOT (weak)".
[[nodiscard]] std::vector<std::string> statements_about(const ListedParty& party);

/// How an entry differs between two versions.
struct EntryDifference {
  enum class Kind : std::uint8_t { kAdded, kChanged, kRemoved };
  Kind kind = Kind::kAdded;
  std::string entry_id = {};
  std::string schema = {};
  std::string caption = {};
  /// Statements that are gone and that have come; for kChanged only.
  std::vector<std::string> gone = {};
  std::vector<std::string> come = {};
};

[[nodiscard]] std::string_view to_string(EntryDifference::Kind kind);

/// Returns what differs between two versions: added, changed, removed, each by id.
[[nodiscard]] std::vector<EntryDifference>
list_delta(const store::Workspace& workspace, const ListVersion& older, const ListVersion& newer);

}  // namespace portolan::parties
