#include <chrono>

#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/demo.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_demo_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "demo",
      "make a workspace from a practice world (--seed says which), run the analysis, and name what "
      "to look at next",
      "portolan demo\nportolan demo ~/practice --seed 7"
  );
  const auto folder = std::make_shared<std::string>("demo");
  add_text(*command, "DIR", *folder, "DIR", "a new folder; default: demo");
  command->callback([&session, folder] {
    session.action = [&session, folder] {
      const engine::DemoRequest request{
          .folder = *folder,
          .seed = static_cast<std::uint64_t>(session.options.seed),
          .threads = static_cast<unsigned>(session.options.threads),
          .now = time_text(std::chrono::system_clock::now())};
      return print(session, wire::document_of(engine::demo(request, *session.progress)));
    };
  });
}

}  // namespace portolan::cli
