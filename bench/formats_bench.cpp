#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "portolan/base/random.hpp"
#include "portolan/formats/csv.hpp"
#include "portolan/formats/sha256.hpp"

namespace {

using portolan::Random;
using portolan::formats::CsvBlockReader;
using portolan::formats::CsvDialect;
using portolan::formats::CsvRecord;
using portolan::formats::CsvRecordReader;
using portolan::formats::MemorySource;

constexpr CsvDialect kBaci{};

// Rows in the layout of BACI: t,i,j,k,v,q; a year of the world has about 11 million.
std::string made_up_baci(std::int64_t rows) {
  Random random(1);
  std::string text = "t,i,j,k,v,q\n";
  for (std::int64_t row = 0; row < rows; ++row) {
    text += fmt::format(
        "2023,{},{},{:06},{:.3f},{:.3f}\n",
        random.below(890) + 4,
        random.below(890) + 4,
        random.below(980'000) + 10'000,
        static_cast<double>(random.below(1'000'000)) / 1000.0,
        static_cast<double>(random.below(100'000)) / 1000.0
    );
  }
  return text;
}

// The same with each field quoted, as some sources write.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == ',') {
      result += "\",\"";
    } else if (c == '\n') {
      result += "\"\n\"";
    } else {
      result += c;
    }
  }
  result.pop_back();
  return result;
}

const std::string& text_of(bool is_quoted) {
  static const std::string plain = made_up_baci(2'000'000);
  static const std::string with_quotes = quoted(plain);
  return is_quoted ? with_quotes : plain;
}

void set_rates(benchmark::State& state, std::size_t bytes, std::int64_t records) {
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.counters["records"] = benchmark::Counter(
      static_cast<double>(records), benchmark::Counter::kIsIterationInvariantRate
  );
}

// Cutting into blocks, the bytes copied once as from a file; argument: quoted fields.
void BM_CsvBlocks(benchmark::State& state) {
  const std::string& text = text_of(state.range(0) != 0);
  std::int64_t records = 0;
  for (auto _ : state) {
    MemorySource source("baci.csv", text);
    CsvBlockReader blocks(source, kBaci);
    records = 0;
    while (const auto block = blocks.next()) {
      records += block->num_records();
    }
  }
  set_rates(state, text.size(), records);
}
BENCHMARK(BM_CsvBlocks)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// Parsing the fields of records, on one thread; argument: quoted fields.
void BM_CsvRecords(benchmark::State& state) {
  const std::string& text = text_of(state.range(0) != 0);
  std::int64_t records = 0;
  std::size_t field_bytes = 0;
  for (auto _ : state) {
    CsvRecordReader reader(text, "baci.csv", kBaci);
    records = 0;
    while (const CsvRecord* record = reader.next()) {
      ++records;
      for (const std::string_view field : record->fields) {
        field_bytes += field.size();
      }
    }
  }
  benchmark::DoNotOptimize(field_bytes);
  set_rates(state, text.size(), records);
}
BENCHMARK(BM_CsvRecords)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void BM_Sha256(benchmark::State& state) {
  const std::string& text = text_of(false);
  for (auto _ : state) {
    benchmark::DoNotOptimize(portolan::formats::sha256_of(text));
  }
  set_rates(state, text.size(), 2'000'000);
}
BENCHMARK(BM_Sha256)->Unit(benchmark::kMillisecond);

}  // namespace
