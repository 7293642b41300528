#include "pushed_table.hpp"

#include <algorithm>
#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::ingest {

// Rows with their texts in one piece of memory.
class PushedTable::OwnedBatch final : public RecordBatch {
 public:
  void add(
      std::span<const std::string_view> fields,
      std::size_t width,
      std::int64_t ordinal,
      std::int64_t line
  ) {
    for (std::size_t i = 0; i < width; ++i) {
      if (i < fields.size()) {
        text_ += fields[i];
      }
      ends_.push_back(text_.size());
    }
    if (lines_.empty()) {
      first_ordinal_ = ordinal;
      width_ = width;
    }
    lines_.push_back(line);
  }

  [[nodiscard]] std::size_t bytes() const {
    return text_.size() + ends_.size() * sizeof(std::size_t);
  }
  [[nodiscard]] bool is_empty() const { return lines_.empty(); }

  void for_each(const std::function<void(const Record&)>& use) override {
    std::vector<std::string_view> fields(width_);
    std::size_t begin = 0;
    for (std::size_t row = 0; row < lines_.size(); ++row) {
      for (std::size_t i = 0; i < width_; ++i) {
        const std::size_t end = ends_[row * width_ + i];
        fields[i] = std::string_view(text_).substr(begin, end - begin);
        begin = end;
      }
      use(
          {.fields = fields,
           .ordinal = first_ordinal_ + static_cast<std::int64_t>(row),
           .line = lines_[row],
           .fault = {}}
      );
    }
  }

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
  std::vector<std::int64_t> lines_;
  std::size_t width_ = 0;
  std::int64_t first_ordinal_ = 0;
};

class PushedTable::Queue final : public RowPusher {
 public:
  explicit Queue(std::int64_t batch_bytes)
      : batch_bytes_(static_cast<std::size_t>(std::max<std::int64_t>(batch_bytes, 1))) {}

  void set_header(std::vector<std::string> names, std::int64_t line) override {
    const std::lock_guard lock(mutex_);
    width_ = names.size();
    header_ = std::move(names);
    header_line_ = line;
    has_header_ = true;
    changed_.notify_all();
  }

  void add(std::span<const std::string_view> fields, std::int64_t line) override {
    current_->add(fields, width_, ordinal_++, line);
    if (current_->bytes() >= batch_bytes_) {
      hand_over();
    }
  }

  // Runs on the reader's thread.
  void run(const Reader& reader) {
    // What the reader throws must not leave its thread; the table throws it again.
    try {
      reader(*this);
      if (!current_->is_empty()) {
        hand_over();
      }
    } catch (const std::exception&) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    is_finished_ = true;
    changed_.notify_all();
  }

  void stop() {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    changed_.notify_all();
  }

  std::pair<std::vector<std::string>, std::int64_t> wait_for_header() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return has_header_ || is_finished_; });
    if (!has_header_ && failure_) {
      std::rethrow_exception(failure_);
    }
    return {header_, header_line_};
  }

  std::unique_ptr<OwnedBatch> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !batches_.empty() || is_finished_; });
    if (batches_.empty()) {
      if (failure_) {
        std::rethrow_exception(std::exchange(failure_, nullptr));
      }
      return nullptr;
    }
    auto batch = std::move(batches_.front());
    batches_.pop_front();
    changed_.notify_all();
    return batch;
  }

 private:
  static constexpr std::size_t kMostBatches = 2;

  void hand_over() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return batches_.size() < kMostBatches || is_stopped_; });
    if (is_stopped_) {
      throw Error(ErrorCode::kInterrupted, "the table is no longer read");
    }
    batches_.push_back(std::move(current_));
    current_ = std::make_unique<OwnedBatch>();
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<OwnedBatch>> batches_;
  std::vector<std::string> header_;
  std::int64_t header_line_ = 0;
  bool has_header_ = false;
  bool is_finished_ = false;
  bool is_stopped_ = false;
  std::exception_ptr failure_;

  // Of the reader's thread alone.
  std::unique_ptr<OwnedBatch> current_ = std::make_unique<OwnedBatch>();
  std::size_t batch_bytes_;
  std::size_t width_ = 0;
  std::int64_t ordinal_ = 0;
};

PushedTable::PushedTable(std::string name, Reader reader, std::int64_t batch_bytes)
    : name_(std::move(name)), queue_(std::make_unique<Queue>(batch_bytes)) {
  thread_ =
      std::jthread([queue = queue_.get(), reader = std::move(reader)] { queue->run(reader); });
  try {
    auto [names, line] = queue_->wait_for_header();
    header_ = TableHeader(std::move(names));
    header_line_ = line;
  } catch (const std::exception&) {
    thread_.join();  // the queue must outlive its thread
    throw;
  }
}

PushedTable::~PushedTable() {
  queue_->stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

std::unique_ptr<RecordBatch> PushedTable::next() {
  return queue_->pop();
}

}  // namespace portolan::ingest
