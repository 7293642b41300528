#include "jobs.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <fstream>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "access_log.hpp"
#include "content_formats.hpp"
#include "portolan/base/error.hpp"
#include "portolan/formats/byte_source.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/wire/encoding.hpp"
#include "private_file.hpp"
#include "problem.hpp"

namespace portolan::server {
namespace {

namespace fs = std::filesystem;
using formats::JsonValue;

constexpr std::size_t kMostWaiting = 16;
constexpr std::size_t kMostKept = 200;

JsonValue text_or_null(const std::string& text) {
  return text.empty() ? JsonValue() : JsonValue(text);
}

JobState state_of(const JsonValue& json) {
  const auto text = [&](std::string_view key) {
    const JsonValue* value = json.find(key);
    return value == nullptr || value->as_string() == nullptr ? "" : *value->as_string();
  };
  JobState state{.id = text("job"), .kind = text("kind"), .status = text("status")};
  state.who = text("who");
  state.made_at = text("made_at");
  state.started_at = text("started_at");
  state.ended_at = text("ended_at");
  state.format = text("format");
  if (const JsonValue* error = json.find("error"); error != nullptr && !error->is_null()) {
    state.problem_json = error->dump();
  }
  return state;
}

std::string problem_json(const Error& error) {
  std::string body = problem_of(error).body;
  body.erase(body.find_last_not_of('\n') + 1);
  return body;
}

}  // namespace

/// Work and state of a job. `state` is the book's, under its lock; the rest is the runner's.
struct Jobs::Job {
  JobState state;
  std::function<formats::Document(Progress&)> work = {};
  std::unique_ptr<JobProgress> progress = {};
  std::atomic<bool> was_cancelled{false};
};

/// Tells the book how far the work is, a few times a second.
class Jobs::JobProgress final : public Progress {
 public:
  JobProgress(Jobs& book, Job& job) : book_(book), job_(job) {}

  void begin(std::string_view stage, std::string_view unit, std::int64_t total) override {
    book_.change(job_, [&](JobState& state) {
      state.stage = stage;
      state.unit = unit;
      state.done = 0;
      state.total = total;
    });
  }

  void advance(std::int64_t done) override {
    constexpr std::int64_t kBetween_ms = 250;
    const std::int64_t now_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                                    std::chrono::steady_clock::now().time_since_epoch()
    )
                                    .count();
    std::int64_t last_ms = told_ms_.load();
    if (now_ms - last_ms < kBetween_ms || !told_ms_.compare_exchange_strong(last_ms, now_ms)) {
      return;
    }
    book_.change(job_, [&](JobState& state) { state.done = done; });
  }

  void end() override {
    book_.change(job_, [](JobState& state) { state.done = std::max(state.done, state.total); });
  }

 private:
  Jobs& book_;
  Job& job_;
  std::atomic<std::int64_t> told_ms_{0};
};

bool JobState::is_over() const {
  return status != "queued" && status != "running";
}

std::string json_of(const JobState& job) {
  const bool has_result = job.status == "done";
  const JsonValue json = JsonValue::object(
      {{"job", job.id},
       {"kind", job.kind},
       {"status", job.status},
       {"who", job.who},
       {"made_at", text_or_null(job.made_at)},
       {"started_at", text_or_null(job.started_at)},
       {"ended_at", text_or_null(job.ended_at)},
       {"stage", text_or_null(job.stage)},
       {"unit", text_or_null(job.unit)},
       {"done", job.done},
       {"total", job.total == 0 ? JsonValue() : JsonValue(job.total)},
       {"format", job.format},
       {"result", has_result ? JsonValue("/api/v1/jobs/" + job.id + "/result") : JsonValue()},
       {"error",
        job.problem_json.empty() ? JsonValue() : formats::parse_json(job.problem_json, "job")}}
  );
  return json.dump();
}

formats::Document document_of(const std::vector<JobState>& jobs) {
  formats::Document document;
  document.schema = "portolan.jobs/1";
  document.records_json.emplace();
  for (const JobState& job : jobs) {
    document.records_json->push_back(json_of(job));
  }
  return document;
}

Jobs::Jobs(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  fs::create_directories(folder_, error);
  lock_ = ::open((folder_ / "LOCK").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (lock_ >= 0 && ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock_);
    lock_ = -1;
  }
  read_old();
  writer_ = std::jthread([this] { run(true); });
  computer_ = std::jthread([this] { run(false); });
}

Jobs::~Jobs() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    for (const auto& [id, job] : jobs_) {
      if (job->progress != nullptr) {
        job->progress->cancel();
      }
    }
  }
  changed_.notify_all();
  writer_.join();
  computer_.join();
  if (lock_ >= 0) {
    ::close(lock_);
  }
}

fs::path Jobs::file_of(const std::string& id, std::string_view ending) const {
  return folder_ / (id + std::string(ending));
}

void Jobs::read_old() {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".job.json")) {
      continue;
    }
    auto job = std::make_shared<Job>();
    try {
      job->state = state_of(formats::parse_json(formats::read_file(entry.path()), name));
    } catch (const Error&) {
      // What is no job any more (a disk that was full) tells nothing to anyone.
      continue;
    }
    // A server that runs jobs holds the lock: what it left unfinished was interrupted.
    if (!job->state.is_over() && lock_ >= 0) {
      job->state.status = "interrupted";
      keep(job->state);
    }
    jobs_.emplace(job->state.id, std::move(job));
  }
}

void Jobs::save(const JobState& state) const {
  write_private(file_of(state.id, ".job.json"), json_of(state) + "\n");
}

void Jobs::keep(const JobState& state) const {
  try {
    save(state);
  } catch (const Error&) {
    // The job goes on: what cannot be written is only what the next server would tell about it.
  }
}

JobState Jobs::add(NewJob wanted) {
  if (lock_ < 0) {
    throw unavailable("jobs: expected to be the only server of the workspace, got another one")
        .with_hint("ask the server that was started first");
  }
  auto job = std::make_shared<Job>();
  constexpr std::size_t kIdBytes = 8;
  job->state = {
      .id = random_hex(kIdBytes),
      .kind = std::move(wanted.kind),
      .who = std::move(wanted.who),
      .made_at = now_text(),
      .format = std::move(wanted.format)};
  job->work = std::move(wanted.work);
  job->progress = std::make_unique<JobProgress>(*this, *job);
  JobState state;
  {
    const std::lock_guard lock(mutex_);
    auto& queue = wanted.is_writing ? writing_queue_ : computing_queue_;
    if (queue.size() >= kMostWaiting) {
      throw unavailable("jobs: expected at most {} that wait, got one more", kMostWaiting)
          .with_hint("wait until some are done, or cancel them");
    }
    save(job->state);
    forget_oldest();
    state = job->state;
    jobs_.emplace(state.id, job);
    queue.push_back(std::move(job));
  }
  changed_.notify_all();
  return state;
}

void Jobs::forget_oldest() {
  while (jobs_.size() >= kMostKept) {
    const auto oldest = std::ranges::min_element(jobs_, {}, [](const auto& entry) {
      const JobState& state = entry.second->state;
      return std::pair(!state.is_over(), state.made_at);
    });
    if (!oldest->second->state.is_over()) {
      return;
    }
    std::error_code error;
    for (const ContentFormat& format : content_formats()) {
      fs::remove(file_of(oldest->first, ".result" + std::string(format.suffix)), error);
    }
    fs::remove(file_of(oldest->first, ".job.json"), error);
    jobs_.erase(oldest);
  }
}

void Jobs::change(Job& job, const std::function<void(JobState&)>& how) {
  {
    const std::lock_guard lock(mutex_);
    how(job.state);
    ++job.state.version;
  }
  changed_.notify_all();
}

void Jobs::run(bool is_writing) {
  auto& queue = is_writing ? writing_queue_ : computing_queue_;
  while (true) {
    SharedJob job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return is_stopped_ || !queue.empty(); });
      if (queue.empty()) {
        return;
      }
      job = std::move(queue.front());
      queue.pop_front();
    }
    work_on(*job);
  }
}

void Jobs::work_on(Job& job) {
  change(job, [](JobState& state) {
    state.status = "running";
    state.started_at = now_text();
  });
  keep(job.state);
  std::string status = "done";
  std::string problem_text;
  try {
    job.progress->check();
    const formats::Document document = job.work(*job.progress);
    const fs::path file = result_file_of(job.state);
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    wire::write_document(
        document,
        job.state.format,
        [&](std::string_view text) {
          stream.write(text.data(), static_cast<std::streamsize>(text.size()));
        },
        formats::CsvReader::kSpreadsheet
    );
    if (!stream.flush()) {
      throw unavailable("{}: expected to write what the job came to", file.filename().string());
    }
  } catch (const Error& error) {
    // A job's failure is what it came to; there is nobody above who could take it.
    const bool is_interrupted = error.code() == ErrorCode::kInterrupted;
    status = is_interrupted ? (job.was_cancelled ? "cancelled" : "interrupted") : "failed";
    problem_text = is_interrupted ? "" : problem_json(error);
  } catch (const std::exception&) {
    // The same for what no module translates, such as the end of the memory.
    status = "failed";
    problem_text = problem_json(Error(ErrorCode::kInternal, "a fault"));
  }
  job.work = {};
  change(job, [&](JobState& state) {
    state.status = status;
    state.problem_json = problem_text;
    state.ended_at = now_text();
  });
  keep(job.state);
}

std::vector<JobState> Jobs::list() const {
  std::vector<JobState> states;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, job] : jobs_) {
      states.push_back(job->state);
    }
  }
  std::ranges::sort(states, [](const JobState& a, const JobState& b) {
    return std::pair(a.made_at, a.id) > std::pair(b.made_at, b.id);
  });
  return states;
}

Jobs::SharedJob Jobs::find_job(const std::string& id) const {
  const auto found = jobs_.find(id);
  if (found == jobs_.end()) {
    throw not_found("job: expected the id of one, got \"{}\"", id)
        .with_hint("/api/v1/jobs lists them");
  }
  return found->second;
}

JobState Jobs::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  return find_job(id)->state;
}

JobState Jobs::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const SharedJob job = find_job(id);
  if (job->state.is_over() || job->progress == nullptr) {
    return job->state;
  }
  job->was_cancelled = true;
  job->progress->cancel();
  for (auto* const queue : {&writing_queue_, &computing_queue_}) {
    // One that has not begun need not wait for its turn to end.
    if (std::erase(*queue, job) > 0) {
      job->state.status = "cancelled";
      job->state.ended_at = now_text();
      ++job->state.version;
      keep(job->state);
      changed_.notify_all();
    }
  }
  return job->state;
}

JobState Jobs::wait(const std::string& id, std::int64_t version, std::chrono::milliseconds patience)
    const {
  std::unique_lock lock(mutex_);
  const SharedJob job = find_job(id);
  changed_.wait_for(lock, patience, [&] { return is_stopped_ || job->state.version > version; });
  return job->state;
}

fs::path Jobs::result_file_of(const JobState& state) const {
  for (const ContentFormat& format : content_formats()) {
    if (format.name == state.format) {
      return file_of(state.id, ".result" + std::string(format.suffix));
    }
  }
  throw Error(ErrorCode::kInternal, "a job has a format that there is not");
}

fs::path Jobs::result_file(const std::string& id) const {
  const JobState state = find(id);
  if (state.status != "done") {
    throw not_found("result: expected a job that is done, got one that is {}", state.status);
  }
  return result_file_of(state);
}

}  // namespace portolan::server
