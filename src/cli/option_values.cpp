#include "option_values.hpp"

#include <algorithm>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::cli {
namespace {

// The longest name of "-f,--format", or the name of an argument.
std::string subject_of(const std::string& names) {
  return names.substr(names.rfind(',') + 1);
}

}  // namespace

CLI::Option* add_choice(
    CLI::App& app,
    const std::string& names,
    std::string& target,
    const std::vector<std::string>& choices,
    const std::string& description
) {
  const auto read = [&target, choices, subject = subject_of(names)](const std::string& given) {
    target = require_known(subject, given, choices);
  };
  return app.add_option_function<std::string>(names, read, description)
      ->type_name(join(choices, "|"));
}

CLI::Option* add_count(
    CLI::App& app,
    const std::string& names,
    std::int64_t& target,
    const std::string& description,
    std::int64_t least
) {
  const auto read = [&target, least, subject = subject_of(names)](const std::string& given) {
    const auto number = parse_integer(given);
    if (!number || *number < least) {
      throw invalid_argument(
          "{}: expected a whole number of at least {}, got \"{}\"", subject, least, given
      );
    }
    target = *number;
  };
  return app.add_option_function<std::string>(names, read, description)->type_name("N");
}

CLI::Option* add_text(
    CLI::App& app,
    const std::string& names,
    std::string& target,
    const std::string& value_name,
    const std::string& description
) {
  return app.add_option(names, target, description)->type_name(value_name);
}

CLI::Option* add_texts(
    CLI::App& app,
    const std::string& names,
    std::vector<std::string>& target,
    const std::string& value_name,
    const std::string& description
) {
  return app.add_option(names, target, description)->type_name(value_name);
}

CLI::Option* add_file(
    CLI::App& app,
    const std::string& names,
    std::filesystem::path& target,
    const std::string& description
) {
  const auto take = [&target](const std::string& path) {
    target = path;
  };
  return app.add_option_function<std::string>(names, take, description)->type_name("FILE");
}

std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string name = option.get_type_name();
  std::vector<std::string> choices;
  if (name.find('|') != std::string::npos && name.front() >= 'a') {
    for (const std::string_view choice : split(name, '|')) {
      choices.emplace_back(choice);
    }
  }
  return choices;
}

const std::string& require_known(
    std::string_view subject,
    const std::string& given,
    const std::vector<std::string>& known
) {
  if (std::ranges::find(known, given) == known.end()) {
    throw invalid_argument("{}: expected {}, got \"{}\"", subject, join(known, ", "), given)
        .with_hint(nearest_hint(given, known));
  }
  return given;
}

}  // namespace portolan::cli
