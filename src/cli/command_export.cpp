#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/engine/panel.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

// What is exported is whole, whatever the form.
int print_whole(Session& session, formats::Document document) {
  session.options.shows_all = true;
  return print(session, std::move(document));
}

void add_leads(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "leads",
      "write the leads and surges of a run",
      "portolan export leads -o leads.json\nportolan export leads -o leads.xlsx"
  );
  const auto run = std::make_shared<std::string>();
  add_text(*command, "--run", *run, "RUN", "the run's id or its beginning; default: the latest");
  command->callback([&session, run] {
    session.action = [&session, run] {
      const engine::LeadsRequest request{.workspace = session.options.workspace, .run = *run};
      return print_whole(session, wire::document_of(engine::leads(request)));
    };
  });
}

void add_evidence(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "evidence",
      "write the rows of the source files behind a lead, with import, line and measure",
      "portolan export evidence 3f9a -o evidence.csv"
  );
  const auto request = std::make_shared<engine::LeadRequest>();
  add_text(*command, "ID", request->id, "ID", "the lead's id, or the beginning of it")->required();
  add_text(*command, "--run", request->run, "RUN", "the run's id; default: the latest");
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      auto rows = engine::lead_rows(*request, *session.progress);
      return print_whole(session, wire::rows_document(*request, std::move(rows)));
    };
  });
}

void add_flows(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "flows",
      "write what both sides report of a flow, by period",
      "portolan export flows CHN:KAZ chpl -o flows.parquet"
  );
  const auto request = std::make_shared<engine::ShowPanelRequest>();
  add_text(*command, "CORRIDOR", request->corridor, "FROM:TO", "the two ends of the flow")
      ->required();
  add_text(*command, "GOODS", request->goods, "TEXT", "lists, tiers or codes, or TOTAL")
      ->required();
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print_whole(session, wire::document_of(*request, engine::show_panel(*request)));
    };
  });
}

}  // namespace

void add_export_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "export",
      "write leads, their evidence or flows to a file, all rows",
      "portolan export leads -o leads.xlsx\nportolan export evidence 3f9a -o evidence.csv"
  );
  add_leads(*command, session);
  add_evidence(*command, session);
  add_flows(*command, session);
}

}  // namespace portolan::cli
