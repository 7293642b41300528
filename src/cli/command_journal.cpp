#include "command_tree.hpp"
#include "portolan/engine/journal.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_journal_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "journal",
      "print what was decided, by whom, when and why, and the runs that were kept, oldest first",
      "portolan journal\nportolan journal --format csv -o journal.csv"
  );
  command->callback([&session] {
    session.action = [&session] {
      return print(
          session, wire::document_of(engine::journal({.workspace = session.options.workspace}))
      );
    };
  });
}

}  // namespace portolan::cli
