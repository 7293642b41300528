#include "parse_errors.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "help_text.hpp"
#include "portolan/base/text.hpp"

namespace portolan::cli {
namespace {

// The deepest command that the line chose.
const CLI::App& chosen_command(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : chosen_command(*chosen.front());
}

void append_flags(const CLI::App& app, std::vector<std::string>& names) {
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
    for (const auto& name : option->get_snames()) {
      names.push_back("-" + name);
    }
  }
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) {
    names.push_back(command->get_name());
  }
  return names;
}

std::string hint_for(const std::string& nearest, const CLI::App& command) {
  return nearest.empty() ? fmt::format("{} --help lists them", full_name(command)) : nearest;
}

Error unknown_argument(const CLI::App& app, const std::string& given) {
  const CLI::App& command = chosen_command(app);
  if (given.size() > 1 && given.front() == '-') {
    std::vector<std::string> flags;
    for (const CLI::App* at = &command; at != nullptr; at = at->get_parent()) {
      append_flags(*at, flags);
    }
    const std::string name = given.substr(0, given.find('='));
    return invalid_argument("{}: expected a flag it knows, got \"{}\"", full_name(command), given)
        .with_hint(hint_for(nearest_hint(name, flags), command));
  }
  const auto names = command_names(command);
  if (!names.empty()) {
    return invalid_argument("{}: expected a command, got \"{}\"", full_name(command), given)
        .with_hint(hint_for(nearest_hint(given, names), command));
  }
  return invalid_argument("{}: expected no more arguments, got \"{}\"", full_name(command), given)
      .with_hint(fmt::format("{} --help tells what it takes", full_name(command)));
}

}  // namespace

Error translated(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = chosen_command(app);
  const std::string hint = fmt::format("{} --help tells what it takes", full_name(command));
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const auto remaining = app.remaining(true);
    if (!remaining.empty()) {
      return unknown_argument(app, remaining.front());
    }
  }
  const std::string message = error.what();
  constexpr std::string_view kRequired = " is required";
  if (const auto at = message.find(kRequired); at != std::string::npos) {
    return invalid_argument("{}: expected a value, got none", message.substr(0, at))
        .with_hint(hint);
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const auto colon = message.find(':');
    return invalid_argument("{}: expected a value, got none", message.substr(0, colon))
        .with_hint(hint);
  }
  return invalid_argument("{}: expected another command line, got: {}", full_name(command), message)
      .with_hint(hint);
}

}  // namespace portolan::cli
