#include "seven_zip.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "expansion_guard.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

extern char** environ;

namespace portolan::formats {
namespace {

constexpr const char* kProgram = "7z";
constexpr std::size_t kMaxListBytes = std::size_t{16} << 20U;

}  // namespace

// The program with its output in a pipe; ended when the object goes.
class SevenZipSource::Process {
 public:
  Process(std::string file, std::vector<std::string> arguments) : file_(std::move(file)) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw unavailable("7z: expected a pipe, got \"{}\"", std::strerror(errno));
    }
    output_ = ends[0];
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    arguments.insert(arguments.begin(), kProgram);
    std::vector<char*> pointers;
    for (std::string& argument : arguments) {
      pointers.push_back(argument.data());
    }
    pointers.push_back(nullptr);
    const int status =
        ::posix_spawnp(&process_, kProgram, &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (status != 0) {
      ::close(output_);
      throw unavailable(
          "{}: expected the program 7z to unpack it, got \"{}\"", file_, std::strerror(status)
      )
          .with_hint("install it (Debian: 7zip) or unpack the archive first");
    }
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    ::close(output_);
    if (!is_over_) {
      ::kill(process_, SIGTERM);
      ::waitpid(process_, nullptr, 0);
    }
  }

  std::size_t read(std::span<char> into) {
    if (is_over_ || into.empty()) {
      return 0;
    }
    ssize_t size = -1;
    do {
      size = ::read(output_, into.data(), into.size());
    } while (size < 0 && errno == EINTR);
    if (size > 0) {
      return static_cast<std::size_t>(size);
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    is_over_ = true;
    if (size < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      throw bad_data("{}: expected a 7z archive, got one that 7z cannot unpack", file_)
          .with_hint("the archive is damaged or encrypted, or has no file of that name");
    }
    return 0;
  }

 private:
  std::string file_;
  pid_t process_ = 0;
  int output_ = -1;
  bool is_over_ = false;
};

std::vector<ZipMember> seven_zip_members(const std::filesystem::path& path) {
  // The listing is read through the same source: its "member" are the arguments of `7z l`.
  const FileSource file(path);
  SevenZipSource listing(path, {}, {});
  const std::string text = read_all(listing, kMaxListBytes);
  std::vector<ZipMember> members;
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t equals = std::min(line.find(" = "), line.size());
    const std::string_view key = line.substr(0, equals);
    const std::string_view value = trim(line.substr(std::min(equals + 3, line.size())));
    if (key == "Path") {
      members.push_back({.name = std::string(value)});
    } else if (members.empty()) {
      continue;
    } else if (key == "Size") {
      members.back().bytes = parse_integer(value).value_or(0);
    } else if (key == "Attributes" && value.starts_with('D')) {
      members.back().name.clear();
    } else if (key == "Encrypted") {
      members.back().is_encrypted = value == "+";
    }
  }
  std::erase_if(members, [](const ZipMember& member) { return member.name.empty(); });
  return members;
}

SevenZipSource::SevenZipSource(
    const std::filesystem::path& path,
    const std::string& member,
    const ExpansionLimits& limits
)
    : limits_(limits) {
  const std::string file = path.filename().string();
  name_ = member.empty() ? file : fmt::format("{}({})", file, member);
  packed_bytes_ = static_cast<std::int64_t>(std::filesystem::file_size(path));
  // An absolute path cannot be taken for an option or a list file.
  const std::string absolute = std::filesystem::absolute(path).string();
  std::vector<std::string> arguments{"l", "-slt", "-ba", "-spd", "-p", "--", absolute};
  if (!member.empty()) {
    arguments = {"x", "-so", "-spd", "-p", "--", absolute, member};
  }
  process_ = std::make_unique<Process>(file, std::move(arguments));
}

SevenZipSource::~SevenZipSource() = default;

std::size_t SevenZipSource::read(std::span<char> into) {
  const std::size_t size = process_->read(into);
  unpacked_bytes_ += static_cast<std::int64_t>(size);
  check_expansion(name_, packed_bytes_, unpacked_bytes_, limits_);
  return size;
}

}  // namespace portolan::formats
