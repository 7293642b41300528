#include "imported_rows.hpp"

#include <cstdlib>
#include <utility>

#include "portolan/base/progress.hpp"
#include "portolan/store/catalogue.hpp"

namespace portolan::ingest {

ImportScene::ImportScene() : workspace_(store::Workspace::init(folder_.path() / "workspace")) {}

ImportReport
ImportScene::import(std::string_view name, std::string_view bytes, ImportRequest request) {
  return import(folder_.write(name, bytes), std::move(request));
}

ImportReport ImportScene::import(const std::filesystem::path& file, ImportRequest request) {
  request.file = file;
  request.now = "2024-03-01T00:00:00Z";
  SilentProgress progress;
  return import_file(workspace_, request, progress);
}

std::vector<std::string> ImportScene::rows(std::string_view sql) const {
  store::Database database = store::open_catalogue(workspace_);
  const store::Result result = database.query(sql);
  std::vector<std::string> rows;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    std::string text;
    for (std::size_t column = 0; column < result.columns().size(); ++column) {
      text += (column == 0 ? "" : "|") + result.text(row, column).value_or("-");
    }
    rows.push_back(std::move(text));
  }
  return rows;
}

std::optional<std::filesystem::path> shared_data() {
  const char* set = std::getenv("PORTOLAN_SHARED_DATA");
  const std::filesystem::path folder =
      set != nullptr ? std::filesystem::path(set)
                     : std::filesystem::path(PORTOLAN_SOURCE_DIR) / ".." / "shared" / "data";
  return std::filesystem::is_directory(folder) ? std::optional(folder) : std::nullopt;
}

}  // namespace portolan::ingest
