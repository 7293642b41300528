#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "panel_frame.hpp"
#include "portolan/base/progress.hpp"
#include "portolan/detect/assess.hpp"

namespace portolan::detect {

/// What the families of each hub did over each window: the controls and the past changes with which
/// cells are compared.
class HubReferences {
 public:
  using IsControlled = std::function<bool(int level, std::string_view family)>;

  /// Reads every family of the frame once.
  HubReferences(
      const PanelFrame& frame,
      std::span<const std::uint16_t> hubs,
      std::span<const Window> windows,
      const Roles& roles,
      const IsControlled& is_controlled,
      const DetectOptions& options,
      Progress& progress
  );

  /// Returns the references of a hub and window; empty ones where there are none.
  [[nodiscard]] const References& of(std::uint16_t hub, const Window& window) const;

 private:
  std::map<std::pair<Window, std::uint16_t>, References> references_;
  References none_;
};

}  // namespace portolan::detect
