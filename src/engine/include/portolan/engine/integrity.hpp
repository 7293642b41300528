#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::engine {

struct VerifyRequest {
  std::filesystem::path workspace = {};
};

/// Something found in a workspace: damage, or a remark of no harm.
struct IntegrityFinding {
  bool is_fault = false;
  /// The file or folder, from the workspace's root.
  std::string subject;
  std::string detail;
};

struct VerifyResult {
  std::int64_t num_imports = 0;
  /// Faults first; none if all is well.
  std::vector<IntegrityFinding> findings;
  [[nodiscard]] bool has_faults() const;
};

/// Checks every hash, count and chain in the workspace; changes nothing.
[[nodiscard]] VerifyResult verify(const VerifyRequest& request, Progress& progress);

struct RebuildRequest {
  std::filesystem::path workspace = {};
};

struct RebuildResult {
  std::int64_t num_imports = 0;
  /// The number of the catalogue's new generation.
  std::int64_t generation = 0;
};

/// Makes the catalogue anew from the lake.
RebuildResult rebuild(const RebuildRequest& request, Progress& progress);

}  // namespace portolan::engine
