#include "table_reading.hpp"

#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>

#include <fmt/format.h>

#include "part_builder.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/parallel.hpp"

namespace portolan::ingest {

namespace {

// A record may end with empty fields that the header does not name: the website of Comtrade ends
// data lines with a comma more.
bool has_fields_beyond(const Record& record, std::size_t num_columns) {
  for (std::size_t i = num_columns; i < record.fields.size(); ++i) {
    if (!record.fields[i].empty()) {
      return true;
    }
  }
  return false;
}

class Reading {
 public:
  Reading(
      Table& table,
      const BoundDialect& dialect,
      const PartTarget& target,
      const ReadingOptions& options,
      Progress& progress
  )
      : table_(table), dialect_(dialect), target_(target), options_(options), progress_(progress) {}

  ReadTable read() {
    const unsigned num_threads = num_threads_or_cores(options_.threads);
    parallel_for_chunks(num_threads, 1, num_threads, [this](std::size_t, std::size_t, std::size_t) {
      work();
    });
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    ReadTable result;
    for (Part& part : parts_) {
      result.accounts.append(std::move(part.accounts));
      result.part_rows.push_back(part.num_rows);
    }
    return result;
  }

 private:
  struct Part {
    Accounts accounts;
    std::int64_t num_rows = 0;
  };

  // Which thread fails first is chance: the failure in the earliest batch is kept and thrown again
  // by `read`.
  void work() {
    std::size_t number = 0;
    try {
      const std::unique_ptr<RowReader> reader = dialect_.make_reader();
      while (const std::unique_ptr<RecordBatch> batch = next_batch(number)) {
        Part part = parse(*batch, *reader, number);
        keep(number, std::move(part));
      }
    } catch (const std::exception&) {
      keep_failure(number);
    }
  }

  std::unique_ptr<RecordBatch> next_batch(std::size_t& number) {
    const std::lock_guard lock(reading_);
    number = num_batches_;
    if (has_ended_.load()) {
      return nullptr;
    }
    progress_.check();
    std::unique_ptr<RecordBatch> batch = table_.next();
    progress_.advance(table_.position());
    if (batch == nullptr) {
      has_ended_ = true;
      return nullptr;
    }
    ++num_batches_;
    return batch;
  }

  Part parse(RecordBatch& batch, RowReader& reader, std::size_t number) {
    PartBuilder builder(dialect_.traits());
    const std::size_t num_columns = table_.header().size();
    const std::size_t num_named = table_.header().num_named();
    std::int64_t records = 0;
    std::string reason;
    batch.for_each([&](const Record& record) {
      if (options_.max_records > 0 && records >= options_.max_records) {
        return;
      }
      if (++records % 8192 == 0) {
        progress_.check();
      }
      builder.begin_record(record.ordinal, record.line);
      if (!record.fault.empty()) {
        builder.reject("", record.fault, record.fields.empty() ? "" : record.fields.back());
      } else if (record.fields.size() < num_named || has_fields_beyond(record, num_columns)) {
        reason = fmt::format("expected {} fields", num_named);
        builder.reject("", reason, fmt::format("{} fields", record.fields.size()));
      } else {
        reader.read(record, builder);
      }
    });
    if (options_.max_records > 0) {
      has_ended_ = true;
    }
    if (target_.part_file) {
      builder.write(target_.part_file(number), target_.import_id, progress_);
    }
    return {.accounts = builder.take_accounts(), .num_rows = builder.num_rows()};
  }

  void keep(std::size_t number, Part part) {
    const std::lock_guard lock(keeping_);
    num_rejects_ += part.accounts.num_rejected();
    if (num_rejects_ > kMostRejects) {
      throw bad_data(
          "{}: expected a table of trade data, got more than {} records that are none",
          table_.name(),
          kMostRejects
      );
    }
    if (parts_.size() <= number) {
      parts_.resize(number + 1);
    }
    parts_[number] = std::move(part);
  }

  void keep_failure(std::size_t number) {
    has_ended_ = true;
    const std::lock_guard lock(keeping_);
    if (!failure_ || number < failed_batch_) {
      failure_ = std::current_exception();
      failed_batch_ = number;
    }
  }

  Table& table_;
  const BoundDialect& dialect_;
  const PartTarget& target_;
  const ReadingOptions& options_;
  Progress& progress_;

  std::mutex reading_;
  std::size_t num_batches_ = 0;
  std::atomic<bool> has_ended_ = false;

  std::mutex keeping_;
  std::vector<Part> parts_;
  std::int64_t num_rejects_ = 0;
  std::exception_ptr failure_;
  std::size_t failed_batch_ = 0;
};

}  // namespace

ReadTable read_table(
    Table& table,
    const BoundDialect& dialect,
    const PartTarget& target,
    const ReadingOptions& options,
    Progress& progress
) {
  return Reading(table, dialect, target, options, progress).read();
}

}  // namespace portolan::ingest
