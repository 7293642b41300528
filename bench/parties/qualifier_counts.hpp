#pragma once

#include <filesystem>

namespace portolan::bench {

/// Prints how often countries and birth dates agree, differ or are missing: between persons of the
/// UN's list and those of OFAC's list of one name (one bearer, as a rule), and between invented
/// people and the persons of OFAC's list whose names are near theirs (two bearers). The ratio of
/// the two is what an agreement or a difference says; data/screening/qualifiers.csv holds it.
void print_qualifier_counts(
    const std::filesystem::path& lists,
    const std::filesystem::path& negatives
);

}  // namespace portolan::bench
