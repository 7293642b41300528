#include "portolan/engine/integrity.hpp"

#include <algorithm>

#include "open_workspace.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/verify.hpp"

namespace portolan::engine {

bool VerifyResult::has_faults() const {
  return std::ranges::any_of(findings, &IntegrityFinding::is_fault);
}

VerifyResult verify(const VerifyRequest& request, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  VerifyResult result;
  result.num_imports = std::ssize(store::list_imports(workspace));
  for (const auto& finding : store::verify(workspace, &progress)) {
    result.findings.push_back(
        {finding.severity == store::Finding::Severity::kFault, finding.subject, finding.detail}
    );
  }
  return result;
}

RebuildResult rebuild(const RebuildRequest& request, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  progress.begin("making the catalogue anew", "", 0);
  store::rebuild_catalogue(workspace);
  progress.end();
  return {
      std::ssize(store::list_imports(workspace)), store::current_generation(workspace).value_or(0)};
}

}  // namespace portolan::engine
