#include "catalogue_files.hpp"

#include <string>
#include <system_error>

#include <fmt/format.h>

#include "durable_file.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/byte_source.hpp"

namespace portolan::store {

std::filesystem::path generation_file(const std::filesystem::path& catalogue, std::int64_t number) {
  return catalogue / fmt::format("{}.duckdb", number);
}

std::optional<std::int64_t> read_current(const std::filesystem::path& catalogue) {
  const std::filesystem::path file = catalogue / "CURRENT";
  if (!path_exists(file)) {
    return std::nullopt;
  }
  constexpr std::size_t kLongest = 64;
  const std::string text = formats::read_file(file, kLongest);
  const auto number = parse_integer(trim(text));
  if (!number || *number < 1) {
    throw Error(
        ErrorCode::kUnavailable,
        fmt::format(
            "catalogue/CURRENT: expected the number of a generation, got \"{}\"", trim(text)
        ),
        "make the catalogue again with `portolan rebuild`"
    );
  }
  return number;
}

void remove_other_generations(
    const std::filesystem::path& catalogue,
    std::int64_t oldest,
    std::int64_t newest
) {
  for (const std::string& name : names_in(catalogue)) {
    const auto dot = name.find(".duckdb");
    if (dot == std::string::npos) {
      continue;
    }
    const auto number = parse_integer(name.substr(0, dot));
    const bool is_whole = name.size() == dot + std::string_view(".duckdb").size();
    if (number && (!is_whole || *number < oldest || *number > newest)) {
      std::error_code ignored;
      std::filesystem::remove(catalogue / name, ignored);
    }
  }
}

}  // namespace portolan::store
