#include <chrono>
#include <limits>

#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/screening.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

// The threshold at which docs/methods/names.md reports recall and alerts.
constexpr const char* kDefaultThreshold = "5.61";

std::string now_text() {
  return time_text(std::chrono::system_clock::now());
}

double number_of(const std::string& flag, const std::string& text) {
  const auto number = parse_double(text);
  if (!number) {
    throw invalid_argument("{}: expected a number, got \"{}\"", flag, text);
  }
  return *number;
}

// "1%" or "0.01".
double share_of(const std::string& text) {
  const bool is_percent = text.ends_with('%');
  const double number =
      number_of("--alert-rate", is_percent ? text.substr(0, text.size() - 1) : text);
  const double share = is_percent ? number / 100.0 : number;
  if (!(share >= 0.0 && share <= 1.0)) {
    throw invalid_argument("--alert-rate: expected a share (0.01 or 1%), got \"{}\"", text);
  }
  return share;
}

struct ScreenOptions {
  std::string file;
  std::string threshold = kDefaultThreshold;
  std::string alert_rate;
  engine::ScreenRequest request;
};

int screen_them(Session& session, ScreenOptions& options) {
  engine::ScreenRequest& request = options.request;
  request.workspace = session.options.workspace;
  request.file = options.file;
  request.threshold_db = number_of("--threshold", options.threshold);
  if (!options.alert_rate.empty()) {
    request.alert_rate = share_of(options.alert_rate);
  }
  request.threads = static_cast<unsigned>(session.options.threads);
  request.now = now_text();
  return print_in_pieces(session, [&](const TakePiece& take) {
    return wire::document_of(engine::screen(
        request,
        [&](std::vector<engine::ScreenRecord>&& records) { take(wire::document_of(records)); },
        *session.progress
    ));
  });
}

void add_column_options(CLI::App& command, engine::ScreenColumns& columns) {
  add_text(command, "--key-column", columns.key, "COLUMN", "the row's own key; default: its line");
  add_texts(command, "--name-column", columns.name, "COLUMN", "names of firms or persons");
  add_texts(command, "--company-column", columns.company, "COLUMN", "names of firms");
  add_texts(command, "--person-column", columns.person, "COLUMN", "names of persons");
  add_texts(command, "--vessel-column", columns.vessel, "COLUMN", "names of vessels");
  add_texts(command, "--address-column", columns.address, "COLUMN", "addresses");
  add_text(
      command, "--country-column", columns.country, "COLUMN", "country of the first name of a row"
  );
  add_text(
      command,
      "--birth-column",
      columns.birth,
      "COLUMN",
      "birth date or year of the first person of a row"
  );
  add_texts(
      command,
      "--identifier-column",
      columns.identifier,
      "COLUMN",
      "numbers of documents or registers of the first name"
  );
}

void add_decide(CLI::App& screen, Session& session) {
  CLI::App* command = add_command(
      screen,
      "decide",
      "write into the journal whether a hit is the one that is listed; the next screening knows it",
      "portolan screen decide C-17 ofac-sdn:26151 false --reason \"another firm: its INN differs\""
  );
  const auto request = std::make_shared<engine::ScreenDecisionRequest>();
  add_text(*command, "KEY", request->key, "KEY", "the row's key")->required();
  add_text(*command, "HIT", request->hit, "LIST:ID", "the hit, as screening prints it")->required();
  add_text(*command, "VERDICT", request->verdict, "true|false|unsure", "what it is")->required();
  add_text(*command, "--reason", request->reason, "TEXT", "why, for the journal")->required();
  add_text(
      *command, "--asked", request->asked, "TEXT", "what was asked, where the row was not kept"
  );
  add_text(*command, "--by", request->by, "NAME", "who decides");
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      request->at = now_text();
      const std::string hit = engine::decide_screening(*request);
      note(session, request->key + " and " + hit + ": " + request->verdict);
      return 0;
    };
  });
}

void add_again(CLI::App& screen, Session& session) {
  CLI::App* command = add_command(
      screen,
      "again",
      "screen kept rows against what has changed in the lists, and print what is new",
      "portolan screen again customers\nportolan screen again customers --whole -o hits.csv"
  );
  const auto request = std::make_shared<engine::ScreenAgainRequest>();
  const auto is_whole = std::make_shared<bool>(false);
  add_text(*command, "NAME", request->name, "NAME", "under which the rows were kept")->required();
  command->add_flag("--whole", *is_whole, "print every hit, not only what is new, changed or gone");
  command->add_flag("--hide-false", request->hides_false, "leave out hits that were found false");
  add_text(*command, "--by", request->by, "NAME", "who asks, for the journal");
  command->callback([&session, request, is_whole] {
    session.action = [&session, request, is_whole] {
      request->workspace = session.options.workspace;
      request->only_changes = !*is_whole;
      request->threads = static_cast<unsigned>(session.options.threads);
      request->now = now_text();
      return print_in_pieces(session, [&](const TakePiece& take) {
        return wire::document_of(engine::screen_again(
            *request,
            [&](std::vector<engine::ScreenRecord>&& records) { take(wire::document_of(records)); },
            *session.progress
        ));
      });
    };
  });
}

void add_log(CLI::App& screen, Session& session) {
  CLI::App* command = add_command(
      screen,
      "log",
      "print every screening and decision of the journal, with the versions of the lists",
      "portolan screen log\nportolan screen log --format jsonl -o audit.jsonl"
  );
  command->callback([&session] {
    session.action = [&session] {
      return print(
          session,
          wire::document_of(engine::screening_log({.workspace = session.options.workspace}))
      );
    };
  });
}

}  // namespace

void add_screen_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "screen",
      "find rows of a table whose names, addresses or numbers are on a list",
      "portolan screen customers.csv --save customers\n"
      "portolan screen orders.xlsx --company-column Consignee --address-column \"Ship to\"\n"
      "zcat orders.jsonl.gz | portolan screen - --format jsonl --hide-false"
  );
  const auto options = std::make_shared<ScreenOptions>();
  engine::ScreenRequest& request = options->request;
  add_text(
      *command,
      "FILE",
      options->file,
      "FILE",
      "CSV (also gzip), xlsx or JSON lines; -: standard input"
  );
  add_column_options(*command, request.columns);
  add_texts(
      *command, "--list", request.lists, "LIST", "only this list, or this version: un-sc@2026-02-27"
  );
  add_text(
      *command,
      "--threshold",
      options->threshold,
      "DB",
      "report hits with at least this score, in decibans; default: 5.61"
  );
  add_text(
      *command,
      "--alert-rate",
      options->alert_rate,
      "SHARE",
      "the threshold at which at most this share of the rows has a hit"
  );
  command->add_flag("--clear", request.shows_clear, "print rows without a hit, too");
  command->add_flag("--hide-false", request.hides_false, "leave out hits that were found false");
  add_text(*command, "--save", request.save, "NAME", "keep rows and hits, to screen them again");
  add_text(*command, "--by", request.by, "NAME", "who asks, for the journal");
  add_decide(*command, session);
  add_again(*command, session);
  add_log(*command, session);
  command->callback([&session, options, command] {
    // A part of the command that was chosen has set what is to be done.
    if (command->get_subcommands().empty()) {
      session.action = [&session, options] {
        return screen_them(session, *options);
      };
    }
  });
}

}  // namespace portolan::cli
