#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/corridor.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_corridor_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "corridor",
      "print both legs of a corridor side by side, and what share of what came in can have gone on",
      "portolan corridor CHN:KAZ:RUS --goods drones\n"
      "portolan corridor EU27:KGZ:RUS --goods 87 --from 2021 --until 2023"
  );
  const auto request = std::make_shared<engine::CorridorRequest>();
  add_text(
      *command,
      "CORRIDOR",
      request->corridor,
      "A:B:C",
      "origin, hub and destination: countries, groups (EU27, EAEU, G7+) or WLD; several with +"
  )
      ->required();
  add_text(
      *command,
      "--goods",
      request->goods,
      "TEXT",
      "lists, tiers or codes as for goods show; default: TOTAL"
  );
  add_text(*command, "--from", request->from, "YYYY-MM", "first month or year");
  add_text(*command, "--until", request->until, "YYYY-MM", "last month or year");
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print(session, wire::document_of(*request, engine::corridor(*request)));
    };
  });
}

}  // namespace portolan::cli
