#include "code_pairs.hpp"

#include <algorithm>

namespace portolan::detect {
namespace {

std::span<const PairTrade> pairs_into(const FamilyTrade& trade, std::uint16_t importer) {
  const auto begin = std::ranges::lower_bound(trade.pairs, importer, {}, &PairTrade::importer);
  const auto end = std::ranges::upper_bound(trade.pairs, importer, {}, &PairTrade::importer);
  return {begin, end};
}

const PairTrade* find_pair(std::span<const PairTrade> pairs, std::uint16_t exporter) {
  const auto found = std::ranges::lower_bound(pairs, exporter, {}, &PairTrade::exporter);
  return found != pairs.end() && found->exporter == exporter ? &*found : nullptr;
}

}  // namespace

std::vector<PairOfCodes> code_pairs(
    const PanelFrame& frame,
    const FamilyTrade& family,
    std::span<const FamilyTrade* const> siblings,
    std::uint16_t importer,
    const std::function<bool(std::uint16_t exporter)>& is_exporter
) {
  std::vector<PairOfCodes> result;
  for (const PairTrade& pair : pairs_into(family, importer)) {
    if (frame.panel().is_stated_sum(pair.exporter) || !is_exporter(pair.exporter)) {
      continue;
    }
    const bool is_by_importer = &better_report(pair) == &pair.by_importer;
    std::vector<const Values*> parts;
    for (const FamilyTrade* sibling : siblings) {
      const PairTrade* const same = find_pair(pairs_into(*sibling, importer), pair.exporter);
      if (same != nullptr) {
        const Report& report = is_by_importer ? same->by_importer : same->by_exporter;
        if (!report.usd.empty()) {
          parts.push_back(&report.usd);
        }
      }
    }
    if (!parts.empty()) {
      result.push_back(
          {.exporter = frame.panel().places()[pair.exporter],
           .family_usd = better_report(pair).usd,
           .siblings_usd = sum_of_series(parts)}
      );
    }
  }
  std::ranges::sort(result, {}, &PairOfCodes::exporter);
  return result;
}

}  // namespace portolan::detect
