#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::engine {

/// A question about who stands around a party.
struct NeighboursRequest {
  /// A file as `owned_parties` reads.
  std::filesystem::path file = {};
  /// The id of the party, or its name where only one party has it.
  std::string party = {};
  /// How far to go, at least 1.
  std::int64_t hops = 1;
  /// An address or telephone number that more parties than this share ties nobody: it is a
  /// registered office or an exchange. At least 2.
  std::int64_t max_shared = 50;
};

/// A tie between a party and one that is one hop nearer.
struct NeighbourTie {
  std::int64_t hop = 0;
  std::string id = {};
  std::string name = {};
  std::string schema = {};
  /// What the party is to the nearer one: "owner", "owned", "director", "has as director" …,
  /// "same address", "same telephone".
  std::string tie = {};
  /// The nearer party.
  std::string of_id = {};
  std::string of_name = {};
  /// The share, the role, the address or the number; empty where the file does not say.
  std::string detail = {};
  /// Days of the tie, empty where open.
  std::string from = {};
  std::string until = {};
};

struct NeighboursResult {
  std::string id;
  std::string name;
  /// By hop, id, nearer party, tie.
  std::vector<NeighbourTie> ties;
  std::vector<std::string> notices;
};

/// Returns the parties within some hops over ownership, offices, family and other ties of the file,
/// shared addresses and shared telephone numbers, whatever their days. Each party stands at its
/// least number of hops, with all its ties to parties one hop nearer.
///
/// Throws `Error`: kNotFound where nobody has the id or name, or several the name (the hint names
/// them or the nearest); kInvalidArgument for hops or a limit outside their ranges; otherwise as
/// `owned_parties`.
[[nodiscard]] NeighboursResult neighbours_of(const NeighboursRequest& request, Progress& progress);

}  // namespace portolan::engine
