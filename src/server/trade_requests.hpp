#pragma once

#include <filesystem>

#include "body.hpp"
#include "portolan/engine/trace.hpp"
#include "portolan/engine/whatif.hpp"
#include "query.hpp"

namespace portolan::server {

// Questions as addresses and bodies ask them. Files of the server's machine are none of the
// client's business: a question is of the workspace's panel, with the shipped producers.

[[nodiscard]] engine::TraceRequest
trace_request(const std::filesystem::path& workspace, const Query& query);

[[nodiscard]] engine::WhatIfRequest
scenario_request(const std::filesystem::path& workspace, const Query& query);
[[nodiscard]] engine::WhatIfRequest
scenario_request(const std::filesystem::path& workspace, const Body& body);

}  // namespace portolan::server
