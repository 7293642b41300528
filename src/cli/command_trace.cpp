#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/trace.hpp"
#include "portolan/wire/documents.hpp"
#include "trade_question.hpp"

namespace portolan::cli {
namespace {

/// A century is more than any goods wait.
constexpr std::int64_t kMostMonths = 1'200;

std::int64_t months_of(const std::string& text) {
  const auto months = parse_integer(text);
  if (!months || *months < 0 || *months > kMostMonths) {
    throw invalid_argument(
        "--wait: expected a whole number from 0 to {}, got \"{}\"", kMostMonths, text
    );
  }
  return *months;
}

constexpr TradeQuestionHelp kHelp = {
    .to_value = "[HUB:]PLACE",
    .to = "whose goods are traced: what PLACE kept, or what HUB sent to PLACE",
    .columns = "exporter, importer, value[, low, high]",
    .origin = "an origin, several together, unknown, or a group (EU27); default: every maker"};

void add_how(CLI::App& command, engine::TraceRequest& request, std::string& wait) {
  add_texts(
      command, "--through", request.through, "HUB[+HUB]", "how much passed a hub, or one of several"
  );
  add_count(command, "--routes", request.num_routes, "print the N largest routes");
  add_count(command, "--hops", request.max_legs, "legs of a route at most; default: 4", 1);
  add_count(command, "--hubs", request.num_hubs, "print the N hubs that matter most");
  add_file(
      command,
      "--margins",
      request.margins,
      "what share of its sales is a place's own margin: country, margin[, goods]"
  );
  add_text(
      command,
      "--wait",
      wait,
      "MONTHS",
      "month by month; goods may wait so long in a place before they are sent on"
  );
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
  add_trade_question(*command, *request, kHelp);
  const auto wait = std::make_shared<std::string>();
  add_how(*command, *request, *wait);
  command->callback([&session, request, wait] {
    if (!wait->empty()) {
      request->max_wait = months_of(*wait);
    }
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      const auto result = engine::trace(*request, *session.progress);
      return print(session, wire::document_of(*request, result));
    };
  });
}

}  // namespace portolan::cli
