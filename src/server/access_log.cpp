#include "access_log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

namespace portolan::server {
namespace {

std::string time_text(std::chrono::system_clock::time_point time) {
  return fmt::format("{:%FT%T}Z", std::chrono::floor<std::chrono::milliseconds>(time));
}

}  // namespace

void AccessLog::write_line(formats::JsonWriter& json) {
  pollfd entry{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
  if (::poll(&entry, 1, 0) <= 0) {
    ++num_dropped_;
    return;
  }
  std::string line = json.take();
  if (const std::int64_t dropped = num_dropped_.exchange(0); dropped > 0) {
    line.insert(line.size() - 1, fmt::format(",\"lines_dropped_before\":{}", dropped));
  }
  line += '\n';
  // There is nowhere left to tell that this failed.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

void AccessLog::write(const LoggedRequest& request) {
  if (is_quiet_) {
    return;
  }
  formats::JsonWriter json;
  json.begin_object()
      .field("at", time_text(std::chrono::system_clock::now()))
      .field("event", "request")
      .field("request", request.number)
      .field("method", request.method)
      .field("route", request.route)
      .field("status", request.status)
      .field("bytes", request.bytes)
      .field("took_ms", static_cast<double>(request.took.count()) / 1'000.0)
      .field("who", request.who);
  if (!request.fault.empty()) {
    json.field("fault", request.fault);
  }
  json.end_object();
  write_line(json);
}

void AccessLog::event(std::string_view name, std::string_view detail) {
  if (is_quiet_) {
    return;
  }
  formats::JsonWriter json;
  json.begin_object().field("at", time_text(std::chrono::system_clock::now())).field("event", name);
  if (!detail.empty()) {
    json.field("detail", detail);
  }
  json.end_object();
  write_line(json);
}

std::string now_text() {
  return fmt::format(
      "{:%FT%TZ}", std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())
  );
}

}  // namespace portolan::server
