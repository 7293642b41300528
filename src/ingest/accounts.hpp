#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "portolan/ingest/trade_row.hpp"

namespace portolan::ingest {

/// What one line of an import's coverage counts: docs/data/lake.md.
struct CoverageKey {
  std::array<char, 3> reporter{};
  Flow flow = Flow::kImport;
  std::int32_t period = 0;
  std::int8_t level = 0;
  /// Index of the `HsEdition`; -1: unknown.
  std::int8_t hs_edition = -1;

  auto operator<=>(const CoverageKey&) const = default;
};

/// The books of an import: every record (or statement of one) is in exactly one count.
struct Accounts {
  std::int64_t records = 0;
  std::array<std::int64_t, kNumPlanes> planes{};
  /// By column and reason.
  std::map<std::pair<std::string, std::string>, std::int64_t> rejected;
  std::int64_t zero_weights = 0;
  std::int64_t missing_values = 0;
  std::map<CoverageKey, std::int64_t> coverage;
  /// Codes of goods by level, and partners (ISO3, WLD).
  std::map<std::int8_t, std::set<std::string>> codes;
  std::set<std::string> partners;
  std::vector<Reject> rejects;

  [[nodiscard]] std::int64_t num_rejected() const;
  [[nodiscard]] std::int64_t num_taken() const;
  [[nodiscard]] std::int64_t& of(Plane plane) { return planes[static_cast<std::size_t>(plane)]; }
  [[nodiscard]] std::int64_t of(Plane plane) const {
    return planes[static_cast<std::size_t>(plane)];
  }
  /// Adds the books of the records that follow.
  void append(Accounts&& later);

  /// Tells whether a reporter's flow and period has codes of more than one level in plane main, so
  /// that some may be totals over others.
  [[nodiscard]] bool has_several_levels() const;
};

}  // namespace portolan::ingest
