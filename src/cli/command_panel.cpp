#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/panel.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

void add_build(CLI::App& panel, Session& session) {
  CLI::App* command = add_command(
      panel,
      "build",
      "put both reports of each flow beside each other, follow codes over the editions, and "
      "estimate what moved",
      "portolan panel build\nportolan panel build --distances dist_cepii.csv.gz"
  );
  const auto request = std::make_shared<engine::BuildPanelRequest>();
  const auto distances = std::make_shared<std::string>();
  add_text(
      *command,
      "--distances",
      *distances,
      "FILE",
      "distances between countries, as CEPII's GeoDist gives them, for the margin of freight"
  );
  command->add_flag("--force", request->is_forced, "build also if nothing has changed");
  command->callback([&session, request, distances] {
    session.action = [&session, request, distances] {
      request->workspace = session.options.workspace;
      request->distances = *distances;
      request->threads = static_cast<unsigned>(session.options.threads);
      return print(session, wire::document_of(engine::build_panel(*request, *session.progress)));
    };
  });
}

void add_show(CLI::App& panel, Session& session) {
  CLI::App* command = add_command(
      panel,
      "show",
      "print what both sides report of a flow, by period, with the estimate and the gap",
      "portolan panel show CHN:KAZ chpl --from 2021-01 --until 2023-12\n"
      "portolan panel show EU27:KGZ TOTAL\n"
      "portolan panel show CHN+HKG:KAZ+KGZ 8806 -o drones.xlsx"
  );
  const auto request = std::make_shared<engine::ShowPanelRequest>();
  add_text(
      *command,
      "CORRIDOR",
      request->corridor,
      "FROM:TO",
      "countries (ISO3, ISO2, M49, name), groups (EU27, EAEU, G7+) or WLD; several with +"
  )
      ->required();
  add_text(*command, "GOODS", request->goods, "TEXT", "lists, tiers or codes, or TOTAL")
      ->required();
  add_text(*command, "--from", request->from, "YYYY-MM", "first month or year");
  add_text(*command, "--until", request->until, "YYYY-MM", "last month or year");
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print(session, wire::document_of(*request, engine::show_panel(*request)));
    };
  });
}

}  // namespace

void add_panel_command(CLI::App& app, Session& session) {
  CLI::App* panel = add_command(
      app,
      "panel",
      "both reports of each flow, side by side",
      "portolan panel build\nportolan panel show CHN:KAZ chpl"
  );
  add_build(*panel, session);
  add_show(*panel, session);
}

}  // namespace portolan::cli
