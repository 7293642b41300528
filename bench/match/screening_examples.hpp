#pragma once

#include <filesystem>
#include <vector>

#include "weight_fit.hpp"

namespace portolan::bench {

/// Rows of the two files below that the fit uses; alert rate and recall are measured on the others.
[[nodiscard]] bool is_negative_for_fit(std::size_t row);
[[nodiscard]] bool is_positive_for_fit(std::size_t row);

/// Pairs as screening meets them, from the folder of screening data: invented people with the names
/// of OFAC's list that the prior weights find most like them (one of fifty rows of
/// negatives_global.csv.gz, up to three names each, together counting as `kCount` pairs), and
/// misspelt names of the UN's list with the right ones (every other row of
/// positives_un_treated.csv, as many).
[[nodiscard]] std::vector<Example> screening_examples(const std::filesystem::path& folder);

}  // namespace portolan::bench
