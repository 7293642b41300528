#include "portolan/trace/family_trade.hpp"

#include <set>

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

}  // namespace portolan::trace
