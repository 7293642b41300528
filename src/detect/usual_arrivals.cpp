#include "usual_arrivals.hpp"

#include <cmath>
#include <vector>

namespace portolan::detect {
namespace {

/// What both sides said of one origin's flows before the date.
struct Past {
  double sent = 0.0;
  double arrived = 0.0;
};

Past past_of(const MirrorPair& pair, const IndexWindow& window) {
  Past past;
  for (std::size_t i = window.begin; i < window.treated; ++i) {
    past.sent += pair.sent[i];
    past.arrived += pair.arrived[i];
  }
  return past;
}

}  // namespace

MirrorFlows usual_arrivals(const CellSeries& cell, const IndexWindow& window) {
  const std::vector<MirrorPair> pairs = mirror_pairs(cell, window);
  const double k = window.floor_usd * static_cast<double>(window.season);
  std::vector<Past> pasts;
  Past all{.sent = k, .arrived = k};
  for (const MirrorPair& pair : pairs) {
    pasts.push_back(past_of(pair, window));
    all.sent += pasts.back().sent;
    all.arrived += pasts.back().arrived;
  }
  const double usual = all.sent > 0.0 ? all.arrived / all.sent : 1.0;
  MirrorFlows flows{.sent = {}, .arrived = {}, .origins = pairs.size()};
  for (std::size_t p = 0; p < pairs.size(); ++p) {
    const double known = pasts[p].sent + k;
    const double share = known > 0.0 ? (pasts[p].arrived + k * usual) / known : usual;
    flows.sent.resize(pairs[p].sent.size(), 0.0);
    flows.arrived.resize(pairs[p].sent.size(), 0.0);
    for (std::size_t i = 0; i < flows.sent.size(); ++i) {
      flows.sent[i] += share * pairs[p].sent[i];
      flows.arrived[i] += pairs[p].arrived[i];
    }
  }
  return flows;
}

}  // namespace portolan::detect
