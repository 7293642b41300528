#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "portolan/graph/flow_matrix.hpp"

namespace portolan::graph {

/// An entry of a sparse matrix whose columns are places in an order of the nodes.
struct SparseEntry {
  NodeIndex column = 0;
  double weight = 0.0;
};

/// A sparse matrix, filled row by row.
class SparseRows {
 public:
  void reserve(std::size_t rows, std::size_t entries) {
    begin_.reserve(rows + 1);
    entries_.reserve(entries);
  }
  /// Adds an entry to the row that is being filled.
  void add(NodeIndex column, double weight) {
    entries_.push_back({.column = column, .weight = weight});
  }
  void end_row() { begin_.push_back(entries_.size()); }

  [[nodiscard]] std::size_t num_rows() const { return begin_.size() - 1; }
  [[nodiscard]] std::size_t num_entries() const { return entries_.size(); }
  [[nodiscard]] std::span<const SparseEntry> operator[](std::size_t row) const {
    return std::span(entries_).subspan(begin_[row], begin_[row + 1] - begin_[row]);
  }

 private:
  std::vector<std::size_t> begin_ = {0};
  std::vector<SparseEntry> entries_;
};

}  // namespace portolan::graph
