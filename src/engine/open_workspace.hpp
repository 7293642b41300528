#pragma once

#include <filesystem>

#include "portolan/store/workspace.hpp"

namespace portolan::engine {

/// Opens the workspace that a request names: the nearest one from `folder` upwards, from the
/// current folder if it is empty. Throws `Error` (kNotFound) if there is none.
[[nodiscard]] store::Workspace open_workspace(const std::filesystem::path& folder);

}  // namespace portolan::engine
