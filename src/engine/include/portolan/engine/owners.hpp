#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::engine {

/// A question about who is owned by listed parties.
struct OwnersRequest {
  /// CSV of holdings or FollowTheMoney JSON lines (docs/methods/ownership.md), also gzip.
  std::filesystem::path file = {};
  /// CSV with a column id, and at will from and until. Empty: the Sanction entities of `file`, of
  /// the authorities whose listings the regime's rule reads.
  std::filesystem::path listed = {};
  std::string regime = "ofac";
  /// The day asked about: "2024-03-01".
  std::string as_of = {};
};

/// A holding that counts towards an entity's standing. Shares are between 0 and 1.
struct OwnerShare {
  std::string id = {};
  std::string name = {};
  /// "listed", "blocked", "possibly".
  std::string standing = {};
  double least_share = 0.0;
  double most_share = 1.0;
  bool is_control = false;
};

/// What a rule says of one entity; `ownership::Finding` says what the fields mean.
struct OwnedParty {
  std::string id = {};
  std::string name = {};
  std::string schema = {};
  /// "blocked", "possibly", "not" or "listed".
  std::string standing = {};
  double least_share = 0.0;
  double most_share = 0.0;
  std::int64_t step = 0;
  bool is_by_control = false;
  std::vector<OwnerShare> owners = {};
};

/// A tie in force on the day, with the statements about one pair of owner and owned as one.
struct PartyTie {
  std::string from = {};
  std::string to = {};
  /// "owner", "director" …, as seen from `from`.
  std::string kind = {};
  /// Of owners alone.
  double least_share = 0.0;
  double most_share = 1.0;
  bool is_control = false;
  /// What the file calls the role; empty where it does not say.
  std::string role = {};
};

struct OwnersResult {
  /// Blocked first, then possibly, not, listed; each by step and id.
  std::vector<OwnedParty> parties;
  /// Parties of which the rule says nothing, in the order of the file.
  std::vector<OwnedParty> others;
  /// All ties on the day, owners first.
  std::vector<PartyTie> ties;
  std::vector<std::string> notices;
};

/// Returns who is owned by listed parties on a day under a regime's rule of ownership.
///
/// Throws `Error`: kInvalidArgument for a regime or day that is none; kBadData for a file that is
/// neither form or has a value that cannot be read, and where nothing lists anybody.
[[nodiscard]] OwnersResult owned_parties(const OwnersRequest& request, Progress& progress);

/// Returns the regimes that `owned_parties` knows.
[[nodiscard]] std::vector<std::string> ownership_regimes();

}  // namespace portolan::engine
