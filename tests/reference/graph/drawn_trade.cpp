#include "drawn_trade.hpp"

#include <sstream>
#include <stdexcept>
#include <string>

namespace portolan::reference {

std::vector<graph::Flow> drawn_flows(std::string_view drawing) {
  std::vector<graph::Flow> flows;
  std::istringstream text{std::string(drawing)};
  std::string leg;
  while (std::getline(text, leg, ',')) {
    std::istringstream parts(leg);
    std::string pair;
    std::int64_t value = 0;
    if (!(parts >> pair >> value) || pair.size() != 3 || pair[1] != '>') {
      throw std::runtime_error("expected a leg such as A>B 100, got " + leg);
    }
    flows.push_back(
        {.exporter = static_cast<graph::NodeIndex>(pair[0] - 'A'),
         .importer = static_cast<graph::NodeIndex>(pair[2] - 'A'),
         .value = value}
    );
  }
  return flows;
}

}  // namespace portolan::reference
