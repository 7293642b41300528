#pragma once

#include <cstdint>
#include <span>

namespace portolan::stats {

/// A category of each observation: `levels[i]` below `num_levels`.
struct Factor {
  std::span<const std::uint32_t> levels;
  std::uint32_t num_levels = 0;
};

}  // namespace portolan::stats
