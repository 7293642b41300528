#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/worlds.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

void add_make(CLI::App& world, Session& session) {
  CLI::App* command = add_command(
      world,
      "make",
      "write a practice world: customs files of made-up trade, with planted diversions and "
      "innocent "
      "look-alikes, and the truth beside; --seed says which",
      "portolan world make practice\n"
      "portolan world make practice --seed 7 --size medium --plants transit=3,ghost_transit\n"
      "portolan world make quiet --plants none"
  );
  const auto request = std::make_shared<engine::MakeWorldRequest>();
  const auto folder = std::make_shared<std::string>();
  add_text(*command, "DIR", *folder, "DIR", "a new or empty folder")->required();
  add_choice(
      *command,
      "--size",
      request->size,
      {"small", "medium", "large"},
      "how much; small, the default, takes seconds"
  );
  add_text(
      *command,
      "--plants",
      request->plants,
      "KINDS",
      "diversions to plant: all (the default), none, or kinds with counts"
  );
  add_text(
      *command,
      "--decoys",
      request->decoys,
      "KINDS",
      "innocent look-alikes: all (the default), none, or kinds with counts"
  );
  command->callback([&session, request, folder] {
    session.action = [&session, request, folder] {
      request->folder = *folder;
      request->seed = static_cast<std::uint64_t>(session.options.seed);
      const auto result = engine::make_world(*request, *session.progress);
      return print(session, wire::document_of(*request, result));
    };
  });
}

void add_score(CLI::App& world, Session& session) {
  CLI::App* command = add_command(
      world,
      "score",
      "tell how well leads match the truth of a practice world: what was found, what was false",
      "portolan detect --to RUS --format json -o leads.json\n"
      "portolan world score practice leads.json"
  );
  const auto folder = std::make_shared<std::string>();
  const auto leads = std::make_shared<std::string>();
  add_text(*command, "DIR", *folder, "DIR", "the practice world")->required();
  add_text(*command, "LEADS", *leads, "FILE", "what detect --format json printed")->required();
  command->callback([&session, folder, leads] {
    session.action = [&session, folder, leads] {
      const engine::ScoreWorldRequest request{.folder = *folder, .leads = *leads};
      return print(session, wire::document_of(request, engine::score_world(request)));
    };
  });
}

}  // namespace

void add_world_command(CLI::App& app, Session& session) {
  CLI::App* world = add_command(
      app,
      "world",
      "practice worlds with a known truth",
      "portolan world make practice\nportolan world score practice leads.json"
  );
  add_make(*world, session);
  add_score(*world, session);
}

}  // namespace portolan::cli
