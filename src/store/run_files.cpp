#include "portolan/store/run_files.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "durable_file.hpp"
#include "portolan/base/error.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/sha256.hpp"

namespace portolan::store {
namespace {

constexpr std::string_view kRun = "leads.run";
constexpr std::string_view kForget = "leads.forget";
constexpr std::size_t kLargestRun = std::size_t{1} << 30U;
constexpr auto kPatience = std::chrono::seconds(10);

std::filesystem::path file_of(const Workspace& workspace, const std::string& id) {
  return workspace.runs_folder() / (id + ".json");
}

FileLock lock_runs(const Workspace& workspace) {
  make_folders(workspace.runs_folder());
  return FileLock::lock(
      workspace.runs_folder() / ".lock", kPatience, "another process keeping a run"
  );
}

// The hash of the file if it is the one that the journal knows.
std::optional<std::string> whole_hash(const Workspace& workspace, const std::string& id) {
  if (!path_exists(file_of(workspace, id))) {
    return std::nullopt;
  }
  const std::string hash = formats::sha256_of(read_run_file(workspace, id));
  const auto runs = list_run_files(workspace);
  const auto known = std::ranges::find(runs, id, &RunFile::id);
  return known != runs.end() && known->sha256 == hash ? std::optional(hash) : std::nullopt;
}

}  // namespace

void keep_run_file(
    const Workspace& workspace,
    const std::string& id,
    std::string_view text,
    std::string_view at
) {
  const FileLock lock = lock_runs(workspace);
  auto hash = whole_hash(workspace, id);
  if (!hash) {
    write_durably(file_of(workspace, id), text);
    hash = formats::sha256_of(text);
  }
  Journal(workspace.journal_file())
      .append(kRun, formats::JsonValue::object({{"run", id}, {"sha256", *hash}}), at);
}

void remove_run_file(
    const Workspace& workspace,
    const std::string& id,
    std::string_view reason,
    std::string_view at
) {
  const FileLock lock = lock_runs(workspace);
  Journal(workspace.journal_file())
      .append(kForget, formats::JsonValue::object({{"run", id}, {"reason", reason}}), at);
  remove_tree(file_of(workspace, id));
}

std::vector<RunFile> run_files_of(const std::vector<JournalEntry>& journal) {
  std::vector<RunFile> runs;
  for (const JournalEntry& entry : journal) {
    if (entry.action != kRun && entry.action != kForget) {
      continue;
    }
    const std::string& id = entry.body.string_at("run");
    std::erase_if(runs, [&](const RunFile& run) { return run.id == id; });
    if (entry.action == kRun) {
      runs.push_back({id, entry.at, entry.body.string_at("sha256")});
    }
  }
  return runs;
}

std::vector<RunFile> list_run_files(const Workspace& workspace) {
  return run_files_of(Journal(workspace.journal_file()).entries());
}

std::string read_run_file(const Workspace& workspace, const std::string& id) {
  const std::filesystem::path file = file_of(workspace, id);
  if (!path_exists(file)) {
    throw unavailable("{}: expected the run that the journal names, got no file", file.string())
        .with_hint(
            "portolan verify tells what else is missing, portolan leads forget lets go of the run"
        );
  }
  return formats::read_file(file, kLargestRun);
}

}  // namespace portolan::store
