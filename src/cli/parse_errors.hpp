#pragma once

#include <CLI/CLI.hpp>

#include "portolan/base/error.hpp"

namespace portolan::cli {

/// Returns what is wrong with a command line as an `Error` (kInvalidArgument) in this project's
/// form, with the nearest known commands or flags.
[[nodiscard]] Error translated(const CLI::App& app, const CLI::ParseError& error);

}  // namespace portolan::cli
