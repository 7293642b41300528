#pragma once

#include <string>

#include "guard.hpp"
#include "http_message.hpp"
#include "portolan/base/progress.hpp"
#include "routes.hpp"

namespace portolan::server {

/// How a request ended.
struct Outcome {
  Reply reply;
  /// "/api/v1/leads/{id}", or "pages"; "-" where nothing fits.
  std::string route = "-";
  /// Who asked, as the log names it.
  std::string who = "-";
  /// What broke inside, for the log; else empty.
  std::string fault = {};
};

/// Answers a request: asks the guard, finds the route, reads the parameters, and turns what goes
/// wrong into a problem of RFC 9457. Never throws. May be called concurrently.
[[nodiscard]] Outcome
dispatch(Service& service, const Guard& guard, const Request& request, Progress& progress);

}  // namespace portolan::server
