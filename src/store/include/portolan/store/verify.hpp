#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::store {

/// Something that `verify` found.
struct Finding {
  enum class Severity : std::uint8_t {
    kNote,   ///< of no harm: what a killed process left, what the next writer will bring up to date
    kFault,  ///< something is damaged, missing or changed
  };
  Severity severity;
  /// The file or folder, from the workspace's root.
  std::string subject;
  /// "expected 9f86d081…, got 60303ae2…"
  std::string detail;

  bool operator==(const Finding&) const = default;
};

/// Checks everything that can be checked: the settings, each import's parts and rejects against the
/// hashes, sizes and row counts of its import.json, its name against what it is made from, its
/// counts against each other, the journal's chain, each run against the hash in the journal, the
/// catalogue against the lake, and what lies about. Reads every byte of lake and runs once. Returns
/// the findings, faults first, then by subject; none if all is well. Changes nothing.
[[nodiscard]] std::vector<Finding> verify(const Workspace& workspace, Progress* progress = nullptr);

}  // namespace portolan::store
