#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "table.hpp"

namespace portolan::ingest {

/// Takes the rows of a table from a reader that hands them over one after the other.
class RowPusher {
 public:
  RowPusher() = default;
  RowPusher(const RowPusher&) = delete;
  RowPusher& operator=(const RowPusher&) = delete;
  virtual ~RowPusher() = default;

  /// To be called once, before the first row.
  virtual void set_header(std::vector<std::string> names, std::int64_t line) = 0;
  /// Adds a record; missing fields at its end are empty. `line` is where it begins, from 1.
  virtual void add(std::span<const std::string_view> fields, std::int64_t line) = 0;
};

/// A table whose reader pushes rows (JSON, xlsx, Parquet) turned into one that is pulled from. The
/// reader runs on a thread of its own, at most two batches ahead.
class PushedTable final : public Table {
 public:
  using Reader = std::function<void(RowPusher&)>;

  /// Waits for the header. What `reader` throws is thrown here or by `next`. `reader` owns what it
  /// reads from.
  PushedTable(std::string name, Reader reader, std::int64_t batch_bytes);
  ~PushedTable() override;

  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] const TableHeader& header() const override { return header_; }
  [[nodiscard]] std::unique_ptr<RecordBatch> next() override;
  [[nodiscard]] std::int64_t header_line() const override { return header_line_; }
  [[nodiscard]] std::int64_t position() const override { return 0; }

 private:
  class Queue;
  class OwnedBatch;

  std::string name_;
  std::unique_ptr<Queue> queue_;
  TableHeader header_;
  std::int64_t header_line_ = 0;
  std::jthread thread_;
};

}  // namespace portolan::ingest
