#include <chrono>

#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/party_lists.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

struct ImportOptions {
  std::vector<std::string> files;
  engine::ImportPartiesRequest request;
};

int import_them(Session& session, ImportOptions& options) {
  engine::ImportPartiesRequest& request = options.request;
  request.workspace = session.options.workspace;
  request.files = {options.files.begin(), options.files.end()};
  request.now = time_text(std::chrono::system_clock::now());
  const engine::ImportPartiesResult result = engine::import_parties(request, *session.progress);
  if (!result.lists.empty()) {
    print(session, wire::document_of(result));
  }
  return report_all(result.failures);
}

void add_import(CLI::App& parties, Session& session) {
  CLI::App* command = add_command(
      parties,
      "import",
      "bring in lists of restricted parties; each import is a version beside those that are there",
      "portolan parties import sdn.csv add.csv alt.csv sdn_comments.csv\n"
      "portolan parties import un_consolidated.xml.gz --as-of 2026-02-27\n"
      "portolan parties import entities.delta.json --list opensanctions"
  );
  const auto options = std::make_shared<ImportOptions>();
  add_texts(
      *command,
      "FILE",
      options->files,
      "FILE",
      "list files, found out from their bytes; plain, gzip or zip"
  )
      ->required();
  add_text(
      *command,
      "--list",
      options->request.list,
      "NAME",
      "call the list so; default: its usual name (ofac-sdn, un-sc, …)"
  );
  add_text(
      *command,
      "--as-of",
      options->request.as_of,
      "DATE",
      "the day for which it holds; default: as the file says, else today"
  );
  add_text(
      *command,
      "--max-rejects",
      options->request.max_rejects,
      "N|P%",
      "import no list with more records that cannot be read; default: 1%"
  );
  command->callback([&session, options] {
    session.action = [&session, options] {
      return import_them(session, *options);
    };
  });
}

void add_list(CLI::App& parties, Session& session) {
  CLI::App* command = add_command(
      parties,
      "list",
      "print the lists and their versions, with entries by kind",
      "portolan parties list\nportolan parties list --format xlsx -o lists.xlsx"
  );
  command->callback([&session] {
    session.action = [&session] {
      return print(
          session, wire::document_of(engine::party_lists({.workspace = session.options.workspace}))
      );
    };
  });
}

void add_show(CLI::App& parties, Session& session) {
  CLI::App* command = add_command(
      parties,
      "show",
      "print all that a list says of an entry",
      "portolan parties show 26151\nportolan parties show CDi.001 --list un-sc"
  );
  const auto request = std::make_shared<engine::ShowPartyRequest>();
  add_text(*command, "ID", request->id, "ID", "the entry's id, or the reference the list gives it")
      ->required();
  add_text(*command, "--list", request->list, "NAME", "only this list");
  add_text(
      *command, "--version", request->version, "DATE", "its day or import; default: the newest"
  );
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print(session, wire::document_of(engine::show_party(*request)));
    };
  });
}

void add_delta(CLI::App& parties, Session& session) {
  CLI::App* command = add_command(
      parties,
      "delta",
      "print how two versions of a list differ: what was added, changed (and how), removed",
      "portolan parties delta ofac-sdn\nportolan parties delta un-sc 2026-01-31 2026-02-27"
  );
  const auto request = std::make_shared<engine::PartyDeltaRequest>();
  add_text(*command, "LIST", request->list, "NAME", "the list")->required();
  add_text(*command, "OLD", request->older, "DATE", "day or import; default: the last but one");
  add_text(*command, "NEW", request->newer, "DATE", "day or import; default: the newest");
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print(session, wire::document_of(engine::party_delta(*request)));
    };
  });
}

}  // namespace

void add_parties_command(CLI::App& app, Session& session) {
  CLI::App* parties = add_command(
      app,
      "parties",
      "lists of restricted parties",
      "portolan parties import sdn.csv add.csv alt.csv\nportolan parties list"
  );
  add_import(*parties, session);
  add_list(*parties, session);
  add_show(*parties, session);
  add_delta(*parties, session);
}

}  // namespace portolan::cli
