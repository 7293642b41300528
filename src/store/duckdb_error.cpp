#include "duckdb_error.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "portolan/base/text.hpp"

namespace portolan::store {
namespace {

struct Kind {
  std::string_view name;
  ErrorCode code;
};

// Everything else (Parser, Binder, Catalog, Conversion, Out of Range, ...) is a wrong request.
constexpr std::array kKinds{
    Kind{"IO", ErrorCode::kUnavailable},
    Kind{"Out of Memory", ErrorCode::kUnavailable},
    Kind{"Connection", ErrorCode::kUnavailable},
    Kind{"Serialization", ErrorCode::kUnavailable},
    Kind{"INTERRUPT", ErrorCode::kInterrupted},
    Kind{"INTERNAL", ErrorCode::kInternal},
    Kind{"FATAL", ErrorCode::kInternal},
};

// A disk that fails while DuckDB ends a transaction is fatal to its instance, yet no bug.
constexpr std::array<std::string_view, 4> kDiskFailures{
    "No space left on device",
    "Could not write file",
    "Read-only file system",
    "Input/output error"};

bool is_disk_failure(std::string_view message) {
  return std::ranges::any_of(kDiskFailures, [message](std::string_view failure) {
    return message.find(failure) != std::string_view::npos;
  });
}

std::string first_line(std::string_view text) {
  std::string line(trim(text.substr(0, text.find('\n'))));
  while (line.ends_with('.') || line.ends_with('!')) {
    line.pop_back();
  }
  return line;
}

// DuckDB adds suggestions and the place in the statement on lines of their own.
std::string suggestions(std::string_view message) {
  for (const std::string_view line : split(message, '\n')) {
    if (line.find("Did you mean") != std::string_view::npos ||
        line.find("Candidate") != std::string_view::npos) {
      return first_line(line);
    }
  }
  return {};
}

std::string hint_for(ErrorCode code, std::string_view message) {
  if (message.find("No space left") != std::string_view::npos) {
    return "the disk is full: free space and try again";
  }
  if (message.find("disabled by configuration") != std::string_view::npos) {
    return "queries read only the workspace's own files";
  }
  if (message.find("Conflicting lock") != std::string_view::npos) {
    return "another program has the file open";
  }
  if (message.find("Out of Memory") != std::string_view::npos) {
    return "raise memory_limit, or give temp_dir more room, under [store] in portolan.toml";
  }
  return code == ErrorCode::kInvalidArgument ? suggestions(message) : std::string();
}

}  // namespace

Error error_of_duckdb(std::string_view message) {
  auto code = ErrorCode::kInvalidArgument;
  std::string_view rest = message;
  constexpr std::string_view kMark = " Error: ";
  if (const auto mark = message.find(kMark); mark != std::string_view::npos && mark < 40) {
    const std::string_view name = message.substr(0, mark);
    for (const Kind& kind : kKinds) {
      if (name.ends_with(kind.name)) {
        code = kind.code;
      }
    }
    rest = message.substr(mark + kMark.size());
  }
  if (code == ErrorCode::kInternal && is_disk_failure(message)) {
    code = ErrorCode::kUnavailable;
  }
  if (code == ErrorCode::kInterrupted) {
    return {code, "interrupted: nothing was changed"};
  }
  return {code, "database: " + first_line(rest), hint_for(code, message)};
}

}  // namespace portolan::store
