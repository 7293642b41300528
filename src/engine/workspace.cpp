#include "portolan/engine/workspace.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <sys/stat.h>

#include "open_workspace.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/formats/table.hpp"

namespace portolan::engine {
namespace {

namespace fs = std::filesystem;

std::string text_of(double value) {
  return formats::format_double(value).value_or("");
}

std::vector<Setting> settings_of(const store::Settings& settings) {
  const auto& store = settings.store;
  const auto& panel = settings.panel;
  return {
      {"leads.moved_db", text_of(settings.leads.moved_db), false},
      {"panel.cif_margin", text_of(panel.cif_margin), false},
      {"panel.max_cif_margin", text_of(panel.max_cif_margin), false},
      {"panel.source_order", join(panel.source_order, ", "), false},
      {"store.memory_limit", store.memory_limit, false},
      {"store.temp_dir", store.temp_dir.string(), false},
      {"store.threads", fmt::format("{}", store.threads), false}};
}

// What tells two states of a file or folder apart without opening it.
void append_state(std::string& text, const fs::path& path) {
  struct stat state {};
  if (::stat(path.c_str(), &state) != 0) {
    text += "-;";
    return;
  }
  text += fmt::format(
      "{} {} {} {};", state.st_ino, state.st_size, state.st_mtim.tv_sec, state.st_mtim.tv_nsec
  );
}

}  // namespace

fs::path find_workspace(const fs::path& folder) {
  return fs::absolute(open_workspace(folder).root()).lexically_normal();
}

std::string workspace_snapshot(const fs::path& root) {
  std::string text;
  for (const char* const path :
       {"portolan.toml",
        "catalogue/CURRENT",
        "cache/panel.current",
        "journal/decisions.jsonl",
        "lake/trade",
        "lake/goods_list"}) {
    append_state(text, root / path);
  }
  return formats::sha256_of(text).substr(0, 16);
}

store::Workspace open_workspace(const fs::path& folder) {
  const fs::path start = folder.empty() ? fs::current_path() : folder;
  const auto root = store::Workspace::find(start);
  if (!root) {
    throw not_found(
        "workspace: expected portolan.toml in {} or a folder above, got none", start.string()
    )
        .with_hint("portolan init makes a workspace; --workspace DIR names one elsewhere");
  }
  return store::Workspace::open(*root);
}

InitResult init_workspace(const InitRequest& request) {
  fs::path folder = fs::absolute(request.folder).lexically_normal();
  if (!folder.has_filename()) {
    folder = folder.parent_path();  // "trade/" is "trade"
  }
  return {store::Workspace::init(folder).root()};
}

std::vector<Setting> config(const ConfigRequest& request) {
  std::vector<Setting> settings = settings_of(open_workspace(request.workspace).settings());
  const std::vector<Setting> defaults = settings_of(store::Settings{});
  for (std::size_t i = 0; i < settings.size(); ++i) {
    settings[i].is_default = settings[i].value == defaults[i].value;
  }
  return settings;
}

}  // namespace portolan::engine
