#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/formats/json_value.hpp"

namespace portolan::store {

/// One line of the journal.
struct JournalEntry {
  /// From 1.
  std::int64_t number = 0;
  /// ISO time, as given.
  std::string at;
  /// "sources.remove", "leads.status".
  std::string action;
  formats::JsonValue body;
  /// SHA-256 of this line without its line feed; the next line carries it as `previous`.
  std::string sha256;
};

/// The decisions of the workspace's users, in a file that only grows: one JSON object a line, each
/// with the SHA-256 of the line before (64 zeros in the first), so that no line can be changed or
/// taken out unseen. Any number of processes may append; each line is on the disk when `append`
/// returns.
class Journal {
 public:
  explicit Journal(std::filesystem::path file) : file_(std::move(file)) {}

  /// Appends a line. What an interrupted append left of a line is completed if nothing but its line
  /// feed is missing, and cut off otherwise. Throws `Error` (kUnavailable; kBadData if the last
  /// line is whole but no line of a journal).
  JournalEntry append(std::string_view action, formats::JsonValue body, std::string_view at);

  /// Returns all lines, oldest first; none if there is no journal. A last line without its line
  /// feed is left out. Throws `Error` (kBadData, with the line) where the chain is broken.
  [[nodiscard]] std::vector<JournalEntry> entries() const;

  /// Returns what is wrong, "line 3: ..."; nothing if the chain holds.
  [[nodiscard]] std::optional<std::string> fault() const;

 private:
  std::filesystem::path file_;
};

}  // namespace portolan::store
