#include "portolan/stats/revealed_advantage.hpp"

namespace portolan::stats {

std::optional<double> balassa_index(const ExportShares& exports) {
  if (!(exports.country_all > 0.0) || !(exports.world_all > 0.0) ||
      !(exports.world_product > 0.0) || !(exports.country_product >= 0.0)) {
    return std::nullopt;
  }
  return (exports.country_product / exports.country_all) /
         (exports.world_product / exports.world_all);
}

}  // namespace portolan::stats
