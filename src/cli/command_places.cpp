#include "command_tree.hpp"
#include "portolan/engine/places.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_places_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "places",
      "print the countries and groups that questions can name",
      "portolan places\nportolan places --format json"
  );
  command->callback([&session] {
    session.action = [&session] {
      return print(session, wire::document_of(engine::places()));
    };
  });
}

}  // namespace portolan::cli
