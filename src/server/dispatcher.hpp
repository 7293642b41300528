#pragma once

#include "http_message.hpp"
#include "portolan/base/progress.hpp"
#include "routes.hpp"

namespace portolan::server {

/// Answers a request: finds its route, reads its parameters, and turns what goes wrong into a
/// problem of RFC 9457. Never throws. May be called concurrently.
[[nodiscard]] Reply dispatch(Service& service, const Request& request, Progress& progress);

}  // namespace portolan::server
