#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/formats/json_value.hpp"

namespace portolan::engine {

struct JournalRequest {
  std::filesystem::path workspace = {};
};

/// A decision of a user, or a run that was kept, as the journal holds it.
struct JournalLine {
  /// From 1.
  std::int64_t number = 0;
  std::string at;
  /// "leads.status", "leads.note", "leads.run", "sources.remove", …
  std::string action;
  formats::JsonValue body;
  /// Of the line; the next one carries it.
  std::string sha256;
};

/// Returns all lines, oldest first. Throws `Error` (kBadData) where the chain is broken.
[[nodiscard]] std::vector<JournalLine> journal(const JournalRequest& request);

}  // namespace portolan::engine
