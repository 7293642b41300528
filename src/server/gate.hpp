#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "portolan/base/progress.hpp"

namespace portolan::server {

/// Lets so many do long work at once, and so many more wait for it. Safe to call concurrently.
class Gate {
 public:
  Gate(std::size_t most_inside, std::size_t most_waiting)
      : most_inside_(most_inside), most_waiting_(most_waiting) {}

  /// Inside while it lives.
  class Pass {
   public:
    /// Waits for room. Throws `Error`: kUnavailable where too many wait already, kInterrupted when
    /// `progress` is cancelled.
    Pass(Gate& gate, const Progress& progress);
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass();

   private:
    Gate& gate_;
  };

 private:
  std::size_t most_inside_;
  std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t inside_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace portolan::server
