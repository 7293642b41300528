#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/neighbours.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_neighbours_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "neighbours",
      "print who stands around a party: owners, offices, shared addresses and telephones",
      "portolan neighbours entities.ftm.json NK-abc --hops 2\n"
      "portolan neighbours holdings.csv \"Alder Ltd\" -f json"
  );
  const auto request = std::make_shared<engine::NeighboursRequest>();
  add_file(
      *command,
      "FILE",
      request->file,
      "FollowTheMoney JSON lines, CSV of holdings or GraphML; also gzip"
  )
      ->required();
  add_text(*command, "ID", request->party, "ID", "id of the party, or its name")->required();
  add_count(*command, "--hops", request->hops, "how far to go; default: 1", 1);
  add_count(
      *command,
      "--max-shared",
      request->max_shared,
      "an address or number that more parties share ties nobody; default: 50",
      2
  );
  command->callback([&session, request] {
    session.action = [&session, request] {
      return print(
          session, wire::document_of(*request, engine::neighbours_of(*request, *session.progress))
      );
    };
  });
}

}  // namespace portolan::cli
