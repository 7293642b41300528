#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace portolan::store {

/// Returns where generation `number` is kept.
[[nodiscard]] std::filesystem::path
generation_file(const std::filesystem::path& catalogue, std::int64_t number);

/// Returns the number in CURRENT; nothing if it is not there. Throws `Error` (kUnavailable) if it
/// is no number.
[[nodiscard]] std::optional<std::int64_t> read_current(const std::filesystem::path& catalogue);

/// Removes generations below `oldest`, above `newest`, and what killed writers left. Only for the
/// writer that holds the lock. What cannot be removed stays for the next.
void remove_other_generations(
    const std::filesystem::path& catalogue,
    std::int64_t oldest,
    std::int64_t newest
);

}  // namespace portolan::store
