#include <chrono>

#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/goods.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

void add_list(CLI::App& goods, Session& session) {
  CLI::App* command = add_command(
      goods,
      "list",
      "print the lists that are known, shipped and of the workspace, with their versions",
      "portolan goods list"
  );
  command->callback([&session] {
    session.action = [&session] {
      return print(
          session, wire::document_of(engine::goods_lists({.workspace = session.options.workspace}))
      );
    };
  });
}

void add_show(CLI::App& goods, Session& session) {
  CLI::App* command = add_command(
      goods,
      "show",
      "explain a code (lists with dates, predecessors, family), or print what a list or tier names",
      "portolan goods show 854231\nportolan goods show chpl\nportolan goods show chpl-45:1,8806"
  );
  const auto text = std::make_shared<std::string>();
  add_text(*command, "GOODS", *text, "TEXT", "an HS code, a list, a tier, or several with commas")
      ->required();
  command->callback([&session, text] {
    session.action = [&session, text] {
      const engine::GoodsRequest request{.workspace = session.options.workspace, .text = *text};
      if (engine::is_one_code(*text)) {
        return print(session, wire::document_of(engine::explain_code(request)));
      }
      return print(session, wire::document_of(engine::explain_group(request)));
    };
  });
}

void add_find(CLI::App& goods, Session& session) {
  CLI::App* command = add_command(
      goods,
      "find",
      "print which codes words may mean, with the lists that name them and why",
      "portolan goods find \"MEMS accelerometer for drones\"\n"
      "portolan goods find gyroscope --nomenclature hs2022.csv"
  );
  const auto request = std::make_shared<engine::FindGoodsRequest>();
  add_text(*command, "WORDS", request->words, "TEXT", "what the goods are called, in English")
      ->required();
  add_file(
      *command,
      "--nomenclature",
      request->nomenclature,
      "texts of codes, with columns code and description; default: Portolan's own short labels"
  );
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print(session, wire::document_of(*request, engine::find_goods(*request)));
    };
  });
}

void add_import(CLI::App& goods, Session& session) {
  CLI::App* command = add_command(
      goods,
      "import",
      "keep a list of your own in the workspace: CSV with a column code, and tier, listed_on, "
      "controlled_since, threshold, threshold_unit, note as far as known",
      "portolan goods import ours.csv --name ours --version 2024-03\n"
      "portolan goods import eu-sanction-dates-hs6.csv"
  );
  const auto request = std::make_shared<engine::ImportListRequest>();
  const auto file = std::make_shared<std::string>();
  add_text(*command, "FILE", *file, "FILE", "the list")->required();
  add_text(*command, "--name", request->name, "NAME", "what to call the list");
  add_text(*command, "--version", request->version, "TEXT", "its version");
  add_text(*command, "--edition", request->edition, "HS", "of its codes; default: HS2022");
  add_text(*command, "--title", request->title, "TEXT", "its title");
  add_text(*command, "--source", request->source, "TEXT", "who says so, and where");
  command->callback([&session, request, file] {
    session.action = [&session, request, file] {
      request->workspace = session.options.workspace;
      request->file = *file;
      request->at = time_text(std::chrono::system_clock::now());
      return print(session, wire::document_of(engine::import_goods_list(*request)));
    };
  });
}

}  // namespace

void add_goods_command(CLI::App& app, Session& session) {
  CLI::App* goods = add_command(
      app,
      "goods",
      "control lists with their dates, and what a code is",
      "portolan goods list\nportolan goods show 854231\nportolan goods show chpl"
  );
  add_list(*goods, session);
  add_show(*goods, session);
  add_find(*goods, session);
  add_import(*goods, session);
}

}  // namespace portolan::cli
