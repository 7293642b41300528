#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/store/database.hpp"
#include "pushed_table.hpp"
#include "structured_tables.hpp"

namespace portolan::ingest {

namespace {

void read_parquet(const std::filesystem::path& path, RowPusher& rows) {
  store::DatabaseOptions options;
  options.allowed_files = {path};
  options.threads = 1;
  store::Database database(options);
  const store::Parameters file{store::Value(path.string())};
  std::vector<std::string> names;
  const store::Result shape = database.query("SELECT * FROM read_parquet(?) LIMIT 0", file);
  for (const store::ResultColumn& column : shape.columns()) {
    names.push_back(column.name);
  }
  rows.set_header(std::move(names), 0);
  std::int64_t line = 0;
  std::vector<std::string_view> fields;
  database.for_each_chunk(
      "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet(?)",
      file,
      [&](const store::Chunk& chunk) {
        fields.resize(chunk.columns().size());
        for (std::size_t row = 0; row < chunk.num_rows(); ++row) {
          for (std::size_t column = 0; column < fields.size(); ++column) {
            fields[column] = chunk.text(column, row);
          }
          rows.add(fields, ++line);
        }
      }
  );
}

}  // namespace

std::unique_ptr<Table>
open_parquet_table(const std::filesystem::path& path, const TableOptions& options) {
  return std::make_unique<PushedTable>(
      path.filename().string(),
      [path](RowPusher& rows) { read_parquet(path, rows); },
      options.batch_bytes
  );
}

}  // namespace portolan::ingest
