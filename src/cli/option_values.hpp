#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace portolan::cli {

/// Adds an option whose value is one of `choices`, which `target` holds after reading. Any other
/// value is an `Error` (kInvalidArgument) that names the nearest choice.
CLI::Option* add_choice(
    CLI::App& app,
    const std::string& names,
    std::string& target,
    const std::vector<std::string>& choices,
    const std::string& description
);

/// Adds an option whose value is a whole number of at least `least`.
CLI::Option* add_count(
    CLI::App& app,
    const std::string& names,
    std::int64_t& target,
    const std::string& description,
    std::int64_t least = 0
);

/// Adds an option or argument that takes text as it is. `value_name` stands for the value in the
/// help; FILE and DIR are completed with file names.
CLI::Option* add_text(
    CLI::App& app,
    const std::string& names,
    std::string& target,
    const std::string& value_name,
    const std::string& description
);
CLI::Option* add_texts(
    CLI::App& app,
    const std::string& names,
    std::vector<std::string>& target,
    const std::string& value_name,
    const std::string& description
);

/// Adds an option that takes the path of a file.
CLI::Option* add_file(
    CLI::App& app,
    const std::string& names,
    std::filesystem::path& target,
    const std::string& description
);

/// Returns the choices that an option offers, by its value name "table|csv|json"; else none.
[[nodiscard]] std::vector<std::string> choices_of(const CLI::Option& option);

/// Returns `given` if it is among `known`; else throws `Error` (kInvalidArgument) about `subject`
/// with the nearest of them.
const std::string& require_known(
    std::string_view subject,
    const std::string& given,
    const std::vector<std::string>& known
);

}  // namespace portolan::cli
