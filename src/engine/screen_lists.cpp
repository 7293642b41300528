#include "screen_lists.hpp"

#include <algorithm>

#include "portolan/base/error.hpp"

namespace portolan::engine {

std::vector<parties::ListVersion>
chosen_versions(const store::Workspace& workspace, const std::vector<std::string>& lists) {
  std::vector<parties::ListVersion> versions;
  for (const std::string& list : lists) {
    const auto at = list.find('@');
    const std::string version = at == std::string::npos ? std::string() : list.substr(at + 1);
    versions.push_back(parties::find_version(workspace, list.substr(0, at), version));
  }
  if (lists.empty()) {
    versions = parties::newest_versions(workspace);
    std::erase_if(versions, [](const parties::ListVersion& one) { return one.is_register; });
  }
  if (versions.empty()) {
    throw not_found("lists: expected at least one list of restricted parties, got none")
        .with_hint("portolan parties import FILE… brings one in");
  }
  std::ranges::sort(versions, {}, &parties::ListVersion::list);
  return versions;
}

std::vector<ScreenedListVersion> shown_versions(const std::vector<parties::ListVersion>& versions) {
  std::vector<ScreenedListVersion> shown;
  for (const parties::ListVersion& version : versions) {
    shown.push_back({version.list, version.as_of, version.import_id});
  }
  return shown;
}

parties::Screener load_screener(
    const store::Workspace& workspace,
    const std::vector<parties::ListVersion>& versions,
    Progress& progress
) {
  parties::Screener::Builder builder;
  progress.begin("loading the lists", "entries", 0);
  std::int64_t num_loaded = 0;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    parties::for_each_party(workspace, versions[i], [&](parties::StoredParty&& party) {
      builder.add(party, i);
      progress.check();
      progress.advance(++num_loaded);
    });
  }
  parties::Screener screener = builder.build();
  progress.end();
  return screener;
}

}  // namespace portolan::engine
