#pragma once

#include <cstddef>
#include <functional>

namespace portolan {

/// Calls `work(chunk, begin, end)` for every chunk of `[0, count)`, each `chunk_size` long but the
/// last, on up to `threads` threads (0: one per core). The chunks do not depend on the number of
/// threads, so results stored by chunk and combined in order are the same on every machine.
///
/// The first exception, by chunk number, is thrown again after all threads have ended.
void parallel_for_chunks(
    std::size_t count,
    std::size_t chunk_size,
    unsigned threads,
    const std::function<void(std::size_t chunk, std::size_t begin, std::size_t end)>& work
);

/// Returns `threads`, or the number of cores if it is 0; at least 1.
[[nodiscard]] unsigned num_threads_or_cores(unsigned threads);

}  // namespace portolan
