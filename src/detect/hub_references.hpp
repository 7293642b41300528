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
#include "portolan/detect/family_move.hpp"

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

  /// Returns what each family of a hub did over a window, by family. Borrowed.
  [[nodiscard]] std::span<const FamilyMove> moves(std::uint16_t hub, const Window& window) const;
  /// Returns what gaps of a hub and family are before the date.
  [[nodiscard]] std::optional<GapPrior>
  gap_prior(std::uint16_t hub, const Window& window, std::uint32_t family) const;

 private:
  struct Gaps {
    std::map<std::uint16_t, std::vector<GapChange>> by_hub;
    /// Hubs and centres of a family's gaps, and by how much these exceed the usual ones of the
    /// hubs.
    std::map<std::uint32_t, std::vector<std::pair<std::uint16_t, double>>> by_family;
    std::map<std::uint32_t, double> product_offset;
  };
  void learn_product_offsets();

  std::map<Window, Gaps> gaps_;
  std::map<std::pair<Window, std::uint16_t>, References> references_;
  std::map<std::pair<Window, std::uint16_t>, std::vector<FamilyMove>> moves_;
  References none_;
};

}  // namespace portolan::detect
