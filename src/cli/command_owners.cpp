#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/owners.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_owners_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "owners",
      "print who is owned by listed parties, under a regime's rule, on a day",
      "portolan owners holdings.csv --listed sdn.csv\n"
      "portolan owners entities.ftm.json --regime eu --as-of 2024-07-02\n"
      "portolan owners holdings.csv --listed entity_list.csv --regime bis -f json"
  );
  const auto request = std::make_shared<engine::OwnersRequest>();
  add_file(
      *command,
      "FILE",
      request->file,
      "CSV (owner, owned, share …) or FollowTheMoney JSON lines; also gzip"
  )
      ->required();
  add_file(
      *command,
      "--listed",
      request->listed,
      "CSV with id[, from, until] of the listed; default: the Sanction entities of FILE"
  );
  add_choice(
      *command,
      "--regime",
      request->regime,
      engine::ownership_regimes(),
      "whose rule of ownership; default: ofac"
  );
  add_text(*command, "--as-of", request->as_of, "DATE", "the day asked about; default: today");
  command->callback([&session, request] {
    if (request->as_of.empty()) {
      request->as_of = time_text(std::chrono::system_clock::now()).substr(0, 10);
    }
    session.action = [&session, request] {
      return print(
          session, wire::document_of(*request, engine::owned_parties(*request, *session.progress))
      );
    };
  });
}

}  // namespace portolan::cli
