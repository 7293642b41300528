#include "table_file.hpp"

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/formats/file_kind.hpp"

namespace portolan::engine {

std::string in_marks(std::string_view text, char mark) {
  std::string result(1, mark);
  for (const char character : text) {
    result.append(character == mark ? 2 : 1, character);
  }
  return result + mark;
}

std::string table_source(const std::filesystem::path& file, ColumnTypes types) {
  const formats::FileKind kind = formats::kind_of_file(file);
  const std::string path = in_marks(std::filesystem::absolute(file).string(), '\'');
  const std::string_view columns =
      types == ColumnTypes::kText ? "all_varchar = true" : "sample_size = -1";
  switch (kind) {
    case formats::FileKind::kParquet:
      return fmt::format("read_parquet({})", path);
    case formats::FileKind::kText:
      return fmt::format("read_csv({}, header = true, {})", path, columns);
    case formats::FileKind::kGzip:
      return fmt::format("read_csv({}, header = true, {}, compression = 'gzip')", path, columns);
    default:
      throw bad_data(
          "{}: expected CSV (also gzip) or Parquet, got {}", file.string(), formats::to_string(kind)
      );
  }
}

}  // namespace portolan::engine
