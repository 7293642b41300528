#include "command_tree.hpp"
#include "portolan/engine/version.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_version_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "version",
      "print the version of Portolan and of what it is built on",
      "portolan version\nportolan version --format json"
  );
  command->callback([&session] {
    session.action = [&session] {
      return print(session, wire::document_of(engine::version()));
    };
  });
}

}  // namespace portolan::cli
