#include "lake_rows.hpp"

#include <variant>

#include "portolan/store/parquet.hpp"

namespace portolan::engine {
namespace {

constexpr std::size_t kPartRows = 50'000;

void set(store::RowBatch& batch, std::size_t column, std::size_t row, const store::Value& value) {
  const auto& held = value.variant();
  if (const auto* text = std::get_if<std::string>(&held)) {
    batch.set_text(column, row, *text);
  } else if (const auto* integer = std::get_if<std::int64_t>(&held)) {
    batch.values<std::int64_t>(column)[row] = *integer;
  } else if (const auto* number = std::get_if<double>(&held)) {
    batch.values<double>(column)[row] = *number;
  } else if (const auto* flag = std::get_if<bool>(&held)) {
    batch.values<bool>(column)[row] = *flag;
  } else {
    batch.set_null(column, row);
  }
}

}  // namespace

void LakeRows::add(std::vector<store::Value> row) {
  rows_.push_back(std::move(row));
  ++num_rows_;
  if (rows_.size() == kPartRows) {
    write();
  }
}

void LakeRows::finish() {
  if (!rows_.empty()) {
    write();
  }
}

void LakeRows::write() {
  std::size_t next = 0;
  const auto fill = [&](store::RowBatch& batch) {
    std::size_t filled = 0;
    for (; next < rows_.size() && filled < store::kBatchRows; ++next, ++filled) {
      for (std::size_t column = 0; column < rows_[next].size(); ++column) {
        set(batch, column, filled, rows_[next][column]);
      }
    }
    return filled;
  };
  store::write_parquet(transaction_.part_file(part_rows_.size()), columns_, fill);
  part_rows_.push_back(std::ssize(rows_));
  rows_.clear();
}

}  // namespace portolan::engine
