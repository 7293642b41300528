#include "portolan/engine/doctor.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string_view>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/database.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::engine {
namespace {

namespace fs = std::filesystem;

// What this program was built and tested with.
constexpr std::string_view kLeastDatabase = "v1.4.4";
constexpr double kGibibyte = 1024.0 * 1024.0 * 1024.0;
// An import of a file of 56 million rows peaks below 2 GiB; the panel of it below 4.
constexpr double kLeastMemory = 2.0 * kGibibyte;
constexpr double kGoodMemory = 4.0 * kGibibyte;
constexpr double kLeastDisk = 0.5 * kGibibyte;
constexpr double kGoodDisk = 5.0 * kGibibyte;

CheckOutcome graded(double found, double least, double good) {
  if (found < least) {
    return CheckOutcome::kFailed;
  }
  return found < good ? CheckOutcome::kWarning : CheckOutcome::kGood;
}

// Memory that the kernel says can be had without swapping, in bytes; total memory where it does
// not tell.
double available_memory() {
  std::ifstream file("/proc/meminfo");
  std::string name;
  double kibibytes = 0.0;
  std::string unit;
  while (file >> name >> kibibytes) {
    std::getline(file, unit);
    if (name == "MemAvailable:") {
      return kibibytes * 1024.0;
    }
  }
  return static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// The numbers of "v1.4.4".
std::vector<std::int64_t> parts_of(std::string_view version) {
  std::vector<std::int64_t> parts;
  for (const std::string_view part : split(version.substr(version.starts_with('v') ? 1 : 0), '.')) {
    parts.push_back(parse_integer(part).value_or(0));
  }
  return parts;
}

// A query is run, not only the version asked: a library of another build may load and fail.
Check database_check() {
  const std::string version = store::database_version();
  store::Database database;
  const auto result = database.query("SELECT 6 * 7");
  const bool is_right = result.integer(0, 0) == 42 && parts_of(version) >= parts_of(kLeastDatabase);
  return {
      "duckdb",
      is_right ? CheckOutcome::kGood : CheckOutcome::kFailed,
      fmt::format("{}; at least {} is needed", version, kLeastDatabase)};
}

Check memory_check() {
  const double bytes = available_memory();
  return {
      "memory",
      graded(bytes, kLeastMemory, kGoodMemory),
      fmt::format("{:.1f} GiB can be used; large imports want 2 GiB", bytes / kGibibyte)};
}

Check disk_check(const fs::path& folder) {
  std::error_code error;
  const fs::space_info space = fs::space(folder, error);
  if (error) {
    return {"disk", CheckOutcome::kFailed, folder.string() + ": " + error.message()};
  }
  const auto bytes = static_cast<double>(space.available);
  return {
      "disk",
      graded(bytes, kLeastDisk, kGoodDisk),
      fmt::format("{:.1f} GiB are free for {}", bytes / kGibibyte, folder.string())};
}

Check temporary_folder_check() {
  std::error_code error;
  const fs::path folder = fs::temp_directory_path(error);
  const bool is_writable = !error && access(folder.c_str(), W_OK) == 0;
  return {
      "temporary files",
      is_writable ? CheckOutcome::kGood : CheckOutcome::kFailed,
      is_writable ? folder.string() : "no folder can be written; set TMPDIR to one"};
}

// What can be seen without reading the lake's bytes: `verify` does that.
Check workspace_check(const fs::path& given) {
  const fs::path start = given.empty() ? fs::current_path() : given;
  const auto root = store::Workspace::find(start);
  if (!root) {
    return {
        "workspace",
        given.empty() ? CheckOutcome::kGood : CheckOutcome::kFailed,
        "none here; portolan init makes one"};
  }
  // A fault of the workspace is what is asked for, not a failure of the question.
  try {
    const auto workspace = store::Workspace::open(*root);
    const auto imports = store::list_imports(workspace).size();
    (void)store::open_catalogue(workspace);
    return {
        "workspace",
        CheckOutcome::kGood,
        fmt::format("{}: {} imports; portolan verify checks every hash", root->string(), imports)};
  } catch (const Error& error) {
    const std::string hint(error.hint());
    return {
        "workspace",
        CheckOutcome::kFailed,
        hint.empty() ? error.what() : fmt::format("{}; {}", error.what(), hint)};
  }
}

}  // namespace

std::string to_string(CheckOutcome outcome) {
  switch (outcome) {
    case CheckOutcome::kGood:
      return "ok";
    case CheckOutcome::kWarning:
      return "warning";
    case CheckOutcome::kFailed:
      return "failed";
  }
  return {};
}

bool DoctorResult::has_failed() const {
  return std::ranges::any_of(checks, [](const Check& check) {
    return check.outcome == CheckOutcome::kFailed;
  });
}

DoctorResult doctor(const DoctorRequest& request) {
  const fs::path folder = request.workspace.empty() ? fs::current_path() : request.workspace;
  DoctorResult result;
  result.checks = {
      database_check(),
      memory_check(),
      disk_check(folder),
      temporary_folder_check(),
      workspace_check(request.workspace)};
  return result;
}

}  // namespace portolan::engine
