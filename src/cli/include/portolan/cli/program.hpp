#pragma once

#include <string>
#include <vector>

namespace portolan::cli {

/// Runs one command line, `arguments` without the program's name, on this process's standard
/// streams, and returns its exit code (docs/cli.md lists them). Throws nothing.
[[nodiscard]] int run(const std::vector<std::string>& arguments);

}  // namespace portolan::cli
