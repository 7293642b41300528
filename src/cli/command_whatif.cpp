#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/whatif.hpp"
#include "portolan/wire/documents.hpp"
#include "trade_question.hpp"

namespace portolan::cli {
namespace {

/// Values as they were typed.
struct WhatIfTexts {
  std::string at = "hubs";
  std::string detection;
  std::string elasticity;
  std::string growth;
  std::vector<std::string> plans;
};

double number_of(std::string_view flag, const std::string& text, std::string_view example) {
  const auto number = parse_double(text);
  if (!number) {
    throw invalid_argument("{}: expected a number like {}, got \"{}\"", flag, example, text);
  }
  return *number;
}

/// Reads "0..2", or "1" as 1 to 1.
void read_elasticity(const std::string& text, engine::WhatIfRequest& request) {
  const auto dots = text.find("..");
  const auto low = parse_double(text.substr(0, dots));
  const auto high = dots == std::string::npos ? low : parse_double(text.substr(dots + 2));
  if (!low || !high) {
    throw invalid_argument("--elasticity: expected LOW..HIGH like 0..2, got \"{}\"", text);
  }
  request.least_elasticity = *low;
  request.most_elasticity = *high;
}

constexpr TradeQuestionHelp kHelp = {
    .to_value = "PLACE",
    .to = "the destination",
    .columns = "exporter, importer, value[, capacity]",
    .origin = "whose goods are to be stopped: places, unknown, or a group; default: every maker's"};

void add_how(CLI::App& command, engine::WhatIfRequest& request, WhatIfTexts& texts) {
  add_count(command, "--checks", request.checks, "choose up to N checks; default: 3");
  add_choice(
      command,
      "--at",
      texts.at,
      engine::check_at_names(),
      "check all that a place sends of the goods, what it sends of one family, or its leg to "
      "PLACE; "
      "default: hubs"
  );
  command.add_flag(
      "--indirect",
      request.is_indirect,
      "only goods that come through a third country, not what their makers send themselves"
  );
  add_text(
      command,
      "--detection",
      texts.detection,
      "SHARE",
      "what a check finds of what passes it; default: 0.7"
  );
  add_text(
      command,
      "--elasticity",
      texts.elasticity,
      "LOW..HIGH",
      "how readily goods give way, 0 not at all; default: 0..2"
  );
  add_text(
      command,
      "--growth",
      texts.growth,
      "TIMES|history",
      "so many times of now can pass a leg without a capacity, or what its past allows; default: "
      "all "
      "of the goods"
  );
  add_texts(
      command,
      "--check",
      request.checked,
      "HUB[:GOODS]",
      "weigh a plan of your own: this place, or with --at pairs its goods; may be given several "
      "times"
  );
  add_texts(
      command, "--plan", texts.plans, "FILE", "a plan to compare, with a column place; up to 3"
  );
}

}  // namespace

void add_whatif_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "whatif",
      "print which checks would stop most of the goods after they have looked for another way",
      "portolan whatif RUS 8703 --from 2022-04 --checks 3\n"
      "portolan whatif --network trade.csv --producers makers.csv --to RUS --checks 2 "
      "--plan ours.csv"
  );
  const auto request = std::make_shared<engine::WhatIfRequest>();
  const auto texts = std::make_shared<WhatIfTexts>();
  add_trade_question(*command, *request, kHelp);
  add_how(*command, *request, *texts);
  command->callback([&session, request, texts] {
    request->plans.assign(texts->plans.begin(), texts->plans.end());
    request->at = engine::parse_check_at(texts->at);
    if (!texts->detection.empty()) {
      request->detection_share = number_of("--detection", texts->detection, "0.7");
    }
    if (!texts->elasticity.empty()) {
      read_elasticity(texts->elasticity, *request);
    }
    request->has_growth_of_history = texts->growth == "history";
    if (!texts->growth.empty() && !request->has_growth_of_history) {
      request->growth = number_of("--growth", texts->growth, "2");
    }
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      const auto result = engine::what_if(*request, *session.progress);
      return print(session, wire::document_of(*request, result));
    };
  });
}

}  // namespace portolan::cli
