#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "hub_references.hpp"
#include "panel_frame.hpp"
#include "portolan/detect/lead.hpp"

namespace portolan::detect {

/// The concentration of each hub's surge, for each window of the goods: over families, or over
/// headings where the data hold too few families. Immutable.
class HubConcentrations {
 public:
  struct Legs {
    std::optional<Concentration> inflow;
    std::optional<Concentration> outflow;
  };

  HubConcentrations() = default;
  /// `references`: families first, headings last, made for `hubs` and the windows that `window_of`
  /// gives to `goods`.
  HubConcentrations(
      std::span<const HubReferences> references,
      const panel::CodedPanel& panel,
      std::span<const std::uint16_t> hubs,
      std::span<const Goods> goods,
      const std::function<Window(const Goods&)>& window_of,
      const DetectOptions& options
  );

  [[nodiscard]] const Legs& of(std::uint16_t hub, const Window& window) const;

  /// Those of the window that most of the goods have, by hub.
  [[nodiscard]] std::vector<HubConcentration> of_most_goods() const;

 private:
  std::map<std::pair<Window, std::uint16_t>, Legs> legs_;
  std::map<std::uint16_t, std::string> names_;
  Window most_goods_;
  Legs none_;
};

}  // namespace portolan::detect
