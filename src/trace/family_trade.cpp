#include "portolan/trace/family_trade.hpp"

#include <algorithm>
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
