#pragma once

#include <cstdint>
#include <vector>

#include "panel_frame.hpp"
#include "portolan/detect/detect.hpp"

namespace portolan::detect {

/// Returns which country plays which part in a run. Throws `Error` (kInvalidArgument) for a
/// destination that is no country and for a hub that has no trade in the panel.
[[nodiscard]] Roles roles_of(const DetectInput& input, const DetectOptions& options);

/// Returns the places to test, ascending: those that the options name, else all countries but the
/// controlling ones and the destination. Throws `Error` (kInvalidArgument).
[[nodiscard]] std::vector<std::uint16_t>
hubs_of(const DetectInput& input, const DetectOptions& options, const Roles& roles);

}  // namespace portolan::detect
