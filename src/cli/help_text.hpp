#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace portolan::cli {

/// Returns the help of a command: what it does, how it is called, its parts, arguments and flags,
/// and examples, in lines of at most 80 columns.
[[nodiscard]] std::string help_text(const CLI::App& app);

/// Returns the commands and the names of their parts that lead to `app`: "portolan sources list".
[[nodiscard]] std::string full_name(const CLI::App& app);

}  // namespace portolan::cli
