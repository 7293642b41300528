#include "cell_legs.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "case_file.hpp"
#include "portolan/base/parallel.hpp"
#include "usual_arrivals.hpp"

namespace portolan::detect {
namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

Series series_of(const Values& values) {
  return {values.begin(), values.end()};
}

/// Puts both sides' reports of the flows that both report into `legs`.
void add_mirror(CellLegs& legs, const CellSeries& cell) {
  const MirrorFlows flows = usual_arrivals(cell, legs.window);
  if (flows.origins > 0) {
    legs.sent = series_of(flows.sent);
    legs.arrived = series_of(flows.arrived);
  }
}

/// Moves a frame's series to where those of the table begin.
class Alignment {
 public:
  Alignment(const PanelFrame& frame, const LegRequest& request)
      : offset_(static_cast<std::size_t>(frame.first().steps_since(request.first))),
        size_(request.num_periods) {}

  void apply(Series& series) const {
    if (!series.empty()) {
      Series moved(size_, kUnknown);
      std::copy(series.begin(), series.end(), moved.begin() + static_cast<std::ptrdiff_t>(offset_));
      series = std::move(moved);
    }
  }

  void apply(CellLegs& legs) const {
    for (Series* series :
         {&legs.inflow, &legs.outflow, &legs.elsewhere, &legs.sent, &legs.arrived}) {
      apply(*series);
    }
    legs.window.begin += offset_;
    legs.window.treated += offset_;
    legs.window.end += offset_;
  }

 private:
  std::size_t offset_;
  std::size_t size_;
};

/// Says of each family of a frame what it is for.
class FamilyParts {
 public:
  FamilyParts(const PanelFrame& frame, const LegRequest& request) : frame_(frame) {
    const auto names = frame.panel().families();
    for (const Goods& one : request.goods) {
      if (one.level == frame.level()) {
        goods_.emplace(one.family, &one);
      }
    }
    for (const std::uint32_t family : frame.families()) {
      if ((*request.is_controlled)(frame.level(), names[family])) {
        controlled_headings_.insert(names[family].substr(0, 4));
      }
    }
  }

  [[nodiscard]] const Goods* goods(std::uint32_t family) const {
    const auto found = goods_.find(frame_.panel().families()[family]);
    return found == goods_.end() ? nullptr : found->second;
  }
  [[nodiscard]] bool is_control(std::uint32_t family) const {
    return controlled_headings_.count(frame_.panel().families()[family].substr(0, 4)) == 0;
  }

 private:
  const PanelFrame& frame_;
  std::map<std::string, const Goods*, std::less<>> goods_;
  std::set<std::string> controlled_headings_;
};

/// One table of all, by hub and family. Each table holds one family, its cells in the order of
/// `hubs`.
LegTable joined(std::vector<LegTable>& tables, std::span<const std::uint16_t> hubs) {
  LegTable all;
  std::size_t num_cells = 0;
  for (LegTable& table : tables) {
    num_cells += table.cells.size();
    all.product_elsewhere.merge(table.product_elsewhere);
  }
  all.cells.reserve(num_cells);
  std::vector<std::size_t> next(tables.size(), 0);
  for (const std::uint16_t hub : hubs) {
    for (std::size_t i = 0; i < tables.size(); ++i) {
      if (next[i] < tables[i].cells.size() && tables[i].cells[next[i]].hub == hub) {
        all.cells.push_back(std::move(tables[i].cells[next[i]++]));
      }
    }
  }
  return all;
}

}  // namespace

std::optional<CellLegs>
legs_of(const CellSeries& cell, const Window& window, double min_value_usd) {
  std::size_t num_periods = 0;
  for (const OriginFlow& flow : cell.inflow) {
    num_periods = std::max({num_periods, flow.by_origin.usd.size(), flow.by_hub.usd.size()});
  }
  CellLegs legs;
  legs.window = published_window(cell, index_window(window, cell.first, num_periods));
  legs.window.floor_usd = min_value_usd / static_cast<double>(legs.window.season);
  if (legs.window.begin >= legs.window.treated || legs.window.end <= legs.window.treated) {
    return std::nullopt;
  }
  const auto inflow = inflow_total(cell, legs.window);
  if (!inflow || !leg_change(inflow->usd, legs.window)) {
    return std::nullopt;
  }
  legs.inflow = series_of(inflow->usd);
  if (const auto outflow = outflow_total(cell, legs.window);
      outflow && leg_change(outflow->usd, legs.window)) {
    legs.outflow = series_of(outflow->usd);
  }
  if (leg_change(cell.outflow_elsewhere_usd, legs.window)) {
    legs.elsewhere = series_of(cell.outflow_elsewhere_usd);
  }
  add_mirror(legs, cell);
  return legs;
}

LegTable gather_legs(const PanelFrame& frame, const LegRequest& request, Progress& progress) {
  const FamilyParts parts(frame, request);
  const Alignment alignment(frame, request);
  const auto families = frame.families();
  std::vector<LegTable> tables(families.size());
  parallel_for_chunks(
      families.size(),
      8,
      request.threads,
      [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t f = begin; f < end; ++f) {
          progress.check();
          const Goods* const goods = parts.goods(families[f]);
          const bool is_control = goods == nullptr && parts.is_control(families[f]);
          if (goods == nullptr && !is_control) {
            continue;
          }
          FamilyTrade trade = frame.load(families[f], FamilyColumns::kValues);
          const FamilySums sums = sums_of_family(frame, trade, *request.roles);
          Series& elsewhere = tables[f].product_elsewhere[families[f]];
          elsewhere = series_of(sums.elsewhere_usd);
          alignment.apply(elsewhere);
          const auto cells = make_legs(frame, std::move(trade), request.hubs, *request.roles);
          for (std::size_t h = 0; h < cells.size(); ++h) {
            if (auto legs = legs_of(cells[h], request.window, request.min_value_usd)) {
              alignment.apply(*legs);
              legs->family = families[f];
              legs->hub = request.hubs[h];
              legs->level = frame.level();
              legs->goods = goods;
              legs->is_control = is_control;
              tables[f].cells.push_back(std::move(*legs));
            }
          }
        }
      }
  );
  return joined(tables, request.hubs);
}

}  // namespace portolan::detect
