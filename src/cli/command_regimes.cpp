#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/regimes.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_regimes_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "regimes",
      "print what is controlled to whom, since when and by whom, with sources",
      "portolan regimes\nportolan regimes iran-uav\nportolan regimes ours.toml"
  );
  const auto regime = std::make_shared<std::string>();
  add_text(*command, "REGIME", *regime, "NAME", "one of the shipped regimes, or a file .toml");
  command->callback([&session, regime] {
    session.action = [&session, regime] {
      return print(session, wire::document_of(engine::regimes(*regime)));
    };
  });
}

}  // namespace portolan::cli
