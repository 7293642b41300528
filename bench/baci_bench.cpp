// Imports a generated file of BACI's form and, in the same run, copies it to Parquet with plain
// DuckDB: rows a second, peak memory of each, and the checks that make the first one an import
// (every record accounted for, its line recoverable, the file's SHA-256).
//
//     baci_bench FOLDER [ROWS] [THREADS]

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "measured_process.hpp"
#include "portolan/base/countries.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/base/random.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/ingest/import.hpp"
#include "portolan/store/catalogue.hpp"
#include "portolan/store/lake.hpp"

namespace {

namespace fs = std::filesystem;
using portolan::Random;
using portolan::bench::measure_process;
using portolan::bench::Measured;

constexpr std::int64_t kYears = 5;
constexpr std::int64_t kProducts = 5'000;

// Writes rows ordered by year, exporter, importer and product, as CEPII does. A pair trades a
// number of products with a heavy tail; one weight in twelve is missing.
class BaciFile {
 public:
  BaciFile(const fs::path& file, std::int64_t rows) : out_(file, std::ios::binary), rows_(rows) {
    for (const portolan::CountryCode country : portolan::all_countries()) {
      const auto codes = portolan::comtrade_codes(country);
      if (!codes.empty()) {
        countries_.push_back(codes.front().code);
      }
    }
    std::ranges::sort(countries_);
  }

  void write() {
    text_ = "t,i,j,k,v,q\n";
    const auto pairs = static_cast<double>(countries_.size() * (countries_.size() - 1));
    mean_products_ = static_cast<double>(rows_) / static_cast<double>(kYears) / pairs;
    for (std::int64_t round = 0; written_ < rows_; ++round) {
      for (const int exporter : countries_) {
        for (const int importer : countries_) {
          if (exporter != importer) {
            write_pair(2018 + round, exporter, importer);
          }
        }
      }
    }
    out_ << text_;
    if (!out_.flush()) {
      throw portolan::unavailable("baci_bench: expected space for the file, got none");
    }
  }

 private:
  void write_pair(std::int64_t year, int exporter, int importer) {
    const double products = mean_products_ * std::exp(1.2 * random_.normal() - 0.72);
    const double gap = std::max(1.0, static_cast<double>(kProducts) / (products + 0.1));
    double product = -gap * std::log(1.0 - random_.uniform());
    for (; product < static_cast<double>(kProducts) && written_ < rows_; ++written_) {
      const auto code = 10'121 + 190 * static_cast<std::int64_t>(product);
      const double value = std::exp(3.0 + 2.5 * random_.normal());
      fmt::format_to(
          std::back_inserter(text_),
          "{},{},{},{:06d},{:.3f},",
          year,
          exporter,
          importer,
          code,
          value + 0.001
      );
      if (random_.below(12) == 0) {
        text_ += "NA\n";
      } else {
        fmt::format_to(std::back_inserter(text_), "{:.3f}\n", value * 0.2 + 0.001);
      }
      product += 1.0 - (gap - 1.0) * std::log(1.0 - random_.uniform());
    }
    if (text_.size() > (std::size_t{1} << 20U)) {
      out_ << text_;
      text_.clear();
    }
  }

  std::ofstream out_;
  std::int64_t rows_;
  std::int64_t written_ = 0;
  std::vector<int> countries_;
  double mean_products_ = 0.0;
  std::string text_;
  Random random_{20'240'607};
};

void import_baci(const fs::path& workspace, const fs::path& file, unsigned threads) {
  const auto opened = portolan::store::Workspace::open(workspace);
  portolan::SilentProgress progress;
  const auto report = portolan::ingest::import_file(
      opened, {.file = file, .threads = threads, .now = "2024-01-01T00:00:00Z"}, progress
  );
  for (const auto& imported : report.files) {
    fmt::print("  {}\n", imported.sentence());
  }
}

void copy_with_duckdb(const fs::path& file, const fs::path& target, unsigned threads) {
  portolan::store::Database database(
      {.allowed_folders = {file.parent_path(), target.parent_path()},
       .memory_limit = "2GB",
       .temp_folder = target.parent_path() / "spill",
       .threads = threads}
  );
  database.execute(fmt::format(
      "COPY (SELECT t, i, j, k, v, TRY_CAST(q AS DECIMAL(18,3)) AS q FROM read_csv({}, header = "
      "true, columns = {{'t': 'INTEGER', 'i': 'VARCHAR', 'j': 'VARCHAR', 'k': 'VARCHAR', 'v': "
      "'DECIMAL(18,3)', 'q': 'VARCHAR'}})) TO {} (FORMAT parquet, COMPRESSION zstd)",
      portolan::store::quote_literal(file.string()),
      portolan::store::quote_literal(target.string())
  ));
}

// Rows of the lake, and a few of them looked up in the file by their line.
void check_import(const fs::path& workspace, const fs::path& file, std::int64_t rows) {
  const auto opened = portolan::store::Workspace::open(workspace);
  auto catalogue = portolan::store::open_catalogue(opened);
  const auto counts = catalogue.query(
      "SELECT count(*), min(line), max(line), sum(ordinal), "
      "count(*) FILTER (WHERE line <> ordinal + 2) FROM trade"
  );
  fmt::print(
      "  lake: {} rows, lines {} to {}, ordinals add up to {}, {} lines that are not ordinal + 2\n",
      counts.text(0, 0).value_or(""),
      counts.text(0, 1).value_or(""),
      counts.text(0, 2).value_or(""),
      counts.text(0, 3).value_or(""),
      counts.text(0, 4).value_or("")
  );
  portolan::ensure(counts.integer(0, 0) == rows, "every record is a row of the lake");
  portolan::ensure(
      counts.text(0, 3) == std::to_string(rows * (rows - 1) / 2) && counts.integer(0, 4) == 0,
      "each record has its ordinal and its line"
  );
  const auto imports = portolan::store::list_imports(opened);
  const auto manifest = portolan::store::read_manifest(imports.at(0));
  portolan::ensure(
      manifest.string_at("sha256") == portolan::formats::sha256_of_file(file),
      "the manifest has the file's SHA-256"
  );
}

void run(const fs::path& folder, std::int64_t rows, unsigned threads) {
  fs::create_directories(folder);
  const fs::path file = folder / "BACI_HS17_Y2018_V202401.csv";
  if (!fs::exists(file)) {
    BaciFile(file, rows).write();
  }
  fmt::print(
      "{} rows, {:.0f} MB, {} threads\n",
      rows,
      static_cast<double>(fs::file_size(file)) / 1e6,
      threads
  );
  const fs::path workspace = folder / "workspace";
  fs::remove_all(workspace);
  (void)portolan::store::Workspace::init(workspace);
  const auto rate = [rows](const Measured& measured) {
    return static_cast<double>(rows) / measured.seconds / 1e6;
  };
  const Measured copied = measure_process("baci_bench", [&] {
    copy_with_duckdb(file, folder / "copy.parquet", threads);
  });
  fmt::print(
      "DuckDB COPY: {:.1f} s, {:.1f} s of processor time, {:.2f} M rows/s, peak {:.0f} MiB\n",
      copied.seconds,
      copied.cpu_seconds,
      rate(copied),
      copied.peak_mib
  );
  const Measured imported =
      measure_process("baci_bench", [&] { import_baci(workspace, file, threads); });
  fmt::print(
      "import: {:.1f} s, {:.1f} s of processor time, {:.2f} M rows/s, peak {:.0f} MiB; {:.2f} of "
      "the "
      "time of DuckDB COPY\n",
      imported.seconds,
      imported.cpu_seconds,
      rate(imported),
      imported.peak_mib,
      imported.seconds / copied.seconds
  );
  check_import(workspace, file, rows);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: baci_bench FOLDER [ROWS] [THREADS]\n");
    return 2;
  }
  try {
    run(argv[1],
        argc > 2 ? std::atoll(argv[2]) : 56'000'000,
        argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 2);
  } catch (const std::exception& error) {
    fmt::print(stderr, "baci_bench: {}\n", error.what());
    return 1;
  }
  return 0;
}
