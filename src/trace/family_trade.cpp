#include "portolan/trace/family_trade.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"

namespace portolan::trace {

std::vector<std::string> places_of(std::span<const FamilyTrade> families) {
  std::set<std::string> places;
  for (const FamilyTrade& family : families) {
    for (const TradeRow& row : family.rows) {
      places.insert(row.exporter);
      places.insert(row.importer);
    }
  }
  return {places.begin(), places.end()};
}

std::uint32_t period_count(const Period& period) {
  const auto year = static_cast<std::uint32_t>(period.year());
  return period.month() == 0 ? year : year * 12 + static_cast<std::uint32_t>(period.month()) - 1;
}

void count_periods_from_first(std::span<FamilyTrade> families) {
  std::uint32_t first = std::numeric_limits<std::uint32_t>::max();
  for (const FamilyTrade& family : families) {
    for (const TradeRow& row : family.rows) {
      first = std::min(first, row.period);
    }
  }
  for (FamilyTrade& family : families) {
    for (TradeRow& row : family.rows) {
      row.period -= first;
    }
  }
}

void require_place(
    std::string_view subject,
    const std::string& place,
    std::span<const std::string> places
) {
  if (!std::ranges::binary_search(places, place)) {
    throw invalid_argument("{}: expected a place of the network, got \"{}\"", subject, place)
        .with_hint(nearest_hint(place, places));
  }
}

}  // namespace portolan::trace
