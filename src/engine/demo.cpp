#include "portolan/engine/demo.hpp"

#include <iterator>

#include "portolan/engine/imports.hpp"
#include "portolan/engine/panel.hpp"
#include "portolan/engine/workspace.hpp"
#include "portolan/engine/worlds.hpp"

namespace portolan::engine {

DemoResult demo(const DemoRequest& request, Progress& progress) {
  DemoResult result;
  result.root = init_workspace({.folder = request.folder}).root;
  const std::filesystem::path practice = result.root / "practice";
  MakeWorldRequest world;
  world.folder = practice;
  world.seed = request.seed;
  ImportRequest import;
  for (const auto& file : make_world(world, progress).files) {
    import.files.push_back(practice / file.path);
  }
  import.workspace = result.root;
  import.threads = request.threads;
  import.now = request.now;
  const ImportResult imported = import_files(import, progress);
  if (!imported.failures.empty()) {
    throw imported.failures.front();
  }
  result.num_files = std::ssize(imported.tables);
  for (const auto& table : imported.tables) {
    result.num_records += table.records;
  }
  BuildPanelRequest panel;
  panel.workspace = result.root;
  panel.threads = request.threads;
  result.num_panel_rows = build_panel(panel, progress).num_rows;
  DetectRequest detection;
  detection.to = "RUS";
  detection.workspace = result.root;
  detection.threads = request.threads;
  detection.now = request.now;
  result.run = detect(detection, progress);
  return result;
}

}  // namespace portolan::engine
