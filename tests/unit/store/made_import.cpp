#include "made_import.hpp"

#include <array>
#include <vector>

#include "portolan/formats/json_value.hpp"
#include "portolan/formats/sha256.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/parquet.hpp"

namespace portolan::store {
namespace {

using formats::JsonValue;

constexpr std::int64_t kFirstRows = 10;
constexpr std::int64_t kSecondRows = 5;

std::string file_hash(int number) {
  return formats::sha256_of("made-up file " + std::to_string(number));
}

std::vector<ColumnSpec> columns_of(const std::string& id) {
  std::vector<ColumnSpec> columns = trade_columns();
  for (ColumnSpec& column : columns) {
    column.constant.emplace();
    if (column.name == "import_id") {
      column.constant = id;
    }
    if (column.name == "source") {
      column.constant = "made";
    }
    if (column.name == "reporter") {
      column.constant = "KGZ";
    }
    if (column.name == "ordinal" || column.name == "value" || column.name == "plane") {
      column.constant.reset();
    }
  }
  return columns;
}

void write_part(const LakeTransaction& import, const std::string& id, std::size_t number) {
  std::int64_t row = number == 0 ? 0 : kFirstRows;
  const std::int64_t end = number == 0 ? kFirstRows : kFirstRows + kSecondRows;
  write_parquet(import.part_file(number), columns_of(id), [&row, end](RowBatch& batch) {
    std::size_t filled = 0;
    for (; row < end; ++row, ++filled) {
      batch.values<std::int64_t>(1)[filled] = row;
      batch.set_text(3, filled, row == kFirstRows + kSecondRows - 1 ? "world" : "main");
      batch.thousandths(18)[filled] = row * 1'000 + 500;
    }
    return filled;
  });
}

void write_reject(const LakeTransaction& import, const std::string& id) {
  std::vector<ColumnSpec> columns = rejects_columns();
  columns[0].constant = id;
  columns[2].constant = 17;
  columns[3].constant = "value";
  columns[4].constant = "negative";
  columns[5].constant = "-3";
  bool is_done = false;
  write_parquet(import.rejects_file(), columns, [&is_done](RowBatch& batch) -> std::size_t {
    if (is_done) {
      return 0;
    }
    is_done = true;
    batch.values<std::int64_t>(1)[0] = 15;
    return 1;
  });
}

JsonValue manifest_of(int number) {
  JsonValue apart = JsonValue::object();
  apart.set("world", 1);
  JsonValue rejected = JsonValue::object();
  rejected.set("negative", 1);
  JsonValue cell = JsonValue::object();
  cell.set("reporter", "KGZ").set("flow", "M").set("freq", "A").set("period", 202'300);
  cell.set("level", 6).set("hs_edition", "HS2022").set("rows", 14);
  JsonValue coverage = JsonValue::array();
  coverage.push_back(cell);
  JsonValue codes = JsonValue::object();
  codes.set("6", std::vector<std::string>{"854231", "880730"});
  JsonValue extent = JsonValue::object();
  extent.set("codes", codes);
  extent.set("partners", std::vector<std::string>{"CHN", "WLD"});
  JsonValue manifest = JsonValue::object();
  manifest.set("schema", "portolan.import/1").set("file", "made's \"file\".csv");
  manifest.set("sha256", file_hash(number)).set("bytes", 100 + number).set("dialect", "made");
  manifest.set("source", "made").set("records", 16).set("imported", 14).set("apart", apart);
  manifest.set("rejected", rejected).set("zero_weights", 0).set("coverage", coverage);
  manifest.set("extent", extent).set("absence", "zero").set("imported_at", "2026-01-01T00:00:00Z");
  return manifest;
}

}  // namespace

std::string made_import_id(int number) {
  const std::string hash = file_hash(number);
  return import_id({.file_sha256 = hash, .dialect = "made"});
}

bool make_import(const Workspace& workspace, int number) {
  const std::string id = made_import_id(number);
  auto import = LakeTransaction::begin(workspace, "trade", id);
  if (!import) {
    return false;
  }
  write_part(*import, id, 0);
  write_part(*import, id, 1);
  write_reject(*import, id);
  return import->commit(manifest_of(number), std::array{kFirstRows, kSecondRows}, 1);
}

}  // namespace portolan::store
