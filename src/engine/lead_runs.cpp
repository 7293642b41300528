#include "lead_runs.hpp"

#include <fmt/format.h>

#include "lead_changes.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/store/run_files.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

constexpr std::string_view kSchema = "portolan.run/1";

LeadRun run_of(const store::Workspace& workspace, const std::string& id, bool with_leads) {
  const JsonValue json = formats::parse_json(store::read_run_file(workspace, id), "run " + id);
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

}  // namespace

void keep_run(const store::Workspace& workspace, const LeadRun& run) {
  const JsonValue json = JsonValue::object(
      {{"schema", kSchema},
       {"run", run.id},
       {"made_at", run.made_at},
       {"params", run.params},
       {"notices", run.notices},
       {"leads", run.leads}}
  );
  store::keep_run_file(workspace, run.id, json.dump() + "\n", run.made_at);
}

std::string find_run(const store::Workspace& workspace, const std::string& id) {
  const std::vector<store::RunFile> runs = store::list_run_files(workspace);
  if (runs.empty()) {
    throw not_found("leads: expected a run of the detection, got none")
        .with_hint("portolan detect --to RUS makes one");
  }
  if (id.empty()) {
    return runs.back().id;
  }
  std::vector<std::string> names;
  std::vector<std::string> fitting;
  for (const store::RunFile& run : runs) {
    names.push_back(run.id);
    if (run.id.starts_with(id)) {
      fitting.push_back(run.id);
    }
  }
  if (fitting.size() != 1) {
    throw not_found("run: expected the id of one, got \"{}\"", id)
        .with_hint("the runs are " + join(names, ", "));
  }
  return fitting.front();
}

LeadRun read_run(const store::Workspace& workspace, const std::string& id) {
  return run_of(workspace, find_run(workspace, id), true);
}

const JsonValue& find_lead(const LeadRun& run, const std::string& given) {
  std::vector<const JsonValue*> fitting;
  std::vector<std::string> ids;
  for (const auto& lead : run.leads) {
    ids.push_back(text_at(lead, "id"));
    if (!given.empty() && ids.back().starts_with(given)) {
      fitting.push_back(&lead);
    }
  }
  if (fitting.empty()) {
    const std::string nearest = nearest_hint(given, ids);
    throw not_found("lead: expected the id of one of run {}, got \"{}\"", run.id, given)
        .with_hint(nearest.empty() ? "portolan leads list shows them" : nearest);
  }
  if (fitting.size() > 1) {
    throw invalid_argument("lead: expected the id of one, got \"{}\"", given)
        .with_hint(fmt::format("it fits {} leads; give more of it", fitting.size()));
  }
  return *fitting.front();
}

std::vector<LeadRun> list_runs(const store::Workspace& workspace) {
  std::vector<LeadRun> runs;
  for (const store::RunFile& file : store::list_run_files(workspace)) {
    runs.push_back(run_of(workspace, file.id, false));
    runs.back().asked_at = file.asked_at;
  }
  return runs;
}

}  // namespace portolan::engine
