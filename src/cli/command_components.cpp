#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/components.hpp"
#include "portolan/wire/component_documents.hpp"

namespace portolan::cli {
namespace {

std::shared_ptr<engine::ComponentsRequest> add_question(CLI::App& command) {
  auto request = std::make_shared<engine::ComponentsRequest>();
  add_text(
      command,
      "--part",
      request->part,
      "TEXT",
      "letters and digits of the part number or the marking; blanks and marks do not count"
  );
  add_text(
      command, "--maker", request->maker, "TEXT", "words of the maker's name or of its owner's"
  );
  add_text(command, "--weapon", request->weapon, "TEXT", "words of the weapon's name");
  return request;
}

void add_import(CLI::App& parent, Session& session) {
  CLI::App* command = add_command(
      parent,
      "import",
      "read a file of components into the workspace",
      "portolan components import components.csv.gz"
  );
  const auto request = std::make_shared<engine::ImportComponentsRequest>();
  add_file(*command, "FILE", request->file, "CSV with a header; also gzip")->required();
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      request->now = time_text(std::chrono::system_clock::now());
      return print(
          session, wire::document_of(engine::import_components(*request, *session.progress))
      );
    };
  });
}

void add_list(CLI::App& parent, Session& session) {
  CLI::App* command = add_command(
      parent,
      "list",
      "print components with their goods in customs, by part number, maker, weapon",
      "portolan components list --part TMS320F28335\n"
      "portolan components list --maker Xilinx --weapon \"kh-101\" -f json"
  );
  const auto request = add_question(*command);
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print(session, wire::document_of(*request, engine::list_components(*request)));
    };
  });
}

void add_makers(CLI::App& parent, Session& session) {
  CLI::App* command = add_command(
      parent,
      "makers",
      "print who made the components, over all spellings, or the countries of the makers",
      "portolan components makers --weapon shahed\n"
      "portolan components makers --by country"
  );
  const auto request = add_question(*command);
  const auto by = std::make_shared<std::string>("maker");
  add_choice(
      *command, "--by", *by, {"maker", "country"}, "one row a maker or a country; default: maker"
  );
  command->callback([&session, request, by] {
    session.action = [&session, request, by] {
      request->workspace = session.options.workspace;
      const auto result = engine::component_makers(*request);
      return print(
          session,
          *by == "country" ? wire::maker_countries_document(*request, result)
                           : wire::makers_document(*request, result)
      );
    };
  });
}

void add_goods(CLI::App& parent, Session& session) {
  CLI::App* command = add_command(
      parent,
      "goods",
      "print which goods the components are in customs, with confidence and reason",
      "portolan components goods\nportolan components goods --weapon \"lancet\""
  );
  const auto request = add_question(*command);
  command->callback([&session, request] {
    session.action = [&session, request] {
      request->workspace = session.options.workspace;
      return print(session, wire::document_of(*request, engine::component_goods(*request)));
    };
  });
}

}  // namespace

void add_components_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "components",
      "parts found in weapons: makers, countries, goods",
      "portolan components import components.csv.gz\n"
      "portolan components makers --by country\n"
      "portolan components list --part AD9361"
  );
  command->require_subcommand(1);
  add_import(*command, session);
  add_list(*command, session);
  add_makers(*command, session);
  add_goods(*command, session);
}

}  // namespace portolan::cli
