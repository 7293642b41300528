#include "calibration.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "hub_forecast.hpp"
#include "portolan/base/equal_span.hpp"

namespace portolan::detect {
namespace {

/// Of the error that a cell may use up, what goes to the way by both legs where the way by the
/// ghost gap is open too.
constexpr double kShareOfLegs = 0.8;

bool has_controls(std::span<const CellLegs> cells, Series CellLegs::*leg) {
  const auto count = std::count_if(cells.begin(), cells.end(), [&](const CellLegs& cell) {
    return cell.is_control && !(cell.*leg).empty();
  });
  return static_cast<std::size_t>(count) >= kLeastControlFamilies;
}

/// How well the uncontrolled families of a hub serve: with exports to the destination best, with
/// exports to everyone next, with inflows alone last.
int rank_of(std::span<const CellLegs> cells) {
  if (!has_controls(cells, &CellLegs::inflow)) {
    return 0;
  }
  if (has_controls(cells, &CellLegs::outflow)) {
    return 3;
  }
  return has_controls(cells, &CellLegs::elsewhere) ? 2 : 1;
}

/// The cells of one hub; `Table` may be const.
template <typename Table>
auto cells_of(Table& table, std::uint16_t hub) {
  return equal_span(std::span(table.cells), hub, &CellLegs::hub);
}

/// Adds a control to `chosen`, with its exports to everyone as the onward leg where no control of
/// the hub tells those to the destination.
void add_control(LegTable& chosen, CellLegs control, bool has_outflow) {
  if (!has_outflow && control.outflow.empty()) {
    control.outflow = std::move(control.elsewhere);
    control.elsewhere.clear();
    control.is_outflow_to_all = true;
  }
  chosen.cells.push_back(std::move(control));
}

const PlaceboVerdict* verdict_of(const CellVerdict& verdict, std::string_view measure) {
  const auto pick = [](const std::optional<PlaceboVerdict>& one) {
    return one ? &*one : nullptr;
  };
  if (measure == "inflow_excess") {
    return pick(verdict.inflow);
  }
  if (measure == "outflow_excess") {
    return pick(verdict.outflow);
  }
  if (measure == "outflow_vs_others") {
    return pick(verdict.outflow_beyond_others);
  }
  return measure == "ghost_gap" ? pick(verdict.gap) : nullptr;
}

/// The values of a series in which the date stands at `from`, in one of `size` where it stands at
/// `to`; NaN where there are none.
Values moved(const Series& series, std::size_t from, std::size_t size, std::size_t to) {
  Values result(size, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t t = 0; t < size; ++t) {
    if (t + from >= to && t + from - to < series.size()) {
      result[t] = static_cast<double>(series[t + from - to]);
    }
  }
  return result;
}

/// The larger of the p-values of one way to be a lead, and the smaller.
std::optional<stats::PartialConjunction> by_both_legs(const CellVerdict& verdict) {
  if (!verdict.inflow || !verdict.outflow) {
    return std::nullopt;
  }
  double out = verdict.outflow->p_value;
  if (verdict.outflow_beyond_others) {
    out = std::max(out, verdict.outflow_beyond_others->p_value);
  }
  return stats::PartialConjunction{
      .selection = std::max(verdict.inflow->p_value, out),
      .filter = std::min(verdict.inflow->p_value, out)};
}

std::optional<stats::PartialConjunction> by_gap(const CellVerdict& verdict) {
  if (!verdict.sent || !verdict.gap) {
    return std::nullopt;
  }
  return stats::PartialConjunction{
      .selection = std::max(verdict.sent->p_value, verdict.gap->p_value),
      .filter = std::min(verdict.sent->p_value, verdict.gap->p_value)};
}

}  // namespace

LegTable
choose_controls(LegTable& own, const LegTable& headings, std::span<const std::uint16_t> hubs) {
  LegTable chosen;
  chosen.product_elsewhere = own.product_elsewhere;
  chosen.product_elsewhere.insert(
      headings.product_elsewhere.begin(), headings.product_elsewhere.end()
  );
  for (const std::uint16_t hub : hubs) {
    const auto own_cells = cells_of(own, hub);
    const auto heading_cells = cells_of(headings, hub);
    const bool is_own = rank_of(own_cells) >= rank_of(heading_cells);
    const bool has_outflow = has_controls(
        is_own ? std::span<const CellLegs>(own_cells) : heading_cells, &CellLegs::outflow
    );
    for (CellLegs& cell : is_own ? own_cells : std::span<CellLegs>()) {
      if (cell.is_control) {
        add_control(chosen, std::move(cell), has_outflow);
      }
    }
    for (const CellLegs& cell : is_own ? std::span<const CellLegs>() : heading_cells) {
      if (cell.is_control) {
        add_control(chosen, cell, has_outflow);
      }
    }
  }
  return chosen;
}

Calibration::Calibration(
    const DetectInput& input,
    const DetectOptions& options,
    std::span<const PanelFrame> frames,
    std::span<const std::uint16_t> hubs,
    const Roles& roles
)
    : input_(input), options_(options), frames_(frames), hubs_(hubs), roles_(roles) {
  std::optional<Period> last;
  std::optional<Period> first;
  for (const PanelFrame& frame : frames) {
    if (!frame.is_empty()) {
      first = first ? std::min(*first, frame.first()) : frame.first();
      last = last ? std::max(*last, frame.last()) : frame.last();
    }
  }
  if (first) {
    first_ = *first;
    num_periods_ = static_cast<std::size_t>(last->steps_since(*first)) + 1;
  }
}

LegTable Calibration::legs(const PanelFrame& frame, const Window& window, Progress& progress)
    const {
  if (frame.is_empty()) {
    return {};
  }
  const LegRequest request{
      .hubs = hubs_,
      .roles = &roles_,
      .is_controlled = &input_.is_controlled,
      .goods = input_.goods,
      .window = window,
      .first = first_,
      .num_periods = num_periods_,
      .min_value_usd = options_.min_value_usd,
      .threads = options_.threads};
  return gather_legs(frame, request, progress);
}

const LegTable& Calibration::headings(const Window& window, Progress& progress) {
  const auto found = headings_.find(window);
  return found != headings_.end()
             ? found->second
             : headings_.emplace(window, legs(frames_.back(), window, progress)).first->second;
}

void Calibration::prepare(const PanelFrame& frame, const Window& window, Progress& progress) {
  const auto key = std::pair(frame.level(), window);
  if (studies_.contains(key)) {
    return;
  }
  const LegTable& headings = this->headings(window, progress);
  LegTable own = &frame == &frames_.back() ? headings : legs(frame, window, progress);
  const LegTable controls = choose_controls(own, headings, hubs_);
  studies_.try_emplace(
      key,
      own,
      controls,
      frame.panel().families(),
      PlaceboStudy::Options{
          .min_value_usd = options_.min_value_usd,
          .seed = options_.seed,
          .threads = options_.threads},
      progress
  );
}

const CellVerdict*
Calibration::find(int level, const Window& window, std::uint16_t hub, std::uint32_t family) const {
  const auto found = studies_.find({level, window});
  return found == studies_.end() ? nullptr : found->second.find(hub, family);
}

Models models_of(const CellVerdict& verdict) {
  Models models;
  models.method = "out-of-sample placebos";
  models.counterfactual =
      [&verdict](
          const CellSeries&, Leg leg, std::span<const double> usd, const IndexWindow& window
      ) -> std::optional<Expectation> {
    const auto& told = leg == Leg::kInflow ? verdict.expected_inflow : verdict.expected_outflow;
    if (!told) {
      return std::nullopt;
    }
    return Expectation{
        .usd = told->usd,
        .low = told->low,
        .high = told->high,
        .by_period = moved(told->by_period, told->treated, usd.size(), window.treated)};
  };
  models.null_distribution = [&verdict](
                                 const CellSeries&, std::string_view measure, double
                             ) -> std::optional<NullVerdict> {
    const PlaceboVerdict* const found = verdict_of(verdict, measure);
    if (found == nullptr) {
      return std::nullopt;
    }
    return NullVerdict{
        .p_value = found->p_value,
        .placebo_cells = found->placebos,
        .placebo_clusters = found->clusters,
        .value = found->rise,
        .placebo_median = found->placebo_median,
        .placebo_high = found->placebo_high};
  };
  return models;
}

CellTests tests_of(const CellVerdict& verdict, bool is_half_seen) {
  CellTests tests;
  const auto legs = by_both_legs(verdict);
  const auto gap = by_gap(verdict);
  if (legs && gap) {
    // Two ways to be a lead share the error: weighted Bonferroni, most of it to the usual way.
    const double by_legs = legs->selection / kShareOfLegs;
    const double by_gap = gap->selection / (1.0 - kShareOfLegs);
    const double factor = by_gap < by_legs ? 1.0 / (1.0 - kShareOfLegs) : 1.0 / kShareOfLegs;
    const auto& better = by_gap < by_legs ? *gap : *legs;
    tests.as_lead = stats::PartialConjunction{
        .selection = std::min(1.0, factor * better.selection),
        .filter = std::min(1.0, factor * better.filter)};
  } else if (legs || gap) {
    tests.as_lead = legs ? legs : gap;
  }
  if (is_half_seen && verdict.inflow) {
    tests.as_surge = verdict.inflow->p_value;
  }
  return tests;
}

}  // namespace portolan::detect
