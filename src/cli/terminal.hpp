#pragma once

#include <cstddef>

namespace portolan::cli {

/// Whether standard output or standard error is a terminal that people look at.
[[nodiscard]] bool is_stdout_terminal();
[[nodiscard]] bool is_stderr_terminal();

/// Columns of the terminal behind standard output or, failing that, standard error; COLUMNS where
/// it is set; 80 where nothing tells.
[[nodiscard]] std::size_t terminal_width();

/// Whether the environment asks for no colour (NO_COLOR set and not empty, or TERM=dumb).
[[nodiscard]] bool is_color_unwanted();

}  // namespace portolan::cli
