#pragma once

#include <filesystem>
#include <optional>

#include "portolan/goods/families.hpp"
#include "portolan/goods/lists.hpp"
#include "portolan/goods/regimes.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::engine {

/// Returns the shipped lists and those of the workspace, if there is one.
[[nodiscard]] goods::ListCatalogue list_catalogue(const std::optional<store::Workspace>& workspace);

/// Returns those of them that count in a regime, with its default date.
[[nodiscard]] goods::ListCatalogue
list_catalogue(const std::optional<store::Workspace>& workspace, const goods::Regime& regime);

/// Returns the families over the editions of the workspace's data, or over all editions where there
/// is no workspace or it holds nothing: the same that its panel is built with.
[[nodiscard]] goods::FamilyTable family_table(const std::optional<store::Workspace>& workspace);

/// Returns the workspace a request names; nothing where it names none and none is near.
[[nodiscard]] std::optional<store::Workspace> workspace_if_any(const std::filesystem::path& folder);

}  // namespace portolan::engine
