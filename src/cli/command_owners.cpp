#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/base/error.hpp"
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
      "portolan owners holdings.csv --listed entity_list.csv --regime bis --graph owners.graphml"
  );
  const auto request = std::make_shared<engine::OwnersRequest>();
  add_file(
      *command,
      "FILE",
      request->file,
      "CSV (owner, owned, share …), FollowTheMoney JSON lines or GraphML; also gzip"
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
  const auto graph = std::make_shared<std::string>();
  add_text(
      *command,
      "--graph",
      *graph,
      "FILE",
      "also write all parties and ties of the day: .graphml, or .json for FollowTheMoney lines"
  );
  command->callback([&session, request, graph] {
    const std::string ending = std::filesystem::path(*graph).extension().string();
    if (!graph->empty() && ending != ".graphml" && ending != ".json") {
      throw invalid_argument(
          "--graph: expected a file that ends in .graphml or .json, got \"{}\"", *graph
      );
    }
    if (request->as_of.empty()) {
      request->as_of = time_text(std::chrono::system_clock::now()).substr(0, 10);
    }
    session.action = [&session, request, graph, ending] {
      const auto result = engine::owned_parties(*request, *session.progress);
      if (!graph->empty()) {
        write_file(
            *graph,
            ending == ".json" ? wire::owners_ftm(*request, result) : wire::owners_graphml(result)
        );
      }
      return print(session, wire::document_of(*request, result));
    };
  });
}

}  // namespace portolan::cli
