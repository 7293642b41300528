#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/trace.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

struct TraceFiles {
  std::string network;
  std::string producers;
};

void add_what(CLI::App& command, engine::TraceRequest& request, TraceFiles& files) {
  const std::string whose = "whose goods are traced: what PLACE kept, or what HUB sent to PLACE";
  const std::string goods = "lists, tiers or codes as for goods show";
  add_text(command, "TO", request.to, "[HUB:]PLACE", whose);
  add_text(command, "GOODS", request.goods, "TEXT", goods);
  add_text(command, "--to,--destination", request.to, "[HUB:]PLACE", "the same as TO");
  add_text(command, "--goods", request.goods, "TEXT", "the same as GOODS");
  add_text(command, "--from", request.from, "YYYY-MM", "first month or year");
  add_text(command, "--until", request.until, "YYYY-MM", "last month or year");
  add_text(
      command,
      "--network",
      files.network,
      "FILE",
      "trade of your own instead of the panel: exporter, importer, value[, low, high]"
  );
  add_text(
      command,
      "--producers",
      files.producers,
      "FILE",
      "who makes the goods: country[, goods, output]; default: the shipped table, else by trade"
  );
}

void add_how(CLI::App& command, engine::TraceRequest& request) {
  add_texts(
      command,
      "--origin",
      request.origins,
      "A[+B]",
      "an origin, several together, unknown, or a group (EU27); default: every maker"
  );
  add_texts(
      command, "--through", request.through, "HUB[+HUB]", "how much passed a hub, or one of several"
  );
  add_count(command, "--routes", request.num_routes, "print the N largest routes");
  add_count(command, "--hops", request.max_legs, "legs of a route at most; default: 4", 1);
  add_count(command, "--hubs", request.num_hubs, "print the N hubs that matter most");
  command.add_flag(
      "--without-ranges", request.ignores_ranges, "take every value as certain, whatever its range"
  );
  command.add_flag(
      "--witness", request.has_witness, "print the flows that make the most, and what limits them"
  );
}

}  // namespace

void add_trace_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "trace",
      "print where goods were made, with the least and the most that the data allow",
      "portolan trace ARM:RUS 8703 --from 2022-04 --until 2023-10\n"
      "portolan trace --network trade.csv --producers makers.csv --to RUS --through ARM --routes 10"
  );
  const auto request = std::make_shared<engine::TraceRequest>();
  const auto files = std::make_shared<TraceFiles>();
  add_what(*command, *request, *files);
  add_how(*command, *request);
  command->callback([&session, request, files] {
    session.action = [&session, request, files] {
      request->workspace = session.options.workspace;
      request->network = files->network;
      request->producers = files->producers;
      request->threads = static_cast<unsigned>(session.options.threads);
      const auto result = engine::trace(*request, *session.progress);
      return print(session, wire::document_of(*request, result));
    };
  });
}

}  // namespace portolan::cli
