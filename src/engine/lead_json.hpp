#pragma once

#include "portolan/detect/lead.hpp"
#include "portolan/formats/json_value.hpp"

namespace portolan::engine {

/// Returns a lead as the JSON object that others rely on. Weights are in decibans with one decimal,
/// so that `prior_db` and the weights add up to `score_db` exactly as printed.
[[nodiscard]] formats::JsonValue lead_json(const detect::Lead& lead);

}  // namespace portolan::engine
