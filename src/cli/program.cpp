#include "portolan/cli/program.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include "command_tree.hpp"
#include "exit_code.hpp"
#include "help_text.hpp"
#include "parse_errors.hpp"
#include "portolan/base/error.hpp"
#include "progress_display.hpp"
#include "session.hpp"
#include "signals.hpp"
#include "terminal.hpp"

namespace portolan::cli {
namespace {

void report_text(std::string_view message, std::string_view hint) {
  const bool has_color = is_stderr_terminal() && !is_color_unwanted();
  const std::string_view red = has_color ? "\x1B[31m" : "";
  const std::string_view plain = has_color ? "\x1B[0m" : "";
  std::string text = fmt::format("{}error:{} {}\n", red, plain, message);
  if (!hint.empty()) {
    text += fmt::format("hint: {}\n", hint);
  }
  // There is nowhere left to tell that this failed.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

// Reads the line; returns whether there is something left to do.
bool parse(CLI::App& tree, const std::vector<std::string>& arguments, Session& session) {
  try {
    // CLI11 takes the arguments last first.
    tree.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    // The command that was asked about knows that it was: the deepest one chosen.
    const CLI::App* command = &tree;
    while (!command->get_subcommands().empty()) {
      command = command->get_subcommands().front();
    }
    session.options = {};
    print_text(session, command->help());
    return false;
  } catch (const CLI::ParseError& error) {
    // CLI11's own family of exceptions ends here.
    throw translated(tree, error);
  }
  if (!session.action) {
    const CLI::App* command = &tree;
    while (!command->get_subcommands().empty()) {
      command = command->get_subcommands().front();
    }
    throw invalid_argument("{}: expected a command, got none", full_name(*command))
        .with_hint(fmt::format("{} --help lists them", full_name(*command)));
  }
  return true;
}

// Says what the work took; it differs from run to run, so it is told only to who asks.
void note_cost(const Session& session, std::chrono::duration<double> elapsed) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  note(
      session,
      fmt::format(
          "took {:.2f} s and at most {:.0f} MiB of memory",
          elapsed.count(),
          static_cast<double>(usage.ru_maxrss) / 1024.0
      )
  );
}

int run_chosen(const std::vector<std::string>& arguments) {
  Session session;
  const auto tree = make_command_tree(session);
  if (!parse(*tree, arguments, session)) {
    return kSuccess;
  }
  const auto progress = make_progress(session.options.is_quiet ? "none" : session.options.progress);
  session.progress = progress.get();
  const SignalGuard guard(*progress);
  const auto began = std::chrono::steady_clock::now();
  const int exit_code = session.action();
  if (session.options.is_verbose) {
    note_cost(session, std::chrono::steady_clock::now() - began);
  }
  return exit_code;
}

}  // namespace

void report(const Error& error) {
  report_text(error.what(), error.hint());
}

int report_all(const std::vector<Error>& errors) {
  constexpr std::size_t kShown = 5;
  for (std::size_t i = 0; i < std::min(kShown, errors.size()); ++i) {
    report(errors[i]);
  }
  if (errors.size() > kShown) {
    report_text(fmt::format("{} more files could not be read", errors.size() - kShown), "");
  }
  return errors.empty() ? kSuccess : exit_code_of(errors.front().code());
}

int run(const std::vector<std::string>& arguments) {
  try {
    return run_chosen(arguments);
  } catch (const Error& error) {
    report(error);
    return error.code() == ErrorCode::kInterrupted ? SignalGuard::exit_code()
                                                   : exit_code_of(error.code());
  } catch (const std::exception& error) {
    report_text(fmt::format("portolan: expected no fault of its own, got: {}", error.what()), "");
    return kInternalError;
  } catch (...) {
    report_text("portolan: expected no fault of its own, got an unknown one", "");
    return kInternalError;
  }
}

}  // namespace portolan::cli
