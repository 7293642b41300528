#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/ownership/holdings.hpp"

namespace portolan::engine {

/// A person, firm, vessel or other thing that a file names.
struct Party {
  std::string id;
  /// Empty where only relations name it.
  std::string name;
  /// "Company", "Person"; empty where the file does not tell.
  std::string schema;
  std::vector<std::string> addresses = {};
  std::vector<std::string> phones = {};
};

/// What ties one party to another: "owner", "director", and the like, as seen from `from`.
struct Relation {
  std::string kind;
  ownership::EntityIndex from = 0;
  ownership::EntityIndex to = 0;
  ownership::Days days = {};
  /// Of owners alone.
  ownership::Share low = 0;
  ownership::Share high = ownership::kWhole;
  bool controls = false;
  /// What the file calls the role; empty where it does not say.
  std::string role = {};
};

/// A listing of a party.
struct PartyListing {
  ownership::EntityIndex party = 0;
  ownership::Days days = {};
  /// Of the authority, lower case; empty where the file does not tell.
  std::string country = {};
};

/// Parties and what ties them, in the order of the file.
class PartyGraph {
 public:
  /// The party of that id, added if it is new. An id that was merged into another is that other.
  ownership::EntityIndex party_of(std::string_view id);
  /// The party of that id; nothing where the file does not name it.
  [[nodiscard]] std::optional<ownership::EntityIndex> find(std::string_view id) const;
  /// Makes `old_id` mean the party of `id`, unless it is a party of its own.
  void redirect(const std::string& old_id, ownership::EntityIndex party);

  std::vector<Party> parties = {};
  std::vector<Relation> relations = {};
  std::vector<PartyListing> listings = {};
  /// What could not be read and what was made of it, with how often.
  std::map<std::string, std::int64_t> remarks = {};

 private:
  std::unordered_map<std::string, ownership::EntityIndex> by_id_;
};

inline constexpr std::string_view kOwnerRelation = "owner";

/// Returns the parties of a file (also gzip): FollowTheMoney JSON lines (entities, or deltas with
/// "op"); GraphML, whose edges have the attributes of the CSV and at will kind and role; or CSV
/// with the columns owner, owned, and at will share, percentage, low and high, from, until,
/// control, owner_name, owned_name. docs/methods/ownership.md describes both.
///
/// Throws `Error`: kBadData, with file and line, where the file is none of these or a value of the
/// CSV or GraphML cannot be read; kInvalidArgument or kUnavailable where it cannot be opened.
[[nodiscard]] PartyGraph read_party_graph(const std::filesystem::path& file, Progress& progress);

/// A row of a file of listed parties.
struct ListedId {
  std::string id;
  ownership::Days days = {};
};

/// Returns the listed parties of a CSV file with a column id, and at will from and until. Throws as
/// `read_party_graph`.
[[nodiscard]] std::vector<ListedId>
read_listed_file(const std::filesystem::path& file, Progress& progress);

}  // namespace portolan::engine
