#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "portolan/goods/list_reader.hpp"
#include "portolan/goods/lists.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::goods {

/// What `import_list` did.
struct ListImport {
  std::string import_id;
  bool is_new = false;  ///< False if the lake had the same bytes under the same name already.
  ListFile file;
};

/// Reads a list from a file (CSV, also gzipped, of any usual encoding) and puts it into the lake's
/// table `goods_list` (docs/data/lists.md) with its hash; brings the catalogue up to date. `at` is
/// the time in ISO form. Importing the same again changes nothing.
///
/// Throws `Error` as `read_list` does, and kInvalidArgument if the workspace has another list of
/// that name and version.
ListImport import_list(
    const store::Workspace& workspace,
    const std::filesystem::path& file,
    const ListFileOptions& options,
    std::string_view at
);

/// Returns the shipped lists and those of the workspace's lake.
[[nodiscard]] ListCatalogue workspace_lists(const store::Workspace& workspace);

}  // namespace portolan::goods
