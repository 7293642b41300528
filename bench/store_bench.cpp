#include <benchmark/benchmark.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "portolan/base/random.hpp"
#include "portolan/store/parquet.hpp"

namespace {

using portolan::Random;
using portolan::store::ColumnSpec;
using portolan::store::ColumnType;
using portolan::store::RowBatch;
using portolan::store::TextDictionary;
using portolan::store::Value;

char letter(std::uint32_t number) {
  return static_cast<char>('A' + number % 26);
}

// A year of BACI as it stands in the lake: rows by exporter, importer and product, values with a
// heavy tail, weights missing in one row of twelve.
class BaciYear {
 public:
  explicit BaciYear(std::int64_t rows) : rows_(rows), random_(20'240'607) {
    for (std::uint32_t i = 0; i < kCountries; ++i) {
      countries_.code(std::string{'A', letter(i / 26), letter(i)});
      country_codes_.code(std::to_string(4 + 4 * i));
    }
    for (std::uint32_t i = 0; i < kProducts; ++i) {
      products_.code(fmt::format("{:06d}", 10'121 + 190 * i));
    }
    planes_.code("main");
    for (std::size_t i = 0; i < 4096; ++i) {
      noise_.push_back(random_.next());
    }
  }

  [[nodiscard]] std::vector<ColumnSpec> columns() const {
    return {
        {.name = "import_id", .type = ColumnType::kVarchar, .constant = "0123456789abcdef"},
        {.name = "ordinal", .type = ColumnType::kBigint},
        {.name = "line", .type = ColumnType::kBigint},
        {.name = "plane", .type = ColumnType::kVarchar, .dictionary = &planes_},
        {.name = "source", .type = ColumnType::kVarchar, .constant = "baci"},
        {.name = "vintage", .type = ColumnType::kVarchar, .constant = "202501"},
        {.name = "reporter", .type = ColumnType::kVarchar, .dictionary = &countries_},
        {.name = "partner", .type = ColumnType::kVarchar, .dictionary = &countries_},
        {.name = "partner2", .type = ColumnType::kVarchar, .constant = Value{}},
        {.name = "reporter_code", .type = ColumnType::kVarchar, .dictionary = &country_codes_},
        {.name = "partner_code", .type = ColumnType::kVarchar, .dictionary = &country_codes_},
        {.name = "partner2_code", .type = ColumnType::kVarchar, .constant = Value{}},
        {.name = "flow", .type = ColumnType::kVarchar, .constant = "B"},
        {.name = "freq", .type = ColumnType::kVarchar, .constant = "A"},
        {.name = "period", .type = ColumnType::kInteger, .constant = 202300},
        {.name = "hs_edition", .type = ColumnType::kVarchar, .constant = "HS2017"},
        {.name = "level", .type = ColumnType::kTinyint, .constant = 6},
        {.name = "code", .type = ColumnType::kVarchar, .dictionary = &products_},
        {.name = "value", .type = ColumnType::kDecimal3},
        {.name = "currency", .type = ColumnType::kVarchar, .constant = "USD"},
        {.name = "valuation", .type = ColumnType::kVarchar, .constant = "FOB"},
        {.name = "net_kg", .type = ColumnType::kDecimal3},
        {.name = "quantity", .type = ColumnType::kDecimal3, .constant = Value{}},
        {.name = "quantity_unit", .type = ColumnType::kVarchar, .constant = Value{}},
        {.name = "is_estimated", .type = ColumnType::kBoolean, .constant = Value{}},
        {.name = "procedure", .type = ColumnType::kVarchar, .constant = Value{}},
        {.name = "transport", .type = ColumnType::kVarchar, .constant = Value{}},
        {.name = "detail", .type = ColumnType::kVarchar, .constant = Value{}},
    };
  }

  std::size_t fill(RowBatch& batch) {
    const auto ordinal = batch.values<std::int64_t>(1);
    const auto line = batch.values<std::int64_t>(2);
    const auto plane = batch.codes(3);
    const auto reporter = batch.codes(6);
    const auto partner = batch.codes(7);
    const auto reporter_code = batch.codes(9);
    const auto partner_code = batch.codes(10);
    const auto code = batch.codes(17);
    const auto value = batch.thousandths(18);
    const auto net_kg = batch.thousandths(21);
    std::size_t row = 0;
    for (; row < portolan::store::kBatchRows && done_ < rows_; ++row, ++done_) {
      const std::uint64_t noise = noise_[static_cast<std::size_t>(done_ * 7919) % noise_.size()];
      product_ += static_cast<std::uint32_t>(1 + noise % 40);
      if (product_ >= kProducts) {
        product_ %= kProducts;
        importer_ = (importer_ + 1) % kCountries;
        exporter_ = importer_ == 0 ? (exporter_ + 1) % kCountries : exporter_;
      }
      ordinal[row] = done_;
      line[row] = done_ + 2;
      plane[row] = 0;
      reporter[row] = reporter_code[row] = exporter_;
      partner[row] = partner_code[row] = importer_;
      code[row] = product_;
      const auto size = static_cast<std::int64_t>(noise >> (34 + noise % 24));
      value[row] = size + done_ % 1000;
      if (noise % 12 == 0) {
        batch.set_null(21, row);
      } else {
        net_kg[row] = size / 3 + done_ % 777;
      }
    }
    return row;
  }

 private:
  static constexpr std::uint32_t kCountries = 226;
  static constexpr std::uint32_t kProducts = 5'200;

  std::int64_t rows_;
  std::int64_t done_ = 0;
  std::uint32_t exporter_ = 0;
  std::uint32_t importer_ = 0;
  std::uint32_t product_ = 0;
  Random random_;
  std::vector<std::uint64_t> noise_;
  TextDictionary countries_;
  TextDictionary country_codes_;
  TextDictionary products_;
  TextDictionary planes_;
};

std::filesystem::path scratch_file(int number) {
  return std::filesystem::temp_directory_path() /
         fmt::format("portolan_store_bench_{}_{}.parquet", ::getpid(), number);
}

void write_year(std::int64_t rows, const std::filesystem::path& file) {
  BaciYear year(rows);
  const auto columns = year.columns();
  portolan::store::write_parquet(file, columns, [&year](RowBatch& batch) {
    return year.fill(batch);
  });
}

// A year of BACI is about 11 million rows; the file on one thread, or one file on each of two.
void BM_WriteParquet(benchmark::State& state) {
  const std::int64_t rows = state.range(0);
  const auto threads = static_cast<int>(state.range(1));
  for (auto _ : state) {
    std::vector<std::jthread> writers;
    for (int i = 0; i < threads; ++i) {
      writers.emplace_back([rows, i] { write_year(rows, scratch_file(i)); });
    }
  }
  std::uintmax_t bytes = 0;
  for (int i = 0; i < threads; ++i) {
    bytes += std::filesystem::file_size(scratch_file(i));
    std::filesystem::remove(scratch_file(i));
  }
  state.SetItemsProcessed(state.iterations() * rows * threads);  // items are rows
  state.counters["bytes_per_row"] =
      static_cast<double>(bytes) / static_cast<double>(rows * threads);
}
BENCHMARK(BM_WriteParquet)
    ->Args({1 << 22, 1})
    ->Args({1 << 22, 2})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

}  // namespace
