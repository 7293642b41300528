#pragma once

#include <span>
#include <string>
#include <vector>

#include "portolan/trace/family_trade.hpp"

namespace portolan::trace {

/// That a country makes some goods, and how one knows.
struct KnownProducer {
  std::string goods;  ///< A code of the Harmonized System; all below it.
  std::string country;
  std::string evidence;
};

/// Returns the table that Portolan ships (docs/data/producers.md), by goods and country.
[[nodiscard]] const std::vector<KnownProducer>& known_producers();

/// Returns those of a family of goods, of unknown output; empty where the table says nothing of it.
[[nodiscard]] std::vector<ProducerRow> known_producers_of(std::string_view family);

/// Returns the places that send more of the goods than they receive, other than `hubs`, as
/// producers of unknown output: what is left to go by where nobody says who makes the goods.
[[nodiscard]] std::vector<ProducerRow>
net_exporters(std::span<const TradeRow> rows, std::span<const std::string> hubs);

}  // namespace portolan::trace
