#include <memory>

#include "command_tree.hpp"
#include "exit_code.hpp"
#include "option_values.hpp"
#include "portolan/server/serve.hpp"

namespace portolan::cli {

void add_serve_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "serve",
      "serve the workspace over HTTP, with its pages for a browser, until Ctrl-C",
      "portolan serve\nportolan serve --bind 127.0.0.1:0"
  );
  const auto options = std::make_shared<server::ServeOptions>();
  add_text(
      *command,
      "--bind",
      options->bind,
      "ADDRESS:PORT",
      "where to take requests; port 0 is any free one; default: 127.0.0.1:8765"
  );
  command->callback([&session, options] {
    session.action = [&session, options] {
      options->workspace = session.options.workspace;
      server::serve(
          *options,
          [&session](const std::string& url) { print_text(session, url + "\n"); },
          *session.progress
      );
      return kSuccess;
    };
  });
}

}  // namespace portolan::cli
