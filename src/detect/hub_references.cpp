#include "hub_references.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "case_file.hpp"
#include "portolan/base/parallel.hpp"

namespace portolan::detect {
namespace {

/// What one family adds to the references of one hub and window.
struct Contribution {
  std::optional<double> in_change;
  std::optional<double> out_change;
  std::optional<double> world_change;
  std::optional<PastChange> past_in;
  std::optional<PastChange> past_out;
  std::optional<PastChange> past_world;
  std::optional<FamilyMove> move;
  std::optional<GapChange> gap;
};

constexpr std::size_t kLeastHubs = 8;
constexpr std::size_t kLeastControls = 30;
constexpr std::size_t kLeastChapters = 5;
constexpr std::size_t kLeastPool = 20;

/// Changes of uncontrolled families, kept only where they are many and of several chapters: a few
/// families, or those of one trade, do not say what a hub's trade does.
struct Controls {
  std::vector<double> changes;
  std::set<std::string> chapters;

  void add(const std::optional<double>& change, const std::string& family) {
    if (change) {
      changes.push_back(*change);
      chapters.insert(family.substr(0, 2));
    }
  }
  [[nodiscard]] std::vector<double> usable() const {
    return changes.size() >= kLeastControls && chapters.size() >= kLeastChapters
               ? changes
               : std::vector<double>();
  }
};

struct Gathered {
  Controls in;
  Controls out;
  Controls world;
  std::vector<PastChange> past_world;
};

/// The change of a leg that comes to the least value a year before or after: only legs of tested
/// size say how such legs move.
std::optional<LegChange> large_change(const Values& usd, const IndexWindow& window) {
  auto change = leg_change(usd, window);
  const double years =
      static_cast<double>(window.end - window.treated) / static_cast<double>(window.season);
  const double least = window.floor_usd * static_cast<double>(window.season) * years;
  if (!change || std::max(change->before_usd, change->after_usd) < least) {
    return std::nullopt;
  }
  return change;
}

std::optional<PastChange> past_of(const Values& values, const IndexWindow& window) {
  const auto past = past_change(values, window);
  if (!past) {
    return std::nullopt;
  }
  double sum = 0.0;
  double known = 0.0;
  for (std::size_t i = window.begin; i < window.treated; ++i) {
    if (!std::isnan(values[i])) {
      sum += values[i];
      known += 1.0;
    }
  }
  if (!(sum > 0.0)) {
    return std::nullopt;
  }
  const double a_year = sum / known * static_cast<double>(window.season);
  return PastChange{.log_size = std::log(a_year), .change = past->change};
}

/// Of an uncontrolled family. One without trade before the date may be one that its customs code
/// did not have yet.
std::optional<double> control_change(const std::optional<LegChange>& change, bool is_control) {
  return is_control && change && !change->is_new ? std::optional(change->change) : std::nullopt;
}

Contribution contribution_of(const CellSeries& cell, const IndexWindow& window, bool is_control) {
  Contribution result;
  FamilyMove move;
  move.family = cell.family;
  move.is_controlled = !is_control;
  if (const auto inflow = inflow_total(cell, window)) {
    const auto change = large_change(inflow->usd, window);
    result.in_change = control_change(change, is_control);
    result.past_in = past_of(inflow->usd, window);
    move.inflow = change;
  }
  if (const auto outflow = outflow_total(cell, window)) {
    const auto change = large_change(outflow->usd, window);
    result.out_change = control_change(change, is_control);
    result.past_out = past_of(outflow->usd, window);
    move.outflow = change;
    move.sees_outflow = true;
  }
  if (!cell.outflow_elsewhere_usd.empty()) {
    const auto change = large_change(cell.outflow_elsewhere_usd, window);
    result.world_change = control_change(change, is_control);
    result.past_world = past_of(cell.outflow_elsewhere_usd, window);
    move.elsewhere = change;
  }
  result.gap = gap_change(cell, window);
  if (result.gap) {
    move.gap_change = static_cast<float>(result.gap->after - result.gap->before);
  }
  if (move.inflow || move.outflow || move.elsewhere) {
    result.move = std::move(move);
  }
  return result;
}

/// Turns what the families of one hub and window gave into its references.
void finish(
    const PanelFrame& frame,
    const std::pair<Window, std::uint16_t>& key,
    const Gathered& all,
    References& references
) {
  const IndexWindow window = index_window(key.first, frame.first(), frame.num_periods());
  references.hub_inflow_changes = all.in.usable();
  references.hub_inflow_label =
      fmt::format("{} uncontrolled families into the hub", references.hub_inflow_changes.size());
  references.hub_families_before =
      frame.families_reported(key.second, window.begin, window.treated);
  references.hub_families_after = frame.families_reported(key.second, window.treated, window.end);
  references.hub_outflow_changes = all.out.usable();
  references.hub_outflow_label = fmt::format(
      "{} uncontrolled families to the destination", references.hub_outflow_changes.size()
  );
  if (references.hub_outflow_changes.empty()) {
    references.hub_outflow_changes = all.world.usable();
    references.hub_outflow_label = fmt::format(
        "{} uncontrolled families to everyone, since the data do not tell those to the "
        "destination",
        references.hub_outflow_changes.size()
    );
  }
  if (references.past_outflow.size() < kLeastPool) {
    references.past_outflow = all.past_world;
  }
}

}  // namespace

HubReferences::HubReferences(
    const PanelFrame& frame,
    std::span<const std::uint16_t> hubs,
    std::span<const Window> windows,
    const Roles& roles,
    const IsControlled& is_controlled,
    const DetectOptions& options,
    Progress& progress
) {
  const auto families = frame.families();
  using Part = std::pair<std::pair<std::size_t, std::size_t>, Contribution>;
  std::vector<std::vector<Part>> parts(families.size());
  parallel_for_chunks(
      families.size(),
      8,
      options.threads,
      [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t f = begin; f < end; ++f) {
          progress.check();
          FamilyTrade trade = frame.load(families[f], FamilyColumns::kValues);
          const bool is_control =
              !is_controlled(frame.level(), frame.panel().families()[families[f]]);
          const auto cells = make_legs(frame, std::move(trade), hubs, roles);
          for (std::size_t h = 0; h < hubs.size(); ++h) {
            for (std::size_t w = 0; w < windows.size() && !cells[h].inflow.empty(); ++w) {
              IndexWindow window = published_window(
                  cells[h], index_window(windows[w], frame.first(), frame.num_periods())
              );
              window.floor_usd = options.min_value_usd / static_cast<double>(window.season);
              parts[f].emplace_back(std::pair(w, h), contribution_of(cells[h], window, is_control));
            }
          }
        }
      }
  );
  std::map<std::pair<Window, std::uint16_t>, Gathered> gathered;
  const auto keep = [](std::vector<PastChange>& list, const std::optional<PastChange>& value) {
    if (value) {
      list.push_back(*value);
    }
  };
  for (std::size_t f = 0; f < parts.size(); ++f) {
    const std::string& family = frame.panel().families()[families[f]];
    for (auto& entry : parts[f]) {
      const auto key = std::pair(windows[entry.first.first], hubs[entry.first.second]);
      Contribution& added = entry.second;
      if (added.move) {
        moves_[key].push_back(std::move(*added.move));
      }
      Gathered& all = gathered[key];
      all.in.add(added.in_change, family);
      all.out.add(added.out_change, family);
      all.world.add(added.world_change, family);
      keep(all.past_world, added.past_world);
      keep(references_[key].past_inflow, added.past_in);
      keep(references_[key].past_outflow, added.past_out);
      if (added.gap) {
        Gaps& gaps = gaps_[key.first];
        gaps.by_hub[key.second].push_back(*added.gap);
        gaps.by_family[families[f]].emplace_back(key.second, added.gap->before);
      }
    }
    parts[f] = {};  // millions of them would stand beside what is made of them
  }
  for (auto& entry : moves_) {
    entry.second.shrink_to_fit();
  }
  learn_product_offsets();
  for (auto& entry : references_) {
    const Gathered& all = gathered[entry.first];
    finish(frame, entry.first, all, entry.second);
  }
}

void HubReferences::learn_product_offsets() {
  for (auto& entry : gaps_) {
    Gaps& gaps = entry.second;
    std::map<std::uint16_t, std::optional<GapPrior>> usual;
    for (const auto& [hub, of_hub] : gaps.by_hub) {
      usual[hub] = detect::gap_prior(of_hub);
    }
    for (const auto& [family, centers] : gaps.by_family) {
      std::vector<double> offsets;
      for (const auto& [hub, center] : centers) {
        if (const auto& prior = usual[hub]) {
          offsets.push_back(center - prior->center);
        }
      }
      if (offsets.size() >= kLeastHubs) {
        gaps.product_offset[family] = *median(std::move(offsets));
      }
    }
  }
}

std::optional<GapPrior>
HubReferences::gap_prior(std::uint16_t hub, const Window& window, std::uint32_t family) const {
  const auto gaps = gaps_.find(window);
  if (gaps == gaps_.end()) {
    return std::nullopt;
  }
  const auto of_hub = gaps->second.by_hub.find(hub);
  if (of_hub == gaps->second.by_hub.end()) {
    return std::nullopt;
  }
  const auto offset = gaps->second.product_offset.find(family);
  return detect::gap_prior(
      of_hub->second, offset == gaps->second.product_offset.end() ? 0.0 : offset->second
  );
}

const References& HubReferences::of(std::uint16_t hub, const Window& window) const {
  const auto found = references_.find({window, hub});
  return found == references_.end() ? none_ : found->second;
}

std::span<const FamilyMove> HubReferences::moves(std::uint16_t hub, const Window& window) const {
  const auto found = moves_.find({window, hub});
  return found == moves_.end() ? std::span<const FamilyMove>() : found->second;
}

}  // namespace portolan::detect
