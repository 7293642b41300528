#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "portolan/formats/json_writer.hpp"

namespace portolan::server {

/// What the log says about a request: no names of people, no addresses of theirs, and of the path
/// and query only the route, so that neither firms nor questions stand in it.
struct LoggedRequest {
  std::int64_t number = 0;
  std::string_view method;
  /// "/api/v1/leads/{id}"; "-" where there is none.
  std::string_view route;
  int status = 0;
  std::size_t bytes = 0;
  std::chrono::microseconds took{0};
  /// The id of a token, "proxy" or "local".
  std::string_view who;
  /// What went wrong inside, for a status of 500; else empty.
  std::string_view fault = {};
};

/// Writes JSON lines to standard error, each at once. Where nobody reads them, lines are dropped
/// rather than requests kept waiting; the next line that can be written tells how many.
class AccessLog {
 public:
  explicit AccessLog(bool is_quiet) : is_quiet_(is_quiet) {}
  void write(const LoggedRequest& request);
  /// Something about the server itself: {"at":…,"event":"listening","detail":…}.
  void event(std::string_view name, std::string_view detail = {});

 private:
  void write_line(formats::JsonWriter& json);

  std::atomic<std::int64_t> num_dropped_{0};
  bool is_quiet_;
};

/// Returns the time in ISO form, UTC, to the second.
[[nodiscard]] std::string now_text();

}  // namespace portolan::server
