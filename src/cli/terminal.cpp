#include "terminal.hpp"

#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

#include "portolan/base/text.hpp"

namespace portolan::cli {
namespace {

std::string_view environment_value(const char* name) {
  // The program is still on one thread, and nothing in it sets the environment.
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string_view() : value;
}

}  // namespace

bool is_stdout_terminal() {
  return isatty(STDOUT_FILENO) == 1;
}

bool is_stderr_terminal() {
  return isatty(STDERR_FILENO) == 1;
}

std::size_t terminal_width() {
  if (const auto columns = parse_integer(environment_value("COLUMNS")); columns && *columns > 0) {
    return static_cast<std::size_t>(*columns);
  }
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    winsize size{};
    if (ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
      return size.ws_col;
    }
  }
  return 80;
}

bool is_color_unwanted() {
  return !environment_value("NO_COLOR").empty() || environment_value("TERM") == "dumb";
}

}  // namespace portolan::cli
