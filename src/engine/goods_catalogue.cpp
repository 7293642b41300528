#include "goods_catalogue.hpp"

#include <string>
#include <vector>

#include "open_workspace.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/goods/hs_correlation.hpp"
#include "portolan/goods/list_reader.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/journal.hpp"

namespace portolan::engine {

std::optional<store::Workspace> workspace_if_any(const std::filesystem::path& folder) {
  if (folder.empty() && !store::Workspace::find(std::filesystem::current_path())) {
    return std::nullopt;
  }
  return open_workspace(folder);
}

goods::ListCatalogue list_catalogue(const std::optional<store::Workspace>& workspace) {
  goods::ListCatalogue catalogue;
  if (!workspace) {
    return catalogue;
  }
  for (const auto& entry : store::Journal(workspace->journal_file()).entries()) {
    if (entry.action != kImportListAction) {
      continue;
    }
    goods::ListFileOptions options;
    options.name = entry.body.string_at("name");
    options.version = entry.body.string_at("version");
    options.edition =
        parse_hs_edition(entry.body.string_at("edition")).value_or(HsEdition::kHs2022);
    options.title = entry.body.string_at("title");
    options.source = entry.body.string_at("source");
    const std::string& file = entry.body.string_at("file");
    catalogue.add(goods::read_list(entry.body.string_at("text"), file, options).list);
  }
  return catalogue;
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
