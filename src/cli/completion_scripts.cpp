#include "completion_scripts.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "help_text.hpp"
#include "option_values.hpp"
#include "portolan/base/text.hpp"

namespace portolan::cli {
namespace {

struct Flag {
  std::vector<std::string> names;  // with their dashes
  std::string description;
  bool takes_value = false;
  std::vector<std::string> choices;  // of the value
};

struct Named {
  std::string name;
  std::string description;
};

// A command as the scripts see it.
struct Node {
  std::string path;  // "portolan sources list"
  std::vector<Named> commands;
  std::vector<Flag> flags;
  std::vector<std::string> argument_choices;
  bool takes_files = false;
};

bool is_file_name(const std::string& value_name) {
  return value_name == "FILE" || value_name == "DIR";
}

Flag flag_of(const CLI::Option& option) {
  Flag flag;
  for (const auto& name : option.get_snames()) {
    flag.names.push_back("-" + name);
  }
  for (const auto& name : option.get_lnames()) {
    flag.names.push_back("--" + name);
  }
  flag.description = option.get_description();
  flag.takes_value = option.get_items_expected_max() > 0;
  flag.choices = choices_of(option);
  return flag;
}

void append_nodes(const CLI::App& app, std::vector<Node>& nodes) {
  Node node;
  node.path = full_name(app);
  for (const auto* command : app.get_subcommands({})) {
    node.commands.push_back({command->get_name(), command->get_description()});
  }
  for (const auto* option : app.get_options()) {
    if (!option->get_snames().empty() || !option->get_lnames().empty()) {
      node.flags.push_back(flag_of(*option));
      continue;
    }
    for (const auto& choice : choices_of(*option)) {
      node.argument_choices.push_back(choice);
    }
    node.takes_files = node.takes_files || is_file_name(option->get_type_name());
  }
  nodes.push_back(std::move(node));
  for (const auto* command : app.get_subcommands({})) {
    append_nodes(*command, nodes);
  }
}

std::string shell_quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return result + "'";
}

// The paths of all nodes below the root, as the patterns of one case.
std::string path_pattern(std::span<const Node> nodes, std::string_view separator) {
  std::vector<std::string> paths;
  for (const auto& node : nodes.subspan(1)) {
    paths.push_back(shell_quoted(node.path));
  }
  return join(paths, separator);
}

// The patterns "NODE:FLAG" under which a flag's value is completed; flags of the root count
// everywhere.
std::string value_pattern(const Node& node, const Flag& flag, bool is_root) {
  std::vector<std::string> patterns;
  for (const auto& name : flag.names) {
    patterns.push_back(is_root ? "*:" + name : shell_quoted(node.path + ":" + name));
  }
  return join(patterns, "|");
}

std::vector<std::string> flag_names(const Node& node) {
  std::vector<std::string> names;
  for (const auto& flag : node.flags) {
    names.insert(names.end(), flag.names.begin(), flag.names.end());
  }
  return names;
}

std::string bash_script(std::span<const Node> nodes) {
  std::string out =
      "# bash completion of portolan; to use it: source <(portolan completion bash)\n";
  out += "_portolan() {\n";
  out += "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n";
  out += "  local node=portolan word words i\n";
  out += "  if [ \"$cur\" = = ]; then cur=\n";
  out += "  elif [ \"$prev\" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}\n  fi\n";
  out += "  for ((i = 1; i < COMP_CWORD; i++)); do\n";
  out += "    word=\"$node ${COMP_WORDS[i]}\"\n";
  out += fmt::format("    case \"$word\" in {}) node=$word ;; esac\n", path_pattern(nodes, "|"));
  out += "  done\n";
  out += "  COMPREPLY=()\n  case \"$node:$prev\" in\n";
  for (const auto& node : nodes) {
    for (const auto& flag : node.flags) {
      if (flag.takes_value) {
        out += fmt::format(
            "    {}) COMPREPLY=($(compgen {} -- \"$cur\")); return ;;\n",
            value_pattern(node, flag, &node == nodes.data()),
            flag.choices.empty() ? "-f" : "-W " + shell_quoted(join(flag.choices, " "))
        );
      }
    }
  }
  out += "  esac\n  case \"$node\" in\n";
  for (const auto& node : nodes) {
    std::vector<std::string> words;
    for (const auto& command : node.commands) {
      words.push_back(command.name);
    }
    words.insert(words.end(), node.argument_choices.begin(), node.argument_choices.end());
    const auto flags = flag_names(node);
    out +=
        fmt::format("    {}) words={}\n", shell_quoted(node.path), shell_quoted(join(words, " ")));
    out += fmt::format("      [[ $cur == -* ]] && words={}\n", shell_quoted(join(flags, " ")));
    if (node.takes_files) {
      out += "      COMPREPLY=($(compgen -f -- \"$cur\"))\n";
    }
    out += "      ;;\n";
  }
  out += "  esac\n";
  out += fmt::format(
      "  [[ $cur == -* ]] && words+={}\n", shell_quoted(" " + join(flag_names(nodes.front()), " "))
  );
  out += "  COMPREPLY+=($(compgen -W \"$words\" -- \"$cur\"))\n}\n";
  return out + "complete -o filenames -F _portolan portolan\n";
}

std::string zsh_described(std::span<const Named> entries) {
  std::vector<std::string> words;
  for (const auto& entry : entries) {
    std::string name = entry.name;
    for (std::size_t at = name.find(':'); at != std::string::npos; at = name.find(':', at + 2)) {
      name.insert(at, "\\");
    }
    words.push_back(shell_quoted(name + ":" + entry.description));
  }
  return join(words, " ");
}

std::vector<Named> described_flags(const Node& node) {
  std::vector<Named> entries;
  for (const auto& flag : node.flags) {
    for (const auto& name : flag.names) {
      entries.push_back({name, flag.description});
    }
  }
  return entries;
}

std::string zsh_script(std::span<const Node> nodes) {
  std::string out = "#compdef portolan\n";
  out += "# zsh completion of portolan; put it into a folder of $fpath as _portolan\n";
  out += "_portolan() {\n";
  out += "  local node=portolan word prev=${words[CURRENT-1]}\n";
  out += "  local -a entries\n";
  out += "  for word in ${words[2,CURRENT-1]}; do\n";
  out += fmt::format(
      "    case \"$node $word\" in ({}) node=\"$node $word\" ;; esac\n", path_pattern(nodes, "|")
  );
  out += "  done\n  case \"$node:$prev\" in\n";
  for (const auto& node : nodes) {
    for (const auto& flag : node.flags) {
      if (flag.takes_value) {
        out += fmt::format(
            "    ({}) {}; return ;;\n",
            value_pattern(node, flag, &node == nodes.data()),
            flag.choices.empty() ? "_files" : "compadd -- " + join(flag.choices, " ")
        );
      }
    }
  }
  out += "  esac\n  if [[ ${words[CURRENT]} == -* ]]; then\n";
  out += fmt::format("    entries=({})\n", zsh_described(described_flags(nodes.front())));
  out += "    case \"$node\" in\n";
  for (const auto& node : nodes.subspan(1)) {
    out += fmt::format(
        "      ({}) entries+=({}) ;;\n",
        shell_quoted(node.path),
        zsh_described(described_flags(node))
    );
  }
  out += "    esac\n    _describe -o flag entries\n    return\n  fi\n  case \"$node\" in\n";
  for (const auto& node : nodes) {
    out += fmt::format("    ({})", shell_quoted(node.path));
    if (!node.commands.empty()) {
      out += fmt::format(" entries=({}); _describe command entries;", zsh_described(node.commands));
    }
    if (!node.argument_choices.empty()) {
      out += fmt::format(" compadd -- {};", join(node.argument_choices, " "));
    }
    out += node.takes_files ? " _files ;;\n" : " ;;\n";
  }
  out += "  esac\n}\n";
  return out +
         "if [[ ${funcstack[1]} == _portolan ]]; then _portolan \"$@\"\n"
         "else compdef _portolan portolan; fi\n";
}

std::string fish_flag(const Flag& flag, const std::string& condition) {
  std::string line = "complete -c portolan" + condition;
  for (const auto& name : flag.names) {
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (flag.takes_value) {
    line += flag.choices.empty() ? " -r -F" : " -x -a " + shell_quoted(join(flag.choices, " "));
  }
  return line + " -d " + shell_quoted(flag.description) + "\n";
}

std::string fish_script(std::span<const Node> nodes) {
  std::string out = "# fish completion of portolan\n";
  out += "function __portolan_node\n  set -l node portolan\n";
  out += "  for word in (commandline -opc)[2..-1]\n    switch \"$node $word\"\n";
  out += fmt::format("      case {}\n", path_pattern(nodes, " "));
  out += "        set node \"$node $word\"\n    end\n  end\n  echo $node\nend\n";
  out += "complete -c portolan -f\n";
  for (const auto& node : nodes) {
    const bool is_root = &node == nodes.data();
    const std::string here = fmt::format(
        " -n {}", shell_quoted(fmt::format("test (__portolan_node) = \"{}\"", node.path))
    );
    for (const auto& command : node.commands) {
      out += fmt::format(
          "complete -c portolan{} -a {} -d {}\n",
          here,
          command.name,
          shell_quoted(command.description)
      );
    }
    if (!node.argument_choices.empty()) {
      out += fmt::format(
          "complete -c portolan{} -a {}\n", here, shell_quoted(join(node.argument_choices, " "))
      );
    }
    if (node.takes_files) {
      out += fmt::format("complete -c portolan{} -F\n", here);
    }
    for (const auto& flag : node.flags) {
      out += fish_flag(flag, is_root ? "" : here);
    }
  }
  return out;
}

}  // namespace

std::string completion_script(const CLI::App& tree, std::string_view shell) {
  std::vector<Node> nodes;
  append_nodes(tree, nodes);
  if (shell == "zsh") {
    return zsh_script(nodes);
  }
  return shell == "fish" ? fish_script(nodes) : bash_script(nodes);
}

}  // namespace portolan::cli
