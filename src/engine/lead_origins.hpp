#pragma once

#include "portolan/formats/json_value.hpp"
#include "portolan/panel/workspace_panel.hpp"

namespace portolan::engine {

/// Returns whose goods a lead's hub sent to its destination, from when the lead began to the end of
/// its window: what was sent, the origins with point, least and most, and the largest routes
/// (docs/methods/origins.md), by the panel as it is now. Null where nobody reports the leg then.
[[nodiscard]] formats::JsonValue
origins_of_lead(const panel::WorkspacePanel& panel, const formats::JsonValue& lead);

}  // namespace portolan::engine
