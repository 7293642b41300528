#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "portolan/base/progress.hpp"
#include "portolan/world/truth.hpp"
#include "portolan/world/world.hpp"

namespace portolan::world {

/// A file of a written world: its path below the world's folder, and its data rows.
struct WorldFile {
  std::string path;
  std::string
      layout;  ///< "comtrade-v1-csv", "comtrade-v1-json", "comtrade-website-csv", "comext-v2"
  std::int64_t rows = 0;
};

/// Writes what the countries of `world` publish into `folder`/files, and the truth beside it:
/// `folder`/truth.json and truth.csv (`write_truth`). The folder is made.
///
///     files/comtrade_2019[2024-03-01].csv    UN Comtrade v1, API form, a file a year
///     files/comtrade_revised[2024-09-01].csv what was late or revised: the same keys, a later
///     vintage files/comtrade_CHE.json, _NOR.json     the same as JSON
///     files/comtrade_CAN_website.csv         the form of the website: texts quoted, a comma too
///     many files/full_v2_201901.dat               Eurostat Comext v2, EU members, EUR, CN8, a file
///     a month eur_usd.csv                            the rates at which dollars became euros
///
/// Nothing in `files` tells what was planted. The same world gives the same bytes.
///
/// Throws `Error`: kInvalidArgument if `folder` is there and not empty, kUnavailable if a file
/// cannot be written, kInterrupted.
[[nodiscard]] std::vector<WorldFile>
write_world(const World& world, const std::filesystem::path& folder, Progress& progress);

/// What `portolan world make` asks for; texts as on the command line (`spec_of_options`).
struct MakeWorldRequest {
  std::filesystem::path folder;
  std::uint64_t seed = 1;
  std::string size = "small";
  std::string plants = "all";
  std::string decoys = "all";
};

struct MakeWorldResult {
  std::int64_t num_countries = 0;
  std::int64_t num_goods = 0;
  std::int64_t num_months = 0;
  std::int64_t num_flows = 0;  ///< True flows: family, exporter, importer, month.
  std::vector<WorldFile> files;
  Truth truth;
};

/// Makes a world and writes it. Throws what `spec_of_options` and `write_world` throw.
[[nodiscard]] MakeWorldResult make_world_files(const MakeWorldRequest& request, Progress& progress);

}  // namespace portolan::world
