#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "portolan/base/progress.hpp"

namespace portolan::cli {

/// Makes the display for `--progress`: "bar" redraws one line, "plain" writes a line when a stage
/// begins and ends, "json" an object a line, at most one a second; "none" shows nothing; "auto" is
/// "bar" where standard error is a terminal, else "none". All to standard error.
[[nodiscard]] std::unique_ptr<Progress> make_progress(std::string_view kind);

/// Returns the line of a bar of at most `width` columns: stage, share done, count and time left.
/// `total` is 0 where unknown.
[[nodiscard]] std::string bar_line(
    std::string_view stage,
    std::string_view unit,
    std::int64_t done,
    std::int64_t total,
    std::chrono::duration<double> elapsed,
    std::size_t width
);

}  // namespace portolan::cli
