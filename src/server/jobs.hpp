#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/formats/writers.hpp"

namespace portolan::server {

/// How far a job is. Changes of it are numbered.
struct JobState {
  /// 16 hex digits.
  std::string id;
  /// "import", "panel", "detection", "scenario" or "export".
  std::string kind;
  /// "queued", "running", "done", "failed", "cancelled", or "interrupted": the server ended first.
  std::string status = "queued";
  /// The id of a token, "proxy" or "local".
  std::string who = {};
  std::string made_at = {};
  std::string started_at = {};
  std::string ended_at = {};
  std::string stage = {};
  std::string unit = {};
  std::int64_t done = 0;
  /// 0 where unknown.
  std::int64_t total = 0;
  /// As `wire::write_document` names it.
  std::string format = "json";
  /// What went wrong, as a problem of RFC 9457 in JSON; empty if nothing did.
  std::string problem_json = {};
  std::int64_t version = 1;

  [[nodiscard]] bool is_over() const;
};

/// Returns jobs as `{"schema":"portolan.jobs/1",…}`.
[[nodiscard]] formats::Document document_of(const std::vector<JobState>& jobs);
/// Returns one job as a line of JSON.
[[nodiscard]] std::string json_of(const JobState& job);

struct NewJob {
  std::string kind;
  std::string who;
  /// Whether it changes the workspace: such jobs run one after the other.
  bool is_writing = false;
  std::string format = "json";
  std::function<formats::Document(Progress&)> work;
};

/// Long work, done by two threads beside the requests: one that changes the workspace, one that
/// only computes. What a job came to is kept in a folder, so that the end of the server loses
/// nothing that was done, and what it interrupted is told as that. Safe to call concurrently.
class Jobs {
 public:
  /// Keeps jobs in `folder`, which is made. Jobs that it holds as running were interrupted. Where
  /// another server has the folder, this one takes no jobs.
  explicit Jobs(std::filesystem::path folder);
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;
  /// Interrupts what is running.
  ~Jobs();

  /// Throws `Error` (kUnavailable) where too many jobs wait already, or another server runs them.
  JobState add(NewJob job);

  /// All jobs, the newest first.
  [[nodiscard]] std::vector<JobState> list() const;
  /// Throws `Error` (kNotFound).
  [[nodiscard]] JobState find(const std::string& id) const;
  /// Asks a job to stop; nothing happens to one that is over. Throws `Error` (kNotFound).
  JobState cancel(const std::string& id);
  /// Returns the job as soon as its version is above `version`, or after `patience`.
  [[nodiscard]] JobState
  wait(const std::string& id, std::int64_t version, std::chrono::milliseconds patience) const;
  /// The file with what a job came to. Throws `Error` (kNotFound) if it is not done.
  [[nodiscard]] std::filesystem::path result_file(const std::string& id) const;

 private:
  class JobProgress;
  struct Job;
  // Shared between its runner and those who ask about it.
  using SharedJob = std::shared_ptr<Job>;

  void read_old();
  void run(bool is_writing);
  void work_on(Job& job);
  void change(Job& job, const std::function<void(JobState&)>& how);
  void save(const JobState& state) const;
  /// The same, where a failure changes nothing.
  void keep(const JobState& state) const;
  void forget_oldest();
  [[nodiscard]] std::filesystem::path result_file_of(const JobState& state) const;
  [[nodiscard]] SharedJob find_job(const std::string& id) const;
  [[nodiscard]] std::filesystem::path file_of(const std::string& id, std::string_view ending) const;

  std::filesystem::path folder_;
  int lock_ = -1;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::map<std::string, SharedJob> jobs_;
  std::deque<SharedJob> writing_queue_;
  std::deque<SharedJob> computing_queue_;
  bool is_stopped_ = false;
  std::jthread writer_;
  std::jthread computer_;
};

}  // namespace portolan::server
