#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace portolan::engine {

/// Asks whether the machine and the workspace can do the work.
struct DoctorRequest {
  /// The workspace; empty for the nearest one upwards from the current folder, if there is any.
  std::filesystem::path workspace;
};

enum class CheckOutcome { kGood, kWarning, kFailed };

/// Returns "ok", "warning" or "failed".
[[nodiscard]] std::string to_string(CheckOutcome outcome);

/// One thing that was looked at.
struct Check {
  std::string name;
  CheckOutcome outcome;
  /// What was found, and what to do where it is not good.
  std::string detail;
};

struct DoctorResult {
  std::vector<Check> checks;
  /// Whether any check failed: work will not succeed before it is put right.
  [[nodiscard]] bool has_failed() const;
};

[[nodiscard]] DoctorResult doctor(const DoctorRequest& request);

}  // namespace portolan::engine
