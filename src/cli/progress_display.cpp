#include "progress_display.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>

#include <fmt/format.h>
#include <unistd.h>

#include "portolan/formats/json_writer.hpp"
#include "portolan/formats/text_width.hpp"
#include "terminal.hpp"

namespace portolan::cli {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

// Progress is no result: what cannot be written is left out.
void write_to_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written <= 0) {
      return;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Keeps the state of the stage for several threads and lets the drawing happen now and then.
class StageDisplay : public Progress {
 public:
  explicit StageDisplay(Seconds interval) : interval_(interval) {}

  void begin(std::string_view stage, std::string_view unit, std::int64_t total) override {
    const std::lock_guard lock(mutex_);
    stage_ = formats::make_printable(stage);
    unit_ = unit;
    total_ = total;
    done_ = 0;
    began_ = Clock::now();
    next_draw_ = began_ + std::chrono::duration_cast<Clock::duration>(interval_);
    draw_begin();
  }

  void advance(std::int64_t done) override {
    // A thread that finds another one drawing goes on with its work.
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock()) {
      return;
    }
    done_ = std::max(done_, done);
    const auto now = Clock::now();
    if (now < next_draw_) {
      return;
    }
    next_draw_ = now + std::chrono::duration_cast<Clock::duration>(interval_);
    draw();
  }

  void end() override {
    const std::lock_guard lock(mutex_);
    draw_end();
  }

 protected:
  virtual void draw_begin() {}
  virtual void draw() {}
  virtual void draw_end() = 0;

  [[nodiscard]] const std::string& stage() const { return stage_; }
  [[nodiscard]] const std::string& unit() const { return unit_; }
  [[nodiscard]] std::int64_t done() const { return done_; }
  [[nodiscard]] std::int64_t total() const { return total_; }
  [[nodiscard]] Seconds elapsed() const { return Clock::now() - began_; }

 private:
  std::mutex mutex_;
  Seconds interval_;
  std::string stage_;
  std::string unit_;
  std::int64_t total_ = 0;
  std::int64_t done_ = 0;
  Clock::time_point began_;
  Clock::time_point next_draw_;
};

class BarDisplay final : public StageDisplay {
 public:
  BarDisplay() : StageDisplay(Seconds(0.1)) {}
  BarDisplay(const BarDisplay&) = delete;
  BarDisplay& operator=(const BarDisplay&) = delete;
  ~BarDisplay() override { erase(); }

 private:
  void draw() override {
    const std::size_t width = std::max<std::size_t>(terminal_width(), 2) - 1;
    const auto line = bar_line(stage(), unit(), done(), total(), elapsed(), width);
    write_to_stderr("\r\x1B[K" + line);
    is_drawn_ = true;
  }
  void draw_end() override { erase(); }
  void erase() {
    if (is_drawn_) {
      write_to_stderr("\r\x1B[K");
      is_drawn_ = false;
    }
  }
  bool is_drawn_ = false;
};

class PlainDisplay final : public StageDisplay {
 public:
  PlainDisplay() : StageDisplay(Seconds(10.0)) {}

 private:
  void draw_begin() override { write_to_stderr(fmt::format("{} ...\n", stage())); }
  void draw() override {
    write_to_stderr(bar_line(stage(), unit(), done(), total(), elapsed(), 200) + "\n");
  }
  void draw_end() override {
    write_to_stderr(fmt::format("{}: done in {:.1f} s\n", stage(), elapsed().count()));
  }
};

class JsonDisplay final : public StageDisplay {
 public:
  JsonDisplay() : StageDisplay(Seconds(1.0)) {}

 private:
  void draw_begin() override { write("begin"); }
  void draw() override { write("advance"); }
  void draw_end() override { write("end"); }
  void write(std::string_view event) {
    formats::JsonWriter json;
    json.begin_object()
        .field("event", event)
        .field("stage", stage())
        .field("unit", unit())
        .field("done", done())
        .key("total");
    if (total() > 0) {
      json.value(total());
    } else {
      json.null();
    }
    json.end_object();
    write_to_stderr(json.take() + "\n");
  }
};

std::string count_text(std::int64_t count) {
  const auto number = static_cast<double>(count);
  if (count >= 1'000'000'000) {
    return fmt::format("{:.2f} G", number / 1e9);
  }
  if (count >= 1'000'000) {
    return fmt::format("{:.1f} M", number / 1e6);
  }
  return count >= 10'000 ? fmt::format("{:.0f} k", number / 1e3) : fmt::format("{}", count);
}

std::string time_text(Seconds duration) {
  const auto seconds = static_cast<std::int64_t>(std::ceil(std::min(duration.count(), 359'999.0)));
  return seconds >= 3600
             ? fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
             : fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

}  // namespace

std::string bar_line(
    std::string_view stage,
    std::string_view unit,
    std::int64_t done,
    std::int64_t total,
    std::chrono::duration<double> elapsed,
    std::size_t width
) {
  constexpr int kBarWidth = 20;
  std::string line(stage);
  if (total > 0) {
    const double share =
        std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
    const auto filled = static_cast<std::size_t>(share * kBarWidth);
    line += fmt::format(
        "  [{}{}] {:3.0f} %",
        std::string(filled, '#'),
        std::string(kBarWidth - filled, '.'),
        std::floor(share * 100.0)
    );
    if (!unit.empty()) {
      line += fmt::format("  {} of {} {}", count_text(done), count_text(total), unit);
    }
    if (share > 0.0 && elapsed.count() >= 1.0) {
      line += fmt::format("  {} left", time_text(elapsed * (1.0 / share - 1.0)));
    }
  } else {
    line += fmt::format("  {} {}  {}", count_text(done), unit, time_text(elapsed));
  }
  return formats::cut_to_width(line, width);
}

std::unique_ptr<Progress> make_progress(std::string_view kind) {
  if (kind == "plain") {
    return std::make_unique<PlainDisplay>();
  }
  if (kind == "json") {
    return std::make_unique<JsonDisplay>();
  }
  if (kind == "bar" || (kind == "auto" && is_stderr_terminal())) {
    return std::make_unique<BarDisplay>();
  }
  return std::make_unique<SilentProgress>();
}

}  // namespace portolan::cli
