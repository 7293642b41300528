#pragma once

#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

namespace portolan::cli {

/// Returns the script that makes `shell` ("bash", "zsh" or "fish") complete the commands of `tree`,
/// their flags, the values of flags and arguments with choices, and file names where files are
/// expected.
[[nodiscard]] std::string completion_script(const CLI::App& tree, std::string_view shell);

}  // namespace portolan::cli
