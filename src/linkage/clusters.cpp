#include "portolan/linkage/clusters.hpp"

#include <algorithm>
#include <numeric>

#include "portolan/base/error.hpp"

namespace portolan::linkage {

std::vector<RecordIndex> connected_components(
    std::size_t num_records,
    std::span<const std::pair<RecordIndex, RecordIndex>> pairs
) {
  std::vector<RecordIndex> parent(num_records);
  std::iota(parent.begin(), parent.end(), RecordIndex{0});
  const auto root = [&parent](RecordIndex record) {
    while (parent[record] != record) {
      parent[record] = parent[parent[record]];
      record = parent[record];
    }
    return record;
  };
  for (const auto& [one, other] : pairs) {
    if (std::max(one, other) >= num_records) {
      throw invalid_argument(
          "pairs: expected a record below {}, got {}", num_records, std::max(one, other)
      );
    }
    const RecordIndex a = root(one);
    const RecordIndex b = root(other);
    // The smaller becomes the root, so that a root is the first record of its cluster.
    parent[std::max(a, b)] = std::min(a, b);
  }
  for (RecordIndex record = 0; record < num_records; ++record) {
    parent[record] = root(record);
  }
  return parent;
}

}  // namespace portolan::linkage
