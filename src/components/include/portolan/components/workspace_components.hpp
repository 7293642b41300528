#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/components/component_file.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::components {

/// What `import_components` did.
struct ComponentImport {
  std::string import_id;
  bool is_new = false;  ///< False if the lake had the same bytes already.
  ComponentFile file;
};

/// Reads components from a file (CSV, also gzipped, of any usual encoding) and puts them into the
/// lake's table `component` (docs/data/components.md); brings the catalogue up to date. `at` is the
/// time in ISO form. Importing the same again changes nothing.
///
/// Throws `Error` as `read_components` does; kBadData where no record of the file can be read.
ComponentImport import_components(
    const store::Workspace& workspace,
    const std::filesystem::path& file,
    std::string_view at
);

/// Returns the components of all imports, by import and ordinal. Of several imports a record of the
/// same id counts once, that of the later import.
[[nodiscard]] std::vector<Component> workspace_components(const store::Workspace& workspace);

}  // namespace portolan::components
