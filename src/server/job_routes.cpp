#include <chrono>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "content_formats.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "problem.hpp"
#include "routes.hpp"

namespace portolan::server {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// A stream of events holds a worker; polling always does.
constexpr int kMostStreams = 12;
constexpr auto kHeartbeat = std::chrono::seconds(5);

Reply list_jobs(const Call& call) {
  return json_reply(200, document_of(call.service.jobs.list()));
}

Reply show_job(const Call& call) {
  return json_reply(200, document_of({call.service.jobs.find(call.path_value("id"))}));
}

Reply cancel_job(const Call& call) {
  const JobState job = call.service.jobs.cancel(call.path_value("id"));
  return json_reply(job.is_over() ? 200 : 202, document_of({job}));
}

/// A place among the streams while it lives.
class StreamPlace {
 public:
  explicit StreamPlace(std::atomic<int>& streams) : streams_(streams) { ++streams_; }
  StreamPlace(const StreamPlace&) = delete;
  StreamPlace& operator=(const StreamPlace&) = delete;
  ~StreamPlace() { --streams_; }

 private:
  std::atomic<int>& streams_;
};

/// Writes the events of a job as they come: its newest state with the state's number, and a comment
/// where nothing happens for a while.
class EventStream {
 public:
  EventStream(Service& service, std::string id, std::int64_t seen)
      : jobs_(service.jobs),
        place_(service.num_streams),
        id_(std::move(id)),
        seen_(seen),
        last_sent_(Clock::now()) {}

  std::optional<std::string> next() {
    if (is_at_end_) {
      return std::nullopt;
    }
    constexpr auto kPatience = milliseconds(250);
    const JobState job = jobs_.wait(id_, seen_, kPatience);
    if (job.version > seen_) {
      seen_ = job.version;
      is_at_end_ = job.is_over();
      last_sent_ = Clock::now();
      return fmt::format(
          "id: {}\nevent: {}\ndata: {}\n\n", job.version, is_at_end_ ? "end" : "state", json_of(job)
      );
    }
    if (Clock::now() - last_sent_ >= kHeartbeat) {
      last_sent_ = Clock::now();
      return ": still there\n\n";
    }
    return "";
  }

 private:
  Jobs& jobs_;
  StreamPlace place_;
  std::string id_;
  std::int64_t seen_;
  bool is_at_end_ = false;
  Clock::time_point last_sent_;
};

Reply job_events(const Call& call) {
  const JobState job = call.service.jobs.find(call.path_value("id"));
  const std::string given(call.request.header("last-event-id").value_or("0"));
  const auto seen = parse_integer(given);
  if (!seen || *seen < 0) {
    throw invalid_argument("last-event-id: expected the number of an event, got \"{}\"", given);
  }
  if (job.is_over() && *seen >= job.version) {
    // The client knows the end: it need not come again.
    return {.status = 204};
  }
  if (call.service.num_streams >= kMostStreams) {
    throw unavailable("events: expected at most {} streams, got one more", kMostStreams)
        .with_hint("ask for the job itself every second instead");
  }
  // Shared, since a std::function must be one that can be copied.
  const auto stream = std::make_shared<EventStream>(call.service, job.id, *seen);
  return {
      .content_type = "text/event-stream",
      .headers = {{"Cache-Control", "no-store"}},
      .stream = [stream] {
        return stream->next();
      }};
}

Reply job_result(const Call& call) {
  const JobState job = call.service.jobs.find(call.path_value("id"));
  const auto file =
      std::make_shared<std::ifstream>(call.service.jobs.result_file(job.id), std::ios::binary);
  if (!*file) {
    throw not_found("result: expected the file of job {}, got none", job.id);
  }
  Reply reply{.headers = {{"Cache-Control", "no-cache"}}};
  for (const ContentFormat& format : content_formats()) {
    if (format.name == job.format) {
      reply.content_type = format.media_type;
      if (format.is_file) {
        reply.headers.emplace_back(
            "Content-Disposition",
            fmt::format("attachment; filename=\"{}{}\"", job.kind, format.suffix)
        );
      }
    }
  }
  reply.stream = [file]() -> std::optional<std::string> {
    constexpr std::size_t kPiece = std::size_t{256} << 10U;
    std::string piece(kPiece, '\0');
    file->read(piece.data(), static_cast<std::streamsize>(piece.size()));
    piece.resize(static_cast<std::size_t>(file->gcount()));
    return piece.empty() ? std::nullopt : std::optional(std::move(piece));
  };
  return reply;
}

}  // namespace

Reply accepted(const JobState& job) {
  Reply reply = json_reply(202, document_of({job}));
  reply.headers.emplace_back("Location", "/api/v1/jobs/" + job.id);
  return reply;
}

std::vector<Route> job_routes() {
  return {
      {.method = "GET", .pattern = "jobs", .reply = list_jobs},
      {.method = "GET", .pattern = "jobs/{id}", .reply = show_job},
      {.method = "DELETE", .pattern = "jobs/{id}", .scope = Scope::kDecide, .reply = cancel_job},
      {.method = "GET", .pattern = "jobs/{id}/events", .reply = job_events},
      {.method = "GET", .pattern = "jobs/{id}/result", .reply = job_result},
      {.method = "GET", .pattern = "exports/{id}", .reply = job_result},
  };
}

}  // namespace portolan::server
