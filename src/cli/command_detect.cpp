#include <algorithm>
#include <chrono>

#include "command_tree.hpp"
#include "exit_code.hpp"
#include "option_values.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/leads.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

double parse_share(std::string_view flag, const std::string& text) {
  const auto share = parse_double(text);
  if (!share) {
    throw invalid_argument("{}: expected a share like 0.1, got \"{}\"", flag, text);
  }
  return *share;
}

}  // namespace

void add_detect_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "detect",
      "find where listed goods reach a destination through third countries; leads first, then "
      "surges, whose way on nobody reports",
      "portolan detect --to RUS\n"
      "portolan detect --regime iran-uav\n"
      "portolan detect --to RUS --goods chpl:1 --via KAZ --via KGZ --until 2023-12\n"
      "portolan detect --to RUS --fdr 0.05 --fdr-method bh\n"
      "portolan detect --to RUS --format json -o leads.json --fail-on-leads"
  );
  const auto request = std::make_shared<engine::DetectRequest>();
  add_text(
      *command, "--to", request->to, "COUNTRY", "the destination; default: the first of the regime"
  );
  add_text(
      *command,
      "--regime",
      request->regime,
      "NAME",
      "what counts as controlled, since when and by whom, as in portolan regimes, or a file .toml; "
      "default: the destination's"
  );
  add_text(
      *command,
      "--goods",
      request->goods,
      "TEXT",
      "lists, tiers or codes as for goods show; default: every list that counts in the regime"
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
  add_text(
      *command,
      "--picked-from",
      request->picked_from,
      "TEXT",
      "goods among which those of --goods were picked for what they did; default: a list chose them"
  );
  const auto fdr = std::make_shared<std::string>("0.1");
  const auto seed = std::make_shared<std::int64_t>(1);
  add_text(
      *command,
      "--fdr",
      *fdr,
      "SHARE",
      "the share of false ones accepted among leads, and among surges; default: 0.1"
  );
  add_choice(
      *command,
      "--fdr-method",
      request->fdr_method,
      {"adafilter", "bh", "by"},
      "how p-values become that rate (docs/methods/detection.md)"
  );
  add_count(
      *command,
      "--seed",
      *seed,
      "of the groups in which placebos are predicted, and of random baskets"
  );
  command->callback([&session, request, fdr, seed] {
    session.action = [&session, request, fdr, seed] {
      request->fdr = parse_share("--fdr", *fdr);
      request->seed = static_cast<std::uint64_t>(*seed);
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
