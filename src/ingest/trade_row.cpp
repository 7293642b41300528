#include "portolan/ingest/trade_row.hpp"

#include <array>
#include <cstddef>

namespace portolan::ingest {

namespace {

constexpr std::array<std::string_view, kNumPlanes> kPlaneNames{
    "main",
    "world",
    "region",
    "special",
    "total",
    "second_partner",
    "transport",
    "procedure",
    "re_export",
    "confidential",
    "aggregate",
    "empty"};

constexpr std::array<std::string_view, 5> kFlowNames{"M", "X", "RM", "RX", "B"};

}  // namespace

std::string_view to_string(Plane plane) {
  return kPlaneNames[static_cast<std::size_t>(plane)];
}

std::optional<Plane> parse_plane(std::string_view text) {
  for (std::size_t i = 0; i < kPlaneNames.size(); ++i) {
    if (kPlaneNames[i] == text) {
      return static_cast<Plane>(i);
    }
  }
  return std::nullopt;
}

std::string_view to_string(Flow flow) {
  return kFlowNames[static_cast<std::size_t>(flow)];
}

std::optional<Flow> parse_flow(std::string_view text) {
  for (std::size_t i = 0; i < kFlowNames.size(); ++i) {
    if (kFlowNames[i] == text) {
      return static_cast<Flow>(i);
    }
  }
  return std::nullopt;
}

Plane plane_of(const TradeRow& row) {
  if (row.plane != Plane::kMain) {
    return row.plane;
  }
  if (row.flow == Flow::kReImport || row.flow == Flow::kReExport) {
    return Plane::kReExport;
  }
  for (const PlaceKind kind : {row.partner.kind, row.reporter.kind}) {
    switch (kind) {
      case PlaceKind::kCountry:
        break;
      case PlaceKind::kWorld:
        return Plane::kWorld;
      case PlaceKind::kRegion:
        return Plane::kRegion;
      case PlaceKind::kSpecial:
        return Plane::kSpecial;
    }
  }
  return Plane::kMain;
}

}  // namespace portolan::ingest
