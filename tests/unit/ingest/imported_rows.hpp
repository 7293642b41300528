#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/ingest/import.hpp"
#include "portolan/store/workspace.hpp"
#include "support/packing.hpp"

namespace portolan::ingest {

/// A workspace of one test, and what imports put into it.
class ImportScene {
 public:
  ImportScene();

  [[nodiscard]] const store::Workspace& workspace() const { return workspace_; }
  [[nodiscard]] const testing::TemporaryFolder& folder() const { return folder_; }

  /// Writes a file and imports it.
  ImportReport import(std::string_view name, std::string_view bytes, ImportRequest request = {});
  ImportReport import(const std::filesystem::path& file, ImportRequest request = {});

  /// Returns the rows of a query over the view `trade`, each as "a|b|c" with "-" for NULL.
  [[nodiscard]] std::vector<std::string> rows(std::string_view sql) const;

 private:
  testing::TemporaryFolder folder_;
  store::Workspace workspace_;
};

/// Returns the folder of real data; nothing where it is absent.
[[nodiscard]] std::optional<std::filesystem::path> shared_data();

}  // namespace portolan::ingest
