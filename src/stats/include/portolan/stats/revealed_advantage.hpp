#pragma once

#include <optional>

namespace portolan::stats {

/// Exports in one unit and over one span of time.
struct ExportShares {
  double country_product = 0.0;
  double country_all = 0.0;
  double world_product = 0.0;
  double world_all = 0.0;
};

/// Returns Balassa's index of revealed comparative advantage,
///
///     (country_product / country_all) / (world_product / world_all),
///
/// 1 where the product's share of the country's exports is that of the world's, 0 where the country
/// exports none. Weighted with the countries' shares of all exports, the indices of a product have
/// the mean 1. Nothing where a sum that divides is not positive or anything is NaN.
///
/// Source: Balassa (1965), Trade liberalisation and "revealed" comparative advantage, Manchester
/// School 33(2), 99-123, doi:10.1111/j.1467-9957.1965.tb00050.x.
[[nodiscard]] std::optional<double> balassa_index(const ExportShares& exports);

}  // namespace portolan::stats
