#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "portolan/engine/whatif.hpp"
#include "portolan/trace/arrivals.hpp"
#include "portolan/whatif/checks.hpp"

namespace portolan::engine {

/// The legs by which goods arrive as channels, with the names of what can be checked: every leg is
/// a channel of its family, its place is its exporter.
struct CheckChannels {
  std::vector<whatif::Channel> channels;
  /// By number of the place; sorted.
  std::vector<std::string> exporters;
  /// All that the channels pass.
  double arriving = 0.0;

  /// The number of an exporter; nothing where none of the goods come from it directly.
  [[nodiscard]] std::optional<std::uint32_t> find(const std::string& exporter) const;
  /// What passes the place now, and other trade that a check there holds up.
  [[nodiscard]] double passing(std::uint32_t place) const;
  [[nodiscard]] double innocent(std::uint32_t place) const;
};

/// A leg has room for the goods that are not there now: what its capacity leaves free, or what the
/// request's growth allows; never more than all the goods of its family.
[[nodiscard]] CheckChannels
channels_of(std::span<const trace::Arrival> legs, const WhatIfRequest& request);

}  // namespace portolan::engine
