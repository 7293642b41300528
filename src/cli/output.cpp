#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <limits>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exit_code.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/wire/encoding.hpp"
#include "session.hpp"
#include "terminal.hpp"

namespace portolan::cli {
namespace {

namespace fs = std::filesystem;

// Rows that people get to see where they do not say how many.
constexpr std::int64_t kRowsForPeople = 100;

// Writes all of `text`; returns false where the reader has closed the pipe.
bool write_all(int file, std::string_view text, const std::string& name) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      return false;
    } else if (errno != EINTR) {
      throw unavailable(
          "{}: expected to write, got: {}", name, std::generic_category().message(errno)
      );
    }
  }
  return true;
}

// A file that is there whole or not at all: written beside, synced, renamed.
class NewFile {
 public:
  explicit NewFile(const fs::path& path)
      : path_(path), beside_(path.string() + fmt::format(".{}.part", getpid())) {
    constexpr mode_t kMode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
    file_ = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kMode);
    if (file_ < 0) {
      fail("expected to write");
    }
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (file_ >= 0) {
      ::close(file_);
      ::unlink(beside_.c_str());
    }
  }
  void write(std::string_view text) { write_all(file_, text, path_.string()); }
  void publish() {
    if (::fsync(file_) != 0 || ::rename(beside_.c_str(), path_.c_str()) != 0) {
      fail("expected to finish the file");
    }
    ::close(file_);
    file_ = -1;
  }

 private:
  [[noreturn]] void fail(std::string_view expected) {
    throw unavailable(
        "{}: {}, got: {}", path_.string(), expected, std::generic_category().message(errno)
    );
  }

  fs::path path_;
  fs::path beside_;
  int file_ = -1;
};

bool goes_to_file(const GlobalOptions& options) {
  return !options.output.empty() && options.output != "-";
}

std::string chosen_format(const GlobalOptions& options) {
  if (!options.format.empty()) {
    return options.format;
  }
  if (!goes_to_file(options)) {
    return is_stdout_terminal() ? "table" : "csv";
  }
  const std::string extension = to_ascii_lower(fs::path(options.output).extension().string());
  for (const std::string_view format : {"json", "jsonl", "parquet", "xlsx"}) {
    if (extension == "." + std::string(format)) {
      return std::string(format);
    }
  }
  if (extension == ".md") {
    return "markdown";
  }
  return extension == ".txt" ? "table" : "csv";
}

void limit_rows(formats::Document& document, std::size_t limit) {
  auto& rows = document.table.rows;
  const std::size_t count = rows.size();
  if (count <= limit) {
    return;
  }
  rows.resize(limit);
  if (document.records_json) {
    document.records_json->resize(limit);
  }
  document.truncated = true;
  document.notices.push_back(
      fmt::format("{} of {} rows are shown; --all shows all, --limit N as many", limit, count)
  );
}

formats::TerminalLayout layout_of(const GlobalOptions& options) {
  const bool is_terminal = is_stdout_terminal() && !goes_to_file(options);
  formats::TerminalLayout layout;
  layout.width = is_terminal ? terminal_width() : 0;
  layout.has_color =
      options.color == "always" || (options.color == "auto" && is_terminal && !is_color_unwanted());
  return layout;
}

void write_document(
    const Session& session,
    const formats::Document& document,
    const std::string& format,
    const formats::Sink& sink
) {
  if (format != "table") {
    wire::write_document(document, format, sink);
  } else {
    const auto left_out =
        formats::write_terminal_table(document.table, layout_of(session.options), sink);
    if (!left_out.empty()) {
      note(
          session,
          fmt::format(
              "too narrow to show {}; --format csv or json shows every column", join(left_out, ", ")
          )
      );
    }
  }
}

void write_somewhere(
    const GlobalOptions& options,
    const std::function<void(const formats::Sink&)>& write
) {
  if (goes_to_file(options)) {
    NewFile file(options.output);
    write([&file](std::string_view text) { file.write(text); });
    file.publish();
    return;
  }
  bool is_open = true;
  write([&is_open](std::string_view text) {
    is_open = is_open && write_all(STDOUT_FILENO, text, "standard output");
  });
}

}  // namespace

void note(const Session& session, std::string_view text) {
  if (!session.options.is_quiet) {
    write_all(STDERR_FILENO, fmt::format("note: {}\n", text), "standard error");
  }
}

std::int64_t row_limit(const Session& session) {
  const GlobalOptions& options = session.options;
  const std::string format = chosen_format(options);
  const bool is_for_people = format == "table" || format == "markdown";
  if (options.limit) {
    return *options.limit;
  }
  return is_for_people && !options.shows_all ? kRowsForPeople
                                             : std::numeric_limits<std::int64_t>::max();
}

std::string time_text(std::chrono::system_clock::time_point time) {
  return fmt::format("{:%FT%TZ}", std::chrono::floor<std::chrono::seconds>(time));
}

int print(const Session& session, formats::Document document) {
  formats::ensure_consistent(document.table);
  const GlobalOptions& options = session.options;
  const std::string format = chosen_format(options);
  if ((format == "xlsx" || format == "parquet") && !goes_to_file(options) && is_stdout_terminal()) {
    throw invalid_argument("--format {}: expected a file to write to, got a terminal", format)
        .with_hint("add --output FILE");
  }
  limit_rows(document, static_cast<std::size_t>(row_limit(session)));
  write_somewhere(options, [&](const formats::Sink& sink) {
    write_document(session, document, format, sink);
  });
  // JSON carries the notices itself.
  if (format != "json") {
    for (const auto& text : document.notices) {
      note(session, text);
    }
  }
  return kSuccess;
}

namespace {

// The rows of a piece as CSV, with the line of names for the first one only.
std::string csv_rows(const formats::Table& table, bool has_names) {
  std::string text;
  formats::write_csv(table, [&text](std::string_view part) { text += part; });
  return has_names ? text : text.substr(text.find('\n') + 1);
}

// Prints pieces as they come; returns what stands around them.
formats::Document print_lines(
    const Session& session,
    bool is_csv,
    const std::function<formats::Document(const TakePiece&)>& produce
) {
  const auto limit = static_cast<std::size_t>(row_limit(session));
  std::size_t num_rows = 0;
  std::size_t num_shown = 0;
  bool is_first = true;
  formats::Document around;
  write_somewhere(session.options, [&](const formats::Sink& sink) {
    around = produce([&](formats::Document&& piece) {
      num_rows += piece.table.rows.size();
      if (piece.table.rows.size() > limit - num_shown) {
        limit_rows(piece, limit - num_shown);
      }
      num_shown += piece.table.rows.size();
      if (is_csv) {
        sink(csv_rows(piece.table, is_first));
      } else {
        std::string text;
        formats::write_jsonl(piece, [&text](std::string_view part) { text += part; });
        sink(text);
      }
      is_first = false;
    });
    if (is_first && is_csv) {
      sink(csv_rows(around.table, true));
    }
  });
  if (num_shown < num_rows) {
    around.notices.push_back(fmt::format("{} of {} rows are shown", num_shown, num_rows));
  }
  return around;
}

}  // namespace

int print_in_pieces(
    const Session& session,
    const std::function<formats::Document(const TakePiece&)>& produce
) {
  const std::string format = chosen_format(session.options);
  if (format != "csv" && format != "jsonl") {
    std::vector<std::vector<formats::Cell>> rows;
    std::vector<std::string> records;
    formats::Document whole = produce([&](formats::Document&& piece) {
      std::ranges::move(piece.table.rows, std::back_inserter(rows));
      if (piece.records_json) {
        std::ranges::move(*piece.records_json, std::back_inserter(records));
      }
    });
    whole.table.rows = std::move(rows);
    if (whole.records_json) {
      whole.records_json = std::move(records);
    }
    return print(session, std::move(whole));
  }
  const formats::Document around = print_lines(session, format == "csv", produce);
  for (const auto& text : around.notices) {
    note(session, text);
  }
  return kSuccess;
}

void write_file(const std::string& path, std::string_view text) {
  NewFile file(path);
  file.write(text);
  file.publish();
}

int print_text(const Session& session, std::string_view text) {
  write_somewhere(session.options, [&](const formats::Sink& sink) { sink(text); });
  return kSuccess;
}

}  // namespace portolan::cli
