// Runs the commands of text files and compares what they print. Usage:
//
//     cli_text_test PROGRAM FILE_OR_FOLDER...
//
// A file ending in .test is read line by line; of a file ending in .md only the blocks that begin
// with ```console are read. All commands of a file run in one new folder, with PROGRAM on the PATH.
//
//     # text                     a comment
//     $ command                  a command line for bash; "> " continues it
//     line                       a line that it prints on standard output
//     [stderr]                   the lines that follow are of standard error; else it must be empty
//     [exit 2]                   the exit code; else it must be 0
//
// In an expected line `<*>` stands for any text, and a line `...` for any number of lines.
// TEST_FILES is the folder of the file itself. In .md files standard error is not compared.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;

struct Step {
  std::size_t line = 0;
  std::string command;
  std::vector<std::string> output;
  std::vector<std::string> error;
  int exit_code = 0;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string read_whole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<Step> read_steps(const fs::path& path) {
  const bool is_markdown = path.extension() == ".md";
  bool is_inside = !is_markdown;
  bool is_error = false;
  std::vector<Step> steps;
  std::size_t number = 0;
  for (const std::string& line : lines_of(read_whole(path))) {
    ++number;
    if (is_markdown && line.starts_with("```")) {
      is_inside = !is_inside && line == "```console";
    } else if (!is_inside || (steps.empty() && !line.starts_with("$ "))) {
      continue;
    } else if (line.starts_with("$ ")) {
      Step step;
      step.line = number;
      step.command = line.substr(2);
      steps.push_back(step);
      is_error = false;
    } else if (line.starts_with("> ") && steps.back().output.empty()) {
      steps.back().command += "\n" + line.substr(2);
    } else if (line == "[stderr]") {
      is_error = true;
    } else if (line.starts_with("[exit ")) {
      steps.back().exit_code = std::atoi(line.c_str() + 6);  // NOLINT(cert-err34-c): our own files
    } else if (!line.starts_with("# ")) {
      (is_error ? steps.back().error : steps.back().output).push_back(line);
    }
  }
  for (Step& step : steps) {  // blank lines between steps belong to none
    for (auto* lines : {&step.output, &step.error}) {
      while (!lines->empty() && lines->back().empty()) {
        lines->pop_back();
      }
    }
  }
  return steps;
}

bool is_like(std::string_view text, std::string_view pattern) {
  const std::size_t star = pattern.find("<*>");
  if (star == std::string_view::npos) {
    return text == pattern;
  }
  if (text.substr(0, star) != pattern.substr(0, star)) {
    return false;
  }
  const std::string_view rest = pattern.substr(star + 3);
  for (std::size_t at = star; at <= text.size(); ++at) {
    if (is_like(text.substr(at), rest)) {
      return true;
    }
  }
  return false;
}

using Lines = std::vector<std::string>;

bool are_like(const Lines& lines, std::size_t i, const Lines& patterns, std::size_t k) {
  if (k == patterns.size()) {
    return i == lines.size();
  }
  if (patterns[k] == "...") {
    for (std::size_t at = i; at <= lines.size(); ++at) {
      if (are_like(lines, at, patterns, k + 1)) {
        return true;
      }
    }
    return false;
  }
  return i < lines.size() && is_like(lines[i], patterns[k]) &&
         are_like(lines, i + 1, patterns, k + 1);
}

// Runs one step in the current folder; returns the exit code and leaves the outputs in two files.
int run_command(const std::string& command, const fs::path& out, const fs::path& err) {
  const fs::path script = out.string() + ".sh";
  std::ofstream(script) << "set -o pipefail\n" << command << "\n";
  const std::string line =
      fmt::format("bash '{}' >'{}' 2>'{}' </dev/null", script.string(), out.string(), err.string());
  const int status = std::system(line.c_str());  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string indented(const Lines& lines) {
  std::string text;
  for (const auto& line : lines) {
    text += "    " + line + "\n";
  }
  return text.empty() ? "    (nothing)\n" : text;
}

bool matches(const Lines& expected, const Lines& got, std::string_view stream) {
  Lines trimmed = got;
  while (!trimmed.empty() && trimmed.back().empty()) {
    trimmed.pop_back();
  }
  if (are_like(trimmed, 0, expected, 0)) {
    return true;
  }
  std::cout << fmt::format(
      "  {}: expected\n{}  got\n{}", stream, indented(expected), indented(trimmed)
  );
  return false;
}

bool run_file(const fs::path& path, const fs::path& scratch) {
  const fs::path folder = scratch / "work";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::current_path(folder);
  setenv("TEST_FILES", path.parent_path().c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  const auto steps = read_steps(path);
  if (steps.empty()) {
    std::cout << path.string() << ": expected a line that begins with \"$ \", got none\n";
    return false;
  }
  bool passes = true;
  for (const Step& step : steps) {
    const int exit_code = run_command(step.command, scratch / "out", scratch / "err");
    bool is_right = exit_code == step.exit_code;
    if (!is_right) {
      std::cout << fmt::format("  exit code: expected {}, got {}\n", step.exit_code, exit_code);
    }
    is_right = matches(step.output, lines_of(read_whole(scratch / "out")), "stdout") && is_right;
    if (path.extension() != ".md") {
      is_right = matches(step.error, lines_of(read_whole(scratch / "err")), "stderr") && is_right;
    } else if (!is_right) {
      std::cout << "  stderr\n" << indented(lines_of(read_whole(scratch / "err")));
    }
    if (!is_right) {
      std::cout << fmt::format("FAILED {}:{}: {}\n", path.string(), step.line, step.command);
      passes = false;
    }
  }
  return passes;
}

std::vector<fs::path> test_files(const fs::path& given) {
  if (!fs::is_directory(given)) {
    return {given};
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(given)) {
    if (entry.path().extension() == ".test") {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

int main(int count, char** arguments) {
  const fs::path program = fs::canonical(arguments[1]);
  const char* search_path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe)
  const std::string path = program.parent_path().string() + ":" + search_path;
  setenv("PATH", path.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  unsetenv("COLUMNS");              // NOLINT(concurrency-mt-unsafe)
  std::vector<fs::path> files;
  for (int i = 2; i < count; ++i) {
    for (const auto& file : test_files(fs::canonical(arguments[i]))) {
      files.push_back(file);
    }
  }
  std::string pattern = (fs::temp_directory_path() / "portolan-cli-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr || files.empty()) {
    std::cout << "expected test files and a folder to run them in\n";
    return 1;
  }
  int failed = 0;
  for (const auto& file : files) {
    failed += run_file(file, pattern) ? 0 : 1;
  }
  fs::current_path("/");
  fs::remove_all(pattern);
  std::cout << fmt::format("{} files, {} failed\n", files.size(), failed);
  return failed == 0 ? 0 : 1;
}
