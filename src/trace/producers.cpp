#include "portolan/trace/producers.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "embedded/trace.hpp"
#include "portolan/base/embedded_table.hpp"

namespace portolan::trace {

const std::vector<KnownProducer>& known_producers() {
  static const std::vector<KnownProducer> table = [] {
    std::vector<KnownProducer> rows;
    for (auto& record :
         read_embedded_table(embedded::producers_csv, {"goods", "country", "evidence"})) {
      rows.push_back({record[0], record[1], record[2]});
    }
    return rows;
  }();
  return table;
}

std::vector<ProducerRow> known_producers_of(std::string_view family) {
  std::set<std::string> countries;
  for (const KnownProducer& known : known_producers()) {
    // A family is named after a code; a heading as a family is below itself.
    if (family.substr(0, known.goods.size()) == known.goods) {
      countries.insert(known.country);
    }
  }
  std::vector<ProducerRow> rows;
  for (const std::string& country : countries) {
    rows.push_back({.place = country, .output = std::nullopt});
  }
  return rows;
}

std::vector<ProducerRow>
net_exporters(std::span<const TradeRow> rows, std::span<const std::string> hubs) {
  std::map<std::string, std::int64_t> sent;
  for (const TradeRow& row : rows) {
    sent[row.exporter] += row.value.thousandths();
    sent[row.importer] -= row.value.thousandths();
  }
  std::vector<ProducerRow> producers;
  for (const auto& [place, surplus] : sent) {
    if (surplus > 0 && std::ranges::count(hubs, place) == 0) {
      producers.push_back({.place = place, .output = std::nullopt});
    }
  }
  return producers;
}

}  // namespace portolan::trace
