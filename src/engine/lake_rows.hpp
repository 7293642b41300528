#pragma once

#include <cstdint>
#include <vector>

#include "portolan/store/lake.hpp"
#include "portolan/store/row_source.hpp"

namespace portolan::engine {

/// Writes rows of values into the parts of an import, some 50,000 a part, so that no more are held.
class LakeRows {
 public:
  /// Columns of kBigint, kDouble, kBoolean or kVarchar; a row has a value for each without a
  /// constant, in their order.
  LakeRows(const store::LakeTransaction& transaction, std::vector<store::ColumnSpec> columns)
      : transaction_(transaction), columns_(std::move(columns)) {}

  void add(std::vector<store::Value> row);
  /// Writes what is left.
  void finish();

  [[nodiscard]] const std::vector<std::int64_t>& part_rows() const { return part_rows_; }
  [[nodiscard]] std::int64_t num_rows() const { return num_rows_; }

 private:
  void write();

  const store::LakeTransaction& transaction_;
  std::vector<store::ColumnSpec> columns_;
  std::vector<std::vector<store::Value>> rows_;
  std::vector<std::int64_t> part_rows_;
  std::int64_t num_rows_ = 0;
};

}  // namespace portolan::engine
