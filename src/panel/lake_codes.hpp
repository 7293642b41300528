#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "portolan/panel/build.hpp"
#include "portolan/store/database.hpp"

namespace portolan::panel {

/// The names behind the codes of a build, sorted, and the number of its chunks.
struct CodedNames {
  std::vector<std::string> places;
  std::vector<std::string> families;
  std::int32_t num_chunks = 0;
};

/// Codes the places and families that `distinct_statement` uses: makes the tables place, family,
/// code_family (which also cuts the work into chunks of whole families) and absent_family.
CodedNames code_names(store::Database& database, const PanelInputs& inputs, Progress& progress);

/// Makes the table sum_place: which codes of sources stand for WLD and EU27.
void create_sum_places(store::Database& database, Progress& progress);

}  // namespace portolan::panel
