#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "portolan/whatif/checks.hpp"

namespace portolan::whatif {

/// A channel of a kind of goods that something passes.
struct Member {
  std::size_t place = 0;  ///< Within the group.
  double flow = 0.0;
  double capacity = 0.0;
};

/// Goods of one kind and their channels, those first that can grow least for what they pass.
struct Kind {
  double total = 0.0;
  /// How many times of now each channel can pass at least; infinite without channels.
  double least_growth = 0.0;
  std::vector<Member> members;
};

/// Places that have kinds of goods in common, or have them with others of the group. What is
/// checked in one group changes nothing in another.
struct Group {
  /// By place: its number, the place that passes most first.
  std::vector<std::uint32_t> numbers;
  /// By place, then kind: what passes.
  std::vector<std::vector<double>> flows;
  std::vector<Kind> kinds;
  /// By place: the places before it that pass at least as much in each kind of goods and can grow
  /// at least as far. Checking one of those instead never stops less: what is checked is sent more,
  /// and those that are not have less appeal and less room.
  std::vector<std::vector<std::size_t>> better;

  [[nodiscard]] std::size_t num_places() const { return numbers.size(); }
};

/// Divides channels into groups. Deterministic; takes time of the square of the places in a group.
[[nodiscard]] std::vector<Group> groups_of(std::span<const Channel> channels);

}  // namespace portolan::whatif
