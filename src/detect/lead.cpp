#include "portolan/detect/lead.hpp"

#include <fmt/format.h>

namespace portolan::detect {
namespace {

/// 64-bit FNV-1a, then SplitMix64's finaliser: stable on every machine, no security meant.
std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111ebULL;
  return hash ^ (hash >> 31U);
}

}  // namespace

std::string_view to_string(LeadKind kind) {
  return kind == LeadKind::kLead ? "lead" : "surge";
}

std::string_view to_string(Band band) {
  switch (band) {
    case Band::kStrong:
      return "strong";
    case Band::kModerate:
      return "moderate";
    case Band::kWeak:
      return "weak";
    case Band::kNotEnoughData:
      break;
  }
  return "not_enough_data";
}

std::string_view to_string(FdrMethod method) {
  switch (method) {
    case FdrMethod::kBenjaminiHochberg:
      return "bh";
    case FdrMethod::kBenjaminiYekutieli:
      return "by";
    case FdrMethod::kAdaFilter:
      break;
  }
  return "adafilter";
}

std::string_view to_string(ShareBasis basis) {
  switch (basis) {
    case ShareBasis::kCouplingInUsd:
      return "coupling_usd";
    case ShareBasis::kCouplingInWeight:
      return "coupling_kg";
    case ShareBasis::kTotals:
      break;
  }
  return "totals";
}

std::optional<FdrMethod> parse_fdr_method(std::string_view text) {
  for (const FdrMethod method :
       {FdrMethod::kBenjaminiHochberg, FdrMethod::kBenjaminiYekutieli, FdrMethod::kAdaFilter}) {
    if (text == to_string(method)) {
      return method;
    }
  }
  return std::nullopt;
}

std::string lead_id(std::string_view hub, std::string_view destination, std::string_view family) {
  const std::string key = fmt::format("{}\n{}\n{}", hub, destination, family);
  return fmt::format("{:012x}", stable_hash(key) >> 16U);
}

}  // namespace portolan::detect
