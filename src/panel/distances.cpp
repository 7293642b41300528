#include <optional>
#include <string>
#include <system_error>

#include "embedded/panel.hpp"
#include "portolan/base/error.hpp"
#include "portolan/panel/workspace_panel.hpp"
#include "portolan/store/database.hpp"

namespace portolan::panel {

std::vector<PairDistance> read_distances(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    throw unavailable("{}: expected a file with distances, got none", file.string());
  }
  const auto path = std::filesystem::absolute(file);
  store::Database database({.allowed_files = {path}, .threads = 1});
  std::vector<PairDistance> distances;
  try {
    const auto rows = database.query(embedded::distances_sql, {path.string()});
    for (std::size_t row = 0; row < rows.num_rows(); ++row) {
      const auto exporter = CountryCode::parse(rows.text(row, 0).value_or(""));
      const auto importer = CountryCode::parse(rows.text(row, 1).value_or(""));
      const auto distance_km = rows.number(row, 2);
      if (exporter && importer && distance_km) {
        distances.push_back(
            {.exporter = *exporter,
             .importer = *importer,
             .distance_km = *distance_km,
             .is_contiguous = rows.boolean(row, 3).value_or(false)}
        );
      }
    }
  } catch (const Error& reading) {  // the database names columns and types, not the file
    throw bad_data("{}: expected distances as CSV, got: {}", file.string(), reading.what())
        .with_hint("the columns are exporter, importer, contig and distw or dist");
  }
  return distances;
}

}  // namespace portolan::panel
