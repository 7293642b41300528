#pragma once

#include <cstdint>
#include <string_view>

#include "portolan/formats/byte_source.hpp"

namespace portolan::formats {

/// Throws `Error` (kBadData) if `unpacked` bytes out of `packed` exceed `limits`.
void check_expansion(
    std::string_view name,
    std::int64_t packed,
    std::int64_t unpacked,
    const ExpansionLimits& limits
);

}  // namespace portolan::formats
