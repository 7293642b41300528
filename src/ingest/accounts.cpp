#include "accounts.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace portolan::ingest {

std::int64_t Accounts::num_rejected() const {
  std::int64_t sum = 0;
  for (const auto& [reason, count] : rejected) {
    sum += count;
  }
  return sum;
}

std::int64_t Accounts::num_taken() const {
  return std::accumulate(planes.begin(), planes.end(), std::int64_t{0});
}

void Accounts::append(Accounts&& later) {
  records += later.records;
  for (std::size_t i = 0; i < planes.size(); ++i) {
    planes[i] += later.planes[i];
  }
  for (const auto& [reason, count] : later.rejected) {
    rejected[reason] += count;
  }
  zero_weights += later.zero_weights;
  missing_values += later.missing_values;
  for (const auto& [key, count] : later.coverage) {
    coverage[key] += count;
  }
  for (auto& [level, texts] : later.codes) {
    codes[level].merge(texts);
  }
  partners.merge(later.partners);
  std::ranges::move(later.rejects, std::back_inserter(rejects));
}

bool Accounts::has_several_levels() const {
  std::map<CoverageKey, std::int8_t> levels;
  for (const auto& [key, count] : coverage) {
    CoverageKey group = key;
    group.level = 0;
    group.hs_edition = -1;
    const auto [entry, is_new] = levels.emplace(group, key.level);
    if (!is_new && entry->second != key.level) {
      return true;
    }
  }
  return false;
}

}  // namespace portolan::ingest
