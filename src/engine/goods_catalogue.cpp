#include "goods_catalogue.hpp"

#include <string>
#include <vector>

#include "open_workspace.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/goods/hs_correlation.hpp"
#include "portolan/goods/workspace_lists.hpp"
#include "portolan/store/catalogue.hpp"

namespace portolan::engine {

std::optional<store::Workspace> workspace_if_any(const std::filesystem::path& folder) {
  if (folder.empty() && !store::Workspace::find(std::filesystem::current_path())) {
    return std::nullopt;
  }
  return open_workspace(folder);
}

goods::ListCatalogue list_catalogue(const std::optional<store::Workspace>& workspace) {
  return workspace ? goods::workspace_lists(*workspace) : goods::ListCatalogue();
}

goods::ListCatalogue
list_catalogue(const std::optional<store::Workspace>& workspace, const goods::Regime& regime) {
  return goods::lists_of(regime, list_catalogue(workspace));
}

goods::FamilyTable family_table(const std::optional<store::Workspace>& workspace) {
  std::vector<HsEdition> editions;
  if (workspace) {
    store::Database catalogue = store::open_catalogue(*workspace);
    const store::Result result =
        catalogue.query("SELECT DISTINCT hs_edition FROM coverage ORDER BY hs_edition");
    for (std::size_t row = 0; row < result.num_rows(); ++row) {
      if (const auto edition = parse_hs_edition(result.text(row, 0).value_or(""))) {
        editions.push_back(*edition);
      }
    }
  }
  if (editions.empty()) {
    const auto all = goods::all_hs_editions();
    editions.assign(all.begin(), all.end());
  }
  return goods::make_families(editions);
}

}  // namespace portolan::engine
