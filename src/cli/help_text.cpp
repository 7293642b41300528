#include "help_text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/formats/text_width.hpp"

namespace portolan::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 2;
constexpr std::size_t kWidestTerm = 26;

using Entry = std::pair<std::string, std::string>;

// "table|csv" are words to choose from; "N|P%" is not.
bool has_choices(const std::string& value) {
  return value.find('|') != std::string::npos && value.front() >= 'a';
}

std::string option_term(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const auto& name : option.get_snames()) {
    names.push_back("-" + name);
  }
  for (const auto& name : option.get_lnames()) {
    names.push_back("--" + name);
  }
  std::string term = join(names, ", ");
  if (option.get_snames().empty()) {
    term.insert(0, "    ");
  }
  const std::string value = option.get_type_name();
  if (option.get_items_expected_max() > 0 && !value.empty()) {
    term += " " + (has_choices(value) ? "X" : value);
  }
  return term;
}

std::string option_description(const CLI::Option& option) {
  const std::string value = option.get_type_name();
  if (!has_choices(value)) {
    return option.get_description();
  }
  std::string choices = value;
  for (std::size_t at = choices.find('|'); at != std::string::npos; at = choices.find('|', at)) {
    choices.replace(at, 1, ", ");
  }
  return fmt::format("{} ({})", option.get_description(), choices);
}

void append_section(std::string& out, std::string_view title, const std::vector<Entry>& entries) {
  if (entries.empty()) {
    return;
  }
  std::size_t widest = 0;
  for (const auto& [term, description] : entries) {
    widest = std::max(widest, term.size());
  }
  const std::size_t column = kIndent + std::min(widest, kWidestTerm) + 2;
  out += fmt::format("\n{}\n", title);
  for (const auto& [term, description] : entries) {
    std::string line = std::string(kIndent, ' ') + term;
    for (const auto& part : formats::wrap_to_width(description, kWidth - column)) {
      if (line.size() + 2 > column) {
        out += line + '\n';
        line.clear();
      }
      line.append(column - line.size(), ' ');
      out += line + part + '\n';
      line.clear();
    }
  }
}

std::string usage_of(const CLI::App& app) {
  std::string usage = full_name(app);
  for (const auto* option : app.get_options()) {
    if (option->get_positional() && option->get_lnames().empty()) {
      const std::string name = option->get_name();
      const bool repeats = option->get_items_expected_max() > 1;
      const std::string shown = name + (repeats ? "…" : "");
      usage += option->get_required() ? " " + shown : " [" + shown + "]";
    }
  }
  if (!app.get_subcommands({}).empty()) {
    // A command with flags of its own does something without its parts as well; the root has them
    // for all.
    const bool works_alone = app.get_parent() != nullptr && app.get_options().size() > 1;
    usage += works_alone ? " [COMMAND]" : " COMMAND";
  }
  return usage + " [FLAGS]";
}

bool is_argument(const CLI::Option& option) {
  return option.get_lnames().empty() && option.get_snames().empty();
}

}  // namespace

std::string full_name(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  return parent == nullptr ? app.get_name() : full_name(*parent) + " " + app.get_name();
}

std::string help_text(const CLI::App& app) {
  std::string out;
  for (const auto& line : formats::wrap_to_width(app.get_description(), kWidth)) {
    out += line + '\n';
  }
  out += fmt::format("\nUsage: {}\n", usage_of(app));

  std::vector<Entry> commands;
  for (const auto* command : app.get_subcommands({})) {
    commands.emplace_back(command->get_name(), command->get_description());
  }
  std::vector<Entry> arguments;
  std::vector<Entry> flags;
  for (const auto* option : app.get_options()) {
    if (is_argument(*option)) {
      arguments.emplace_back(option->get_name(), option_description(*option));
    } else {
      flags.emplace_back(option_term(*option), option_description(*option));
    }
  }
  append_section(out, "Commands", commands);
  append_section(out, "Arguments", arguments);
  const bool is_root = app.get_parent() == nullptr;
  append_section(out, is_root ? "Flags that every command takes" : "Flags", flags);
  const std::string examples = app.get_footer();
  if (!examples.empty()) {
    out += "\nExamples\n";
    for (const std::string_view line : split(examples, '\n')) {
      out += fmt::format("  {}\n", line);
    }
  }
  if (!is_root) {
    out += "\nFlags that every command takes: portolan --help\n";
  } else {
    out += "\nMore about a command: portolan COMMAND --help\n";
  }
  return out;
}

}  // namespace portolan::cli
