#include "portolan/base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace portolan {
namespace {

struct FirstFailure {
  std::mutex mutex;
  std::size_t chunk = 0;
  std::exception_ptr error;

  void keep(std::size_t failed_chunk, std::exception_ptr failure) {
    const std::lock_guard lock(mutex);
    if (!error || failed_chunk < chunk) {
      chunk = failed_chunk;
      error = std::move(failure);
    }
  }
};

}  // namespace

unsigned num_threads_or_cores(unsigned threads) {
  return threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
}

void parallel_for_chunks(
    std::size_t count,
    std::size_t chunk_size,
    unsigned threads,
    const std::function<void(std::size_t, std::size_t, std::size_t)>& work
) {
  const std::size_t chunks = count == 0 ? 0 : (count - 1) / chunk_size + 1;
  std::atomic<std::size_t> next{0};
  FirstFailure failure;
  const auto run = [&] {
    for (std::size_t chunk = next++; chunk < chunks; chunk = next++) {
      // An exception must not leave a thread; it is carried to the caller.
      try {
        work(chunk, chunk * chunk_size, std::min(count, (chunk + 1) * chunk_size));
      } catch (const std::exception&) {
        failure.keep(chunk, std::current_exception());
        next = chunks;
      }
    }
  };
  const auto workers = std::min<std::size_t>(num_threads_or_cores(threads), chunks);
  {
    std::vector<std::jthread> pool;
    for (std::size_t i = 1; i < workers; ++i) {
      pool.emplace_back(run);
    }
    run();
  }
  if (failure.error) {
    std::rethrow_exception(failure.error);
  }
}

}  // namespace portolan
