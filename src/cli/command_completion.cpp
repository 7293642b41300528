#include "command_tree.hpp"
#include "completion_scripts.hpp"
#include "option_values.hpp"

namespace portolan::cli {

void add_completion_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "completion",
      "print a script that lets a shell complete commands, flags and their values",
      "source <(portolan completion bash)\n"
      "portolan completion zsh > ~/.zfunc/_portolan\n"
      "portolan completion fish > ~/.config/fish/completions/portolan.fish"
  );
  const auto shell = std::make_shared<std::string>();
  add_choice(*command, "SHELL", *shell, {"bash", "zsh", "fish"}, "the shell")->required();
  const CLI::App* tree = &app;
  command->callback([&session, shell, tree] {
    session.action = [&session, shell, tree] {
      return print_text(session, completion_script(*tree, *shell));
    };
  });
}

}  // namespace portolan::cli
