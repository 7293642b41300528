#include <chrono>

#include "command_tree.hpp"
#include "exit_code.hpp"
#include "option_values.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

void add_run_option(CLI::App& command, std::string& run) {
  add_text(command, "--run", run, "RUN", "the run's id or its beginning; default: the latest run");
}

void add_id(CLI::App& command, std::string& id) {
  add_text(command, "ID", id, "ID", "the lead's id, or the beginning of it")->required();
}

void add_by(CLI::App& command, std::string& by) {
  add_text(command, "--by", by, "NAME", "who decides, for the journal");
}

void add_list(CLI::App& leads, Session& session) {
  CLI::App* command = add_command(
      leads,
      "list",
      "print the leads and surges of a run, strongest first, with their status",
      "portolan leads list\nportolan leads list --format xlsx -o leads.xlsx"
  );
  const auto run = std::make_shared<std::string>();
  add_run_option(*command, *run);
  command->callback([&session, run] {
    session.action = [&session, run] {
      const engine::LeadsRequest request{.workspace = session.options.workspace, .run = *run};
      const engine::LeadRun found = engine::leads(request);
      print(session, wire::document_of(found));
      return session.options.fails_on_leads && !found.leads.empty() ? kLeadsFound : kSuccess;
    };
  });
}

void add_runs(CLI::App& leads, Session& session) {
  CLI::App* command = add_command(
      leads, "runs", "print the runs that are kept, the latest at the end", "portolan leads runs"
  );
  command->callback([&session] {
    session.action = [&session] {
      return print(session, wire::document_of(engine::lead_runs(session.options.workspace)));
    };
  });
}

void add_forget(CLI::App& leads, Session& session) {
  CLI::App* command = add_command(
      leads,
      "forget",
      "remove a run; the journal keeps that it was there, and why it went",
      "portolan leads forget 81c0 --reason \"made with the wrong list\""
  );
  const auto request = std::make_shared<engine::ForgetRunRequest>();
  add_text(*command, "RUN", request->run, "RUN", "the run's id, or the beginning of it")
      ->required();
  add_text(*command, "--reason", request->reason, "TEXT", "why, for the journal")->required();
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      request->at = time_text(std::chrono::system_clock::now());
      note(session, "removed run " + engine::forget_run(*request));
      return kSuccess;
    };
  });
}

void add_show(CLI::App& leads, Session& session) {
  CLI::App* command = add_command(
      leads,
      "show",
      "print a lead: who and what, since when, both legs, the share that went on, what speaks for "
      "and against it; --rows prints the rows of the source files behind it",
      "portolan leads show 3f9a\nportolan leads show 3f9a --rows -o rows.csv"
  );
  const auto request = std::make_shared<engine::LeadRequest>();
  const auto has_rows = std::make_shared<bool>(false);
  add_id(*command, request->id);
  add_run_option(*command, request->run);
  command->add_flag("--rows", *has_rows, "print the rows behind the lead's numbers instead");
  command->callback([&session, request, has_rows] {
    session.action = [&session, request, has_rows] {
      request->workspace = session.options.workspace;
      if (*has_rows) {
        auto rows = engine::lead_rows(*request, *session.progress);
        return print(session, wire::rows_document(*request, std::move(rows)));
      }
      return print(session, wire::lead_document(engine::lead(*request)));
    };
  });
}

void add_explain(CLI::App& leads, Session& session) {
  CLI::App* command = add_command(
      leads,
      "explain",
      "print how a lead's score adds up, and each innocent explanation with its test",
      "portolan leads explain 3f9a"
  );
  const auto request = std::make_shared<engine::LeadRequest>();
  add_id(*command, request->id);
  add_run_option(*command, request->run);
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print(session, wire::lead_explanation(engine::lead(*request)));
    };
  });
}

void decide(Session& session, engine::DecideRequest& request) {
  request.workspace = session.options.workspace;
  request.at = time_text(std::chrono::system_clock::now());
  const std::string id = engine::decide(request);
  note(session, "the journal has it: " + id);
}

void add_status(CLI::App& leads, Session& session) {
  CLI::App* command = add_command(
      leads,
      "status",
      "set a lead's status, with the reason; the journal keeps who decided what and when",
      "portolan leads status 3f9a checking --reason \"asked for the declarations\" --by Anna"
  );
  const auto request = std::make_shared<engine::DecideRequest>();
  add_id(*command, request->id);
  add_choice(
      *command,
      "STATUS",
      request->status,
      {"open", "checking", "confirmed", "dismissed"},
      "the status"
  )
      ->required();
  add_text(*command, "--reason", request->text, "TEXT", "why, for the journal")->required();
  add_by(*command, request->by);
  add_run_option(*command, request->run);
  command->callback([&session, request] {
    session.action = [&session, request] {
      decide(session, *request);
      return kSuccess;
    };
  });
}

void add_note(CLI::App& leads, Session& session) {
  CLI::App* command = add_command(
      leads,
      "note",
      "write a note about a lead into the journal",
      "portolan leads note 3f9a \"the same importer as in May\""
  );
  const auto request = std::make_shared<engine::DecideRequest>();
  add_id(*command, request->id);
  add_text(*command, "TEXT", request->text, "TEXT", "the note")->required();
  add_by(*command, request->by);
  add_run_option(*command, request->run);
  command->callback([&session, request] {
    session.action = [&session, request] {
      decide(session, *request);
      return kSuccess;
    };
  });
}

void add_diff(CLI::App& leads, Session& session) {
  CLI::App* command = add_command(
      leads,
      "diff",
      "print which leads are new, gone or changed between two runs",
      "portolan leads runs\nportolan leads diff 3f9a 81c0"
  );
  const auto request = std::make_shared<engine::LeadsDiffRequest>();
  add_text(*command, "RUN1", request->before, "RUN", "the earlier run")->required();
  add_text(*command, "RUN2", request->after, "RUN", "the later run")->required();
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print(session, wire::document_of(engine::diff_leads(*request)));
    };
  });
}

}  // namespace

void add_leads_command(CLI::App& app, Session& session) {
  CLI::App* leads = add_command(
      app,
      "leads",
      "what a detection found, and what was decided about it",
      "portolan leads list\nportolan leads show 3f9a\nportolan leads explain 3f9a"
  );
  add_list(*leads, session);
  add_show(*leads, session);
  add_explain(*leads, session);
  add_status(*leads, session);
  add_note(*leads, session);
  add_diff(*leads, session);
  add_runs(*leads, session);
  add_forget(*leads, session);
}

}  // namespace portolan::cli
