#include <algorithm>
#include <chrono>

#include "command_tree.hpp"
#include "exit_code.hpp"
#include "option_values.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_detect_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "detect",
      "find where listed goods reach a destination through third countries; leads first, then "
      "surges, whose way on nobody reports",
      "portolan detect --to RUS\n"
      "portolan detect --to RUS --goods chpl:1 --via KAZ --via KGZ --until 2023-12\n"
      "portolan detect --to RUS --format json -o leads.json --fail-on-leads"
  );
  const auto request = std::make_shared<engine::DetectRequest>();
  add_text(*command, "--to", request->to, "COUNTRY", "the destination")->required();
  add_text(
      *command,
      "--goods",
      request->goods,
      "TEXT",
      "lists, tiers or codes as for goods show; default: every list that is known"
  );
  add_text(*command, "--from", request->from, "YYYY-MM", "first month or year that is compared");
  add_text(*command, "--until", request->until, "YYYY-MM", "last month or year that is compared");
  add_text(
      *command,
      "--since",
      request->since,
      "YYYY-MM",
      "when the goods came under control; default: what the lists say"
  );
  add_texts(
      *command,
      "--via",
      request->via,
      "COUNTRY",
      "look at these hubs only; may be given several times"
  )
      ->take_all()
      ->allow_extra_args(false);
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      request->threads = static_cast<unsigned>(session.options.threads);
      request->now = time_text(std::chrono::system_clock::now());
      const engine::LeadRun run = engine::detect(*request, *session.progress);
      print(session, wire::document_of(run));
      return session.options.fails_on_leads && !run.leads.empty() ? kLeadsFound : kSuccess;
    };
  });
}

}  // namespace portolan::cli
