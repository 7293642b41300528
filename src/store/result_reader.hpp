#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "duckdb_handles.hpp"
#include "portolan/store/result.hpp"

namespace portolan::store {

/// Turns results of the C API into `Chunk`s and `Result`s.
class ResultReader {
 public:
  /// Takes over `result`, whose columns must all have types of the project.
  explicit ResultReader(ResultHandle result);

  [[nodiscard]] const std::vector<ResultColumn>& columns() const { return *columns_; }

  /// Returns the next chunk that has rows; one without rows at the end. Throws `Error` where the
  /// query fails meanwhile.
  [[nodiscard]] Chunk next();

  [[nodiscard]] Result read_all();

 private:
  ResultHandle result_;
  std::shared_ptr<const std::vector<ResultColumn>> columns_;  // shared with the chunks
};

}  // namespace portolan::store
