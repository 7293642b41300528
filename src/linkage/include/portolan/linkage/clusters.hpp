#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "portolan/linkage/records.hpp"

namespace portolan::linkage {

/// Returns for each record the first record of its cluster: records that pairs tie, over any number
/// of pairs. A record without a pair is its own cluster. Takes O(records + pairs), near enough.
///
/// Throws `Error` (kInvalidArgument) for a record outside `num_records`.
[[nodiscard]] std::vector<RecordIndex> connected_components(
    std::size_t num_records,
    std::span<const std::pair<RecordIndex, RecordIndex>> pairs
);

}  // namespace portolan::linkage
