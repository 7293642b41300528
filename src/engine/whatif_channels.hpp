#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/engine/whatif.hpp"
#include "portolan/trace/arrivals.hpp"
#include "portolan/whatif/checks.hpp"

namespace portolan::engine {

/// What one check is of: an exporter, or one family of what it sends.
struct CheckPlace {
  std::string exporter;
  /// Empty: all families asked about.
  std::string family = {};

  friend auto operator<=>(const CheckPlace&, const CheckPlace&) = default;
};

/// The legs by which goods arrive as channels, with the names of what can be checked: every leg is
/// a channel of its family.
struct CheckChannels {
  std::vector<whatif::Channel> channels;
  /// By number of the place; sorted.
  std::vector<CheckPlace> places;
  /// All that the channels pass.
  double arriving = 0.0;

  /// The numbers of the places of an exporter, of which none has a family or each has one that
  /// begins with `family`; none where none of the goods come from it directly.
  [[nodiscard]] std::vector<std::uint32_t> find(std::string_view exporter, std::string_view family)
      const;
  /// What passes the place now, and other trade that a check there holds up.
  [[nodiscard]] double passing(std::uint32_t place) const;
  [[nodiscard]] double innocent(std::uint32_t place) const;
};

/// A leg has room for the goods that are not there now: what its capacity leaves free, or what the
/// request's growth allows; never more than all the goods of its family.
[[nodiscard]] CheckChannels
channels_of(std::span<const trace::Arrival> legs, const WhatIfRequest& request);

}  // namespace portolan::engine
