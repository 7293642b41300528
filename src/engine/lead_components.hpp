#pragma once

#include <filesystem>

#include "portolan/formats/json_value.hpp"

namespace portolan::engine {

/// Returns which of a lead's goods were found in weapons, by the records of the workspace: by code
/// and confidence how many parts, of how many makers and weapons; codes of the lead's goods, and
/// headings of which nothing finer is told. Null where no records are imported.
[[nodiscard]] formats::JsonValue
components_of_lead(const std::filesystem::path& workspace, const formats::JsonValue& lead);

}  // namespace portolan::engine
