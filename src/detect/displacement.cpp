#include "displacement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace portolan::detect {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::string detail_of(const DisplacedTrade& displaced, bool is_onward) {
  if (std::isnan(displaced.hub_share)) {
    return "the direct trade did not shrink";
  }
  std::string text = fmt::format(
      "the excess of {} makes up {:.3g} of what the direct trade lost",
      is_onward ? "the onward leg" : "the inflow",
      displaced.hub_share
  );
  if (displaced.hubs > 0) {
    text += fmt::format(
        "; the onward legs of all tested hubs that show one ({}) {:.3g}",
        displaced.hubs,
        displaced.all_hubs_share
    );
  }
  return text;
}

void describe(Lead& lead) {
  const auto item = std::ranges::find(lead.evidence, "displacement", &EvidenceItem::measure);
  if (item != lead.evidence.end()) {
    item->detail = detail_of(*lead.displacement, lead.outflow.has_value());
  }
}

struct Sum {
  double share = 0.0;
  std::size_t hubs = 0;
};

}  // namespace

void fill_displacement(Lead& lead, const CellSeries& cell, const Seen& seen) {
  const auto lost = direct_loss(cell.direct_usd, seen.window);
  if (!lost) {
    return;
  }
  const LegUsd& leg = lead.outflow ? *lead.outflow : *lead.inflow;
  lead.displacement = DisplacedTrade{
      .lost_usd = lost->lost_usd,
      .hub_share = lost->lost_usd > 0.0 ? leg.excess / lost->lost_usd : kUnknown,
      .all_hubs_share = kUnknown,
      .hubs = 0};
  describe(lead);
}

void add_up_hubs(std::span<Answer> answers) {
  const auto counts = [](const Answer& answer) {
    const auto& lead = answer.assessment.lead;
    return lead && lead->outflow && lead->displacement &&
           !std::isnan(lead->displacement->hub_share);
  };
  std::map<std::string, Sum> sums;
  for (const Answer& answer : answers) {
    if (counts(answer)) {
      Sum& sum = sums[answer.goods->family];
      sum.share += answer.assessment.lead->displacement->hub_share;
      ++sum.hubs;
    }
  }
  for (Answer& answer : answers) {
    auto& lead = answer.assessment.lead;
    const auto sum = sums.find(answer.goods->family);
    if (lead && lead->displacement && sum != sums.end()) {
      lead->displacement->all_hubs_share = sum->second.share;
      lead->displacement->hubs = sum->second.hubs;
      describe(*lead);
    }
  }
}

}  // namespace portolan::detect
