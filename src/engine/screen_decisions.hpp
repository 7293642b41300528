#pragma once

#include <map>
#include <string>
#include <tuple>

#include "portolan/engine/screening.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::engine {

/// What was decided of a hit, and on what.
struct ScreenDecision {
  std::string verdict = {};
  std::string at = {};
  std::string asked = {};
  std::string content_sha256 = {};
};

/// The last decision of each hit.
class ScreenDecisions {
 public:
  /// Reads them from the journal.
  explicit ScreenDecisions(const store::Workspace& workspace);

  /// Sets `outcome` and `decision` of a hit: the verdict where the entry and what was asked are as
  /// they were, "hit" otherwise, with what has changed. Returns whether a decision holds.
  bool apply(ScreenRecord& record) const;

 private:
  std::map<std::tuple<std::string, std::string, std::string>, ScreenDecision> decisions_;
};

}  // namespace portolan::engine
