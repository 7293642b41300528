#include "run.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "case_file.hpp"
#include "displacement.hpp"
#include "family_context.hpp"
#include "portolan/base/parallel.hpp"
#include "reexports.hpp"
#include "roles.hpp"

namespace portolan::detect {
namespace {

constexpr std::size_t kLeastPool = 20;

std::vector<Heading> headings_of(const PanelFrame& frame, std::span<const Goods> goods) {
  const auto names = frame.panel().families();
  std::map<std::string, const Goods*, std::less<>> wanted;
  for (const Goods& one : goods) {
    if (one.level == frame.level()) {
      wanted.emplace(one.family, &one);
    }
  }
  std::map<std::string, Heading> headings;
  for (const std::uint32_t family : frame.families()) {
    Heading& heading = headings[names[family].substr(0, 4)];
    heading.families.push_back(family);
    const auto found = wanted.find(names[family]);
    heading.goods.push_back(found == wanted.end() ? nullptr : found->second);
  }
  std::vector<Heading> result;
  for (auto& entry : headings) {
    entry.second.name = entry.first;
    if (std::any_of(entry.second.goods.begin(), entry.second.goods.end(), [](const Goods* one) {
          return one != nullptr;
        })) {
      result.push_back(std::move(entry.second));
    }
  }
  return result;
}

}  // namespace

Run::Run(
    const DetectInput& input,
    const DetectOptions& options,
    Frequency frequency,
    Progress& progress
)
    : input_(input),
      options_(options_for(options, frequency)),
      progress_(progress),
      roles_(roles_of(input, options)),
      hubs_(hubs_of(input, options, roles_)),
      frames_{
          PanelFrame(*input.panel, frequency, 6, input.coverage, options.threads),
          PanelFrame(*input.panel, frequency, 4, input.coverage, options.threads)},
      export_totals_{ExportTotals(frames_[0]), ExportTotals(frames_[1])},
      totals_(*input.panel, Frequency::kAnnual, 0, input.coverage, options.threads),
      totals_gap_(totals_),
      calibration_(input_, options_, frames_, hubs_, roles_) {
  for (const PanelFrame& frame : frames_) {
    if (!frame.is_empty() && (!last_ || *last_ < frame.last())) {
      last_ = frame.last();
    }
  }
}

std::vector<Answer> Run::answers(int level) {
  const PanelFrame& frame = level == 6 ? frames_[0] : frames_[1];
  if (frame.is_empty()) {
    return {};
  }
  const auto headings = headings_of(frame, input_.goods);
  if (headings.empty()) {
    return {};
  }
  prepare(frame);
  std::vector<HeadingAnswers> parts(headings.size());
  progress_.begin("weighing cells", "headings", static_cast<std::int64_t>(headings.size()));
  parallel_for_chunks(
      headings.size(),
      1,
      options_.threads,
      [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
          progress_.check();
          parts[i] = answers_of(frame, headings[i]);
        }
      }
  );
  progress_.end();
  std::vector<Answer> all;
  for (auto& part : parts) {
    std::ranges::move(part.answers, std::back_inserter(all));
    std::ranges::move(part.migrated_codes, std::back_inserter(migrated_codes_));
  }
  add_up_hubs(all);
  return all;
}

Window Run::window_of(const Goods& goods) const {
  return window_for(
      options_,
      detect::controlled_since(goods),
      frames_[0].is_empty() ? frames_[1].frequency() : frames_[0].frequency(),
      *last_
  );
}

std::vector<Window> Run::windows() const {
  std::set<Window> windows;
  for (const Goods& goods : input_.goods) {
    windows.insert(window_of(goods));
  }
  return {windows.begin(), windows.end()};
}

void Run::prepare(const PanelFrame& frame) {
  const std::vector<Window> distinct = windows();
  if (references_.empty()) {
    for (const PanelFrame& one : frames_) {
      references_.emplace_back(
          one, hubs_, distinct, roles_, input_.is_controlled, options_, progress_
      );
    }
    concentrations_ = HubConcentrations(
        references_,
        *input_.panel,
        hubs_,
        input_.goods,
        [this](const Goods& goods) { return window_of(goods); },
        options_
    );
  }
  for (const Window& window : distinct) {
    if (options_.is_calibrated && window.since <= window.until) {
      calibration_.prepare(frame, window, progress_);
    }
  }
  if (options_.is_calibrated) {
    prepare_in_time(frame);
  }
}

/// Judges the cells of hubs without uncontrolled goods among all goods of these hubs, before any of
/// them was controlled.
void Run::prepare_in_time(const PanelFrame& frame) {
  const auto cells = cells_without_placebos(frame);
  std::set<std::uint16_t> hubs;
  std::size_t treated = std::numeric_limits<std::size_t>::max();
  for (const CellLegs& cell : cells) {
    hubs.insert(cell.hub);
    treated = std::min(treated, cell.window.treated);
  }
  LegTable pool;
  if (!cells.empty()) {
    const std::vector<std::uint16_t> named(hubs.begin(), hubs.end());
    const IsControlled is_none = [](int, std::string_view) {
      return false;
    };
    // The earliest date of any cell: before it nothing that is tested was controlled.
    const std::vector<Window> all = windows();
    const Period since = frame.first().plus(static_cast<int>(treated));
    const Window& first = *std::ranges::find(all, since, &Window::since);
    pool = gather_legs(frame, request_for(frame, named, {}, first, is_none), progress_);
  }
  const int earliest = options_.from ? options_.from->steps_since(frame.first()) : 0;
  in_time_.try_emplace(
      frame.level(),
      cells,
      pool.cells,
      TimePlacebos::Options{
          .first = frame.first(),
          .earliest = static_cast<std::size_t>(std::max(0, earliest)),
          .min_value_usd = options_.min_value_usd}
  );
}

std::vector<CellLegs> Run::cells_without_placebos(const PanelFrame& frame) {
  const IsControlled is_any = [](int, std::string_view) {
    return true;
  };
  std::vector<CellLegs> cells;
  for (const Window& window : windows()) {
    std::vector<Goods> goods;
    for (const Goods& one : input_.goods) {
      if (one.level == frame.level() && window_of(one) == window && window.since <= window.until) {
        goods.push_back(one);
      }
    }
    LegTable table =
        gather_legs(frame, request_for(frame, hubs_, goods, window, is_any), progress_);
    for (CellLegs& cell : table.cells) {
      const CellVerdict* const verdict =
          calibration_.find(frame.level(), window, cell.hub, cell.family);
      if (verdict == nullptr || !verdict->missing.empty()) {
        cell.goods = nullptr;  // They live no longer than this loop.
        cells.push_back(std::move(cell));
      }
    }
  }
  return cells;
}

LegRequest Run::request_for(
    const PanelFrame& frame,
    std::span<const std::uint16_t> hubs,
    std::span<const Goods> goods,
    const Window& window,
    const IsControlled& is_controlled
) const {
  return {
      .hubs = hubs,
      .roles = &roles_,
      .is_controlled = &is_controlled,
      .goods = goods,
      .window = window,
      .first = frame.first(),
      .num_periods = frame.num_periods(),
      .min_value_usd = options_.min_value_usd,
      .threads = options_.threads};
}

/// References of the cell's own level; controls and breadth of reports from headings where those
/// are more.
References Run::references_of(int level, std::uint16_t hub, const Window& window) const {
  References own = references_[level == 6 ? 0 : 1].of(hub, window);
  const References& headings = references_[1].of(hub, window);
  if (own.hub_inflow_changes.size() < headings.hub_inflow_changes.size()) {
    own.hub_inflow_changes = headings.hub_inflow_changes;
    own.hub_inflow_label = headings.hub_inflow_label + " (headings)";
  }
  if (own.hub_outflow_changes.size() < headings.hub_outflow_changes.size()) {
    own.hub_outflow_changes = headings.hub_outflow_changes;
    own.hub_outflow_label = headings.hub_outflow_label + " (headings)";
  }
  if (own.past_inflow.size() < kLeastPool) {
    own.past_inflow = headings.past_inflow;
  }
  if (own.past_outflow.size() < kLeastPool) {
    own.past_outflow = headings.past_outflow;
  }
  if (own.hub_families_before.value_or(0.0) < headings.hub_families_before.value_or(0.0)) {
    own.hub_families_before = headings.hub_families_before;
    own.hub_families_after = headings.hub_families_after;
  }
  own.totals_gap = totals_gap_.of(hub, window.since);
  own.moves = references_[level == 6 ? 0 : 1].moves(hub, window);
  own.inflow_concentration = concentrations_.of(hub, window).inflow;
  own.outflow_concentration = concentrations_.of(hub, window).outflow;
  return own;
}

Run::HeadingAnswers Run::answers_of(const PanelFrame& frame, const Heading& heading) const {
  std::vector<FamilyTrade> trades;
  trades.reserve(heading.families.size());
  for (const std::uint32_t family : heading.families) {
    trades.push_back(frame.load(family));
  }
  const auto is_controlled = [&](const FamilyTrade& trade) {
    return input_.is_controlled(frame.level(), frame.panel().families()[trade.family]);
  };
  HeadingAnswers result;
  for (std::size_t f = 0; f < trades.size(); ++f) {
    if (heading.goods[f] == nullptr) {
      continue;
    }
    const FamilyContext context = context_of_family(frame, trades, f, is_controlled, roles_);
    const Window window = window_of(*heading.goods[f]);
    const IndexWindow whole = index_window(window, frame.first(), frame.num_periods());
    const FamilyMarket market =
        market_of_family(frame, export_totals_[frame.level() == 6 ? 0 : 1], trades[f], whole);
    std::vector<CellSeries> legs = make_legs(frame, trades[f], hubs_, roles_);
    for (std::size_t h = 0; h < hubs_.size(); ++h) {
      if (legs[h].inflow.empty()) {
        continue;
      }
      const std::uint16_t hub = hubs_[h];
      const CellSeries cell = make_cell(std::move(legs[h]), frame, context, hub, roles_);
      const HomeMarket home = home_market(frame, market, hub, roles_, window.since.year() - 1);
      result.answers.push_back(answer_of(cell, *heading.goods[f], hub, heading.families[f], home));
      IndexWindow cut = published_window(cell, whole);
      cut.floor_usd = options_.min_value_usd / static_cast<double>(cut.season);
      auto moved = find_migrated_codes(frame, context, cell, hub, roles_, cut);
      std::ranges::move(moved, std::back_inserter(result.migrated_codes));
    }
  }
  return result;
}

Answer Run::answer_of(
    const CellSeries& cell,
    const Goods& goods,
    std::uint16_t hub,
    std::uint32_t family,
    const HomeMarket& home
) const {
  Answer answer;
  answer.hub = hub;
  answer.goods = &goods;
  const Window window = window_of(goods);
  if (window.since > window.until) {
    answer.assessment.missing = "no report after the date";
    return answer;
  }
  References references = references_of(cell.level, hub, window);
  references.home = home;
  references.gap_prior = references_[cell.level == 6 ? 0 : 1].gap_prior(hub, window, family);
  const CellVerdict* const verdict = calibration_.find(cell.level, window, hub, family);
  if (verdict == nullptr || !verdict->missing.empty()) {
    answer.assessment = assess_cell(cell, goods, references, window, options_);
    if (answer.assessment.lead && verdict != nullptr) {
      judge_in_time(answer, cell, references, family);
      answer.assessment.lead->data_quality.push_back({"no_placebos", verdict->missing});
    }
    if (answer.assessment.lead) {
      add_reexports(*answer.assessment.lead, cell, hub);
    }
    return answer;
  }
  DetectOptions options = options_;
  options.models = models_of(*verdict);
  answer.assessment = assess_cell(cell, goods, references, window, options);
  if (auto& lead = answer.assessment.lead) {
    lead->data_quality.insert(
        lead->data_quality.end(), verdict->caveats.begin(), verdict->caveats.end()
    );
    answer.tests = tests_of(*verdict, lead->kind == LeadKind::kSurge);
    add_reexports(*lead, cell, hub);
  }
  return answer;
}

void Run::judge_in_time(
    Answer& answer,
    const CellSeries& cell,
    const References& references,
    std::uint32_t family
) const {
  const auto placebos = in_time_.find(cell.level);
  if (answer.assessment.lead->kind != LeadKind::kSurge || placebos == in_time_.end()) {
    return;
  }
  const Window window = window_of(*answer.goods);
  const TimeVerdict* const verdict = placebos->second.find(answer.hub, family);
  if (verdict == nullptr) {
    const IndexWindow indexed =
        index_window(answer.assessment.lead->window, cell.first, std::numeric_limits<int>::max());
    answer.assessment.lead->data_quality.push_back(
        {"no_placebos_in_time", placebos->second.missing(indexed)}
    );
    return;
  }
  DetectOptions options = options_;
  options.models = models_of(*verdict);
  answer.assessment = assess_cell(cell, *answer.goods, references, window, options);
  answer.tests.as_surge_in_time = verdict->inflow.p_value;
  answer.assessment.lead->data_quality.push_back(
      {"placebos_in_time",
       fmt::format(
           "compared with the goods of such hubs at {} earlier date{} ({}{}): that all trade of "
           "the "
           "hub grew is not excluded",
           verdict->dates,
           verdict->dates == 1 ? "" : "s",
           verdict->first_date.to_string(),
           verdict->dates == 1 ? "" : " to " + verdict->last_date.to_string()
       )}
  );
}

/// Says what left the hub to everyone where that is all that is known: of the goods themselves,
/// else of their heading.
void Run::add_reexports(Lead& lead, const CellSeries& cell, std::uint16_t hub) const {
  if (lead.kind != LeadKind::kSurge) {
    return;
  }
  auto item = reexports(cell, lead.window, options_.min_value_usd);
  const PanelFrame& headings = frames_[1];
  if (!item && cell.level == 6 && !headings.is_empty()) {
    if (const auto heading = headings.panel().find_family(cell.family.substr(0, 4))) {
      item = reexports(
          make_legs(headings, headings.load(*heading), {&hub, 1}, roles_).front(),
          lead.window,
          options_.min_value_usd
      );
    }
  }
  if (item) {
    lead.data_quality.push_back({"reexport_destination_unknown", item->detail});
    lead.evidence.push_back(std::move(*item));
  }
}

}  // namespace portolan::detect
