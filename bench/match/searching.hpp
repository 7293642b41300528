#pragma once

#include <cstddef>
#include <filesystem>

namespace portolan::bench {

/// Prints how fast names are looked up in OFAC's list on one core, and what share of the names in
/// `queries` (a CSV file with full_name, none of them listed) gives an alert at `threshold_db`.
void print_alerts(
    const std::filesystem::path& ofac,
    const std::filesystem::path& queries,
    double threshold_db
);

/// Prints how many hits at `threshold_db` or above of the first `most` names in `queries` the index
/// misses or makes up, and returns that number; minutes for thousands.
std::size_t print_missed(
    const std::filesystem::path& ofac,
    const std::filesystem::path& queries,
    double threshold_db,
    std::size_t most
);

/// Prints what share of the names in `queries` finds a name of `truth`, the same rows in the same
/// order, and how many others it finds.
void print_recall(
    const std::filesystem::path& queries,
    const std::filesystem::path& truth,
    double threshold_db
);

}  // namespace portolan::bench
