#include "command_tree.hpp"
#include "exit_code.hpp"
#include "option_values.hpp"
#include "portolan/engine/integrity.hpp"
#include "portolan/engine/workspace.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_init_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "init",
      "make a workspace: a folder with portolan.toml, lake/ and journal/",
      "portolan init\nportolan init ~/trade"
  );
  const auto folder = std::make_shared<std::string>(".");
  add_text(
      *command, "DIR", *folder, "DIR", "the folder, made if need be; default: the current one"
  );
  command->callback([&session, folder] {
    session.action = [&session, folder] {
      return print(session, wire::document_of(engine::init_workspace({.folder = *folder})));
    };
  });
}

void add_config_command(CLI::App& app, Session& session) {
  CLI::App* config = add_command(
      app,
      "config",
      "show or check the settings in portolan.toml",
      "portolan config show\nportolan config check"
  );
  CLI::App* show = add_command(
      *config,
      "show",
      "print every setting with its value",
      "portolan config show\nportolan config show --format json"
  );
  show->callback([&session] {
    session.action = [&session] {
      return print(
          session, wire::document_of(engine::config({.workspace = session.options.workspace}))
      );
    };
  });
  CLI::App* check = add_command(
      *config,
      "check",
      "say nothing if portolan.toml can be used, else what is wrong with it and where",
      "portolan config check && echo fine"
  );
  check->callback([&session] {
    session.action = [&session] {
      (void)engine::config({.workspace = session.options.workspace});
      return kSuccess;
    };
  });
}

void add_verify_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "verify",
      "check every hash, count and chain in the workspace; exit with 3 if something is damaged",
      "portolan verify\nportolan verify --format json"
  );
  command->callback([&session] {
    session.action = [&session] {
      const auto result =
          engine::verify({.workspace = session.options.workspace}, *session.progress);
      print(session, wire::document_of(result));
      return result.has_faults() ? exit_code_of(ErrorCode::kBadData) : kSuccess;
    };
  });
}

void add_rebuild_command(CLI::App& app, Session& session) {
  CLI::App* command =
      add_command(app, "rebuild", "make the catalogue anew from the lake", "portolan rebuild");
  command->callback([&session] {
    session.action = [&session] {
      const auto result =
          engine::rebuild({.workspace = session.options.workspace}, *session.progress);
      return print(session, wire::document_of(result));
    };
  });
}

}  // namespace portolan::cli
