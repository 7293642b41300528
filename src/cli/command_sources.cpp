#include <chrono>

#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/sources.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

void add_list(CLI::App& sources, Session& session) {
  CLI::App* command = add_command(
      sources,
      "list",
      "print what is imported: file, hash, vintage, reporters, first and last period, counts",
      "portolan sources list\nportolan sources list --format xlsx -o sources.xlsx"
  );
  command->callback([&session] {
    session.action = [&session] {
      return print(
          session, wire::document_of(engine::sources({.workspace = session.options.workspace}))
      );
    };
  });
}

void add_show(CLI::App& sources, Session& session) {
  CLI::App* command = add_command(
      sources,
      "show",
      "print what an import covers, what was kept apart and what was rejected",
      "portolan sources show 3f9a\nportolan sources show 3f9a --format json"
  );
  const auto id = std::make_shared<std::string>();
  add_text(*command, "IMPORT", *id, "ID", "the import's id, or the beginning of it")->required();
  command->callback([&session, id] {
    session.action = [&session, id] {
      const engine::SourceRequest request{.workspace = session.options.workspace, .import_id = *id};
      return print(session, wire::document_of(engine::source(request)));
    };
  });
}

void add_remove(CLI::App& sources, Session& session) {
  CLI::App* command = add_command(
      sources,
      "remove",
      "take an import out of the workspace; the journal keeps that it was there, and why it went",
      "portolan sources remove 3f9a --reason \"replaced by the revised file\""
  );
  const auto id = std::make_shared<std::string>();
  const auto reason = std::make_shared<std::string>();
  add_text(*command, "IMPORT", *id, "ID", "the import's id, or the beginning of it")->required();
  add_text(*command, "--reason", *reason, "TEXT", "why, for the journal")->required();
  command->callback([&session, id, reason] {
    session.action = [&session, id, reason] {
      const engine::RemoveSourceRequest request{
          .workspace = session.options.workspace,
          .import_id = *id,
          .reason = *reason,
          .at = time_text(std::chrono::system_clock::now())};
      note(session, "removed " + engine::remove_source(request));
      return 0;
    };
  });
}

}  // namespace

void add_sources_command(CLI::App& app, Session& session) {
  CLI::App* sources = add_command(
      app, "sources", "what is imported", "portolan sources list\nportolan sources show 3f9a"
  );
  add_list(*sources, session);
  add_show(*sources, session);
  add_remove(*sources, session);
}

}  // namespace portolan::cli
