#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/base/error.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/formats/writers.hpp"

namespace portolan::cli {

/// The flags that every command takes, as given.
struct GlobalOptions {
  std::string workspace;
  std::string format;  ///< empty: by the output
  std::string output;  ///< empty or "-": standard output
  std::optional<std::int64_t> limit;
  bool shows_all = false;
  bool is_quiet = false;
  bool is_verbose = false;
  std::string progress = "auto";
  std::string color = "auto";
  std::int64_t threads = 0;  ///< 0: one per core
  std::int64_t seed = 1;
  bool fails_on_leads = false;
};

/// What a command needs to do its work, and what it does once the whole command line is read.
struct Session {
  GlobalOptions options;
  /// Set before the action runs.
  Progress* progress = nullptr;
  /// The chosen command; returns the exit code.
  std::function<int()> action;
};

/// Prints the answer in the form and to the place that the flags ask for, notices to standard
/// error. Returns `kSuccess`. Throws `Error`: kInvalidArgument where the form cannot go to the
/// place, kUnavailable where it cannot be written. A reader who closed the pipe is no error.
int print(const Session& session, formats::Document document);

/// Takes the next piece of an answer: rows of the columns that all pieces have.
using TakePiece = std::function<void(formats::Document&& piece)>;

/// Prints an answer that comes in pieces, as `print` does: CSV and JSON lines piece by piece, whole
/// lines at a time, holding none; other formats at the end. `produce` hands over the pieces and
/// returns what stands around them (columns, request, notices).
int print_in_pieces(
    const Session& session,
    const std::function<formats::Document(const TakePiece&)>& produce
);

/// Writes `text` to standard output as it is, or to the file of `--output`.
int print_text(const Session& session, std::string_view text);

/// Writes `text` to a file beside the answer: it is there whole or not at all.
void write_file(const std::string& path, std::string_view text);

/// Writes an error in the project's form to standard error: "error: …", "hint: …".
void report(const Error& error);

/// Reports each of `errors` and returns the exit code of the first, or `kSuccess` if there is none.
[[nodiscard]] int report_all(const std::vector<Error>& errors);

/// Returns how many rows of a list the user gets to see: `--limit`, or all for machines and with
/// `--all`, or 100 for people.
[[nodiscard]] std::int64_t row_limit(const Session& session);

/// Returns a time in ISO form, UTC, to the second: "2024-03-01T12:00:00Z".
[[nodiscard]] std::string time_text(std::chrono::system_clock::time_point time);

/// Writes "note: …" to standard error unless the user wants quiet.
void note(const Session& session, std::string_view text);

}  // namespace portolan::cli
