#include "lead_runs.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <tuple>

#include <fmt/format.h>
#include <unistd.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::engine {
namespace {

namespace fs = std::filesystem;
using formats::JsonValue;

constexpr std::string_view kSchema = "portolan.run/1";

fs::path runs_folder(const store::Workspace& workspace) {
  return workspace.cache_folder() / "runs";
}

std::string read_whole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_and_rename(const fs::path& path, const std::string& text) {
  const fs::path beside = path.string() + fmt::format(".{}", getpid());
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  std::error_code error;
  if (file) {
    fs::rename(beside, path, error);
  }
  if (!file || error) {
    throw unavailable("{}: expected a file that can be written", path.string());
  }
}

LeadRun run_of(const fs::path& file, bool with_leads) {
  const JsonValue json = formats::parse_json(read_whole(file), file.filename().string());
  LeadRun run;
  run.id = json.string_at("run");
  run.made_at = json.string_at("made_at");
  if (const auto* params = json.find("params")) {
    run.params = *params;
  }
  if (const auto* notices = json.find("notices")) {
    for (const auto& notice : notices->elements()) {
      run.notices.push_back(notice.as_string() == nullptr ? "" : *notice.as_string());
    }
  }
  const auto* leads = json.find("leads");
  if (with_leads && leads != nullptr) {
    run.leads = leads->elements();
  }
  return run;
}

std::vector<fs::path> run_files(const store::Workspace& workspace) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(runs_folder(workspace), error)) {
    if (entry.path().extension() == ".json") {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

void keep_run(const store::Workspace& workspace, const LeadRun& run) {
  std::error_code error;
  fs::create_directories(runs_folder(workspace), error);
  JsonValue json = JsonValue::object(
      {{"schema", kSchema},
       {"run", run.id},
       {"made_at", run.made_at},
       {"params", run.params},
       {"notices", run.notices},
       {"leads", run.leads}}
  );
  write_and_rename(runs_folder(workspace) / (run.id + ".json"), json.dump() + "\n");
  write_and_rename(runs_folder(workspace) / "latest", run.id + "\n");
}

LeadRun read_run(const store::Workspace& workspace, const std::string& id) {
  std::string wanted = id;
  if (wanted.empty()) {
    wanted = trim(read_whole(runs_folder(workspace) / "latest"));
  }
  std::vector<std::string> names;
  std::vector<fs::path> fitting;
  for (const auto& file : run_files(workspace)) {
    names.push_back(file.stem().string());
    if (!wanted.empty() && names.back().starts_with(wanted)) {
      fitting.push_back(file);
    }
  }
  if (names.empty()) {
    throw not_found("leads: expected a run of the detection, got none")
        .with_hint("portolan detect --to RUS makes one");
  }
  if (fitting.size() != 1) {
    throw not_found("run: expected the id of one, got \"{}\"", wanted)
        .with_hint("the runs are " + join(names, ", "));
  }
  return run_of(fitting.front(), true);
}

std::vector<LeadRun> list_runs(const store::Workspace& workspace) {
  std::vector<LeadRun> runs;
  for (const auto& file : run_files(workspace)) {
    runs.push_back(run_of(file, false));
  }
  std::ranges::sort(runs, [](const LeadRun& a, const LeadRun& b) {
    return std::tie(a.made_at, a.id) < std::tie(b.made_at, b.id);
  });
  return runs;
}

}  // namespace portolan::engine
