#include "portolan/detect/detect.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "hub_references.hpp"
#include "panel_frame.hpp"
#include "portolan/base/countries.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/parallel.hpp"
#include "portolan/detect/assess.hpp"
#include "totals_gap.hpp"

namespace portolan::detect {
namespace {

constexpr std::size_t kLeastPool = 20;

/// The families of one heading that are tested together, since each is the others' sibling.
struct Heading {
  std::string name;
  std::vector<std::uint32_t> families;  ///< All of the heading.
  std::vector<const Goods*> goods;      ///< Those to test, by family.
};

struct Answer {
  std::uint16_t hub = 0;
  const Goods* goods = nullptr;
  Assessment assessment;
};

std::uint16_t place_of_hub(const panel::CodedPanel& panel, const std::string& name) {
  const auto place = panel.find_place(name);
  if (!place) {
    throw invalid_argument("via: expected a country with trade in the panel, got \"{}\"", name);
  }
  return *place;
}

Roles roles_of(const DetectInput& input, const DetectOptions& options) {
  Roles roles;
  roles.destination_name = country_of_user_text(options.destination).to_string();
  if (const auto place = input.panel->find_place(roles.destination_name)) {
    roles.destination = *place;
  }
  roles.is_controlling.assign(input.panel->places().size(), false);
  roles.is_in_union.assign(input.panel->places().size(), false);
  for (const std::string& name : input.controlling) {
    if (const auto place = input.panel->find_place(name)) {
      roles.is_controlling[*place] = true;
    }
  }
  // A country that is suspected tells nothing about what the product does elsewhere.
  for (const std::string& name : options.hubs) {
    roles.is_controlling[place_of_hub(*input.panel, name)] = false;
  }
  for (const std::string& name : input.customs_union) {
    if (const auto place = input.panel->find_place(name)) {
      roles.is_in_union[*place] = true;
    }
  }
  return roles;
}

std::vector<std::uint16_t>
hubs_of(const DetectInput& input, const DetectOptions& options, const Roles& roles) {
  std::vector<std::uint16_t> hubs;
  for (const std::string& name : options.hubs) {
    const std::uint16_t hub = place_of_hub(*input.panel, name);
    if (hub == roles.destination) {
      throw invalid_argument(
          "via: expected another country than the destination, got \"{}\"", name
      );
    }
    hubs.push_back(hub);
  }
  for (std::size_t place = 0; options.hubs.empty() && place < input.panel->places().size();
       ++place) {
    const auto code = static_cast<std::uint16_t>(place);
    if (code != roles.destination && !roles.is_controlling[place] &&
        !input.panel->is_stated_sum(code)) {
      hubs.push_back(code);
    }
  }
  std::sort(hubs.begin(), hubs.end());
  hubs.erase(std::unique(hubs.begin(), hubs.end()), hubs.end());
  return hubs;
}

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

/// The work on one frequency.
class Run {
 public:
  Run(const DetectInput& input,
      const DetectOptions& options,
      Frequency frequency,
      Progress& progress)
      : input_(input),
        options_(options_for(options, frequency)),
        progress_(progress),
        roles_(roles_of(input, options)),
        hubs_(hubs_of(input, options, roles_)),
        frames_{
            PanelFrame(*input.panel, frequency, 6, input.coverage),
            PanelFrame(*input.panel, frequency, 4, input.coverage)},
        totals_(*input.panel, Frequency::kAnnual, 0, input.coverage) {
    for (const PanelFrame& frame : frames_) {
      if (!frame.is_empty() && (!last_ || *last_ < frame.last())) {
        last_ = frame.last();
      }
    }
  }

  /// Answers for every hub and goods of a level that have any inflow, in order of family and hub.
  std::vector<Answer> answers(int level) {
    const PanelFrame& frame = level == 6 ? frames_[0] : frames_[1];
    if (frame.is_empty()) {
      return {};
    }
    const auto headings = headings_of(frame, input_.goods);
    if (headings.empty()) {
      return {};
    }
    prepare_references();
    std::vector<std::vector<Answer>> parts(headings.size());
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
      all.insert(
          all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end())
      );
    }
    return all;
  }

 private:
  Window window_of(const Goods& goods) const {
    return window_for(
        options_,
        detect::controlled_since(goods),
        frames_[0].is_empty() ? frames_[1].frequency() : frames_[0].frequency(),
        *last_
    );
  }

  void prepare_references() {
    if (!references_.empty()) {
      return;
    }
    std::set<Window> windows;
    for (const Goods& goods : input_.goods) {
      windows.insert(window_of(goods));
    }
    const std::vector<Window> distinct(windows.begin(), windows.end());
    for (const PanelFrame& frame : frames_) {
      references_.emplace_back(
          frame, hubs_, distinct, roles_, input_.is_controlled, options_, progress_
      );
    }
  }

  /// References of the cell's own level; controls and breadth of reports from headings where those
  /// are more.
  References references_of(int level, std::uint16_t hub, const Window& window) const {
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
    own.totals_gap = totals_gap(totals_, hub, window.since);
    return own;
  }

  std::vector<Answer> answers_of(const PanelFrame& frame, const Heading& heading) const {
    std::vector<FamilyTrade> trades;
    trades.reserve(heading.families.size());
    for (const std::uint32_t family : heading.families) {
      trades.push_back(frame.load(family));
    }
    std::vector<Answer> answers;
    for (std::size_t f = 0; f < trades.size(); ++f) {
      if (heading.goods[f] == nullptr) {
        continue;
      }
      std::vector<const FamilyTrade*> siblings;
      for (std::size_t other = 0; other < trades.size(); ++other) {
        if (other != f) {
          siblings.push_back(&trades[other]);
        }
      }
      const FamilySums sums = sums_of_family(frame, trades[f], roles_);
      const Window window = window_of(*heading.goods[f]);
      for (const std::uint16_t hub : hubs_) {
        const CellSeries cell = make_cell(frame, trades[f], sums, siblings, hub, roles_);
        if (cell.inflow.empty()) {
          continue;
        }
        Answer answer;
        answer.hub = hub;
        answer.goods = heading.goods[f];
        if (window.since > window.until) {
          answer.assessment.missing = "no report after the date";
        } else {
          answer.assessment = assess_cell(
              cell, *answer.goods, references_of(frame.level(), hub, window), window, options_
          );
        }
        answers.push_back(std::move(answer));
      }
    }
    return answers;
  }

  const DetectInput& input_;
  DetectOptions options_;
  Progress& progress_;
  Roles roles_;
  std::vector<std::uint16_t> hubs_;
  std::array<PanelFrame, 2> frames_;
  PanelFrame totals_;
  std::optional<Period> last_;
  std::vector<HubReferences> references_;
};

void sort_leads(std::vector<Lead>& leads) {
  std::sort(leads.begin(), leads.end(), [](const Lead& a, const Lead& b) {
    return std::tuple(-a.score, a.hub, a.goods.family, a.goods.level) <
           std::tuple(-b.score, b.hub, b.goods.family, b.goods.level);
  });
}

/// Gathers answers; the first that could test a hub and goods counts: monthly before annual,
/// families before their heading.
class Gathering {
 public:
  Gathering(const DetectOptions& options, const panel::CodedPanel& panel)
      : options_(options), panel_(panel) {}

  void take(std::vector<Answer> answers) {
    std::set<std::pair<std::uint16_t, std::string>> headings_now;
    for (Answer& answer : answers) {
      const std::string& family = answer.goods->family;
      const auto heading = std::pair(answer.hub, family.substr(0, 4));
      const bool is_known = tested_.count({answer.hub, family}) != 0 ||
                            (family.size() == 4 && headings_.count(heading) != 0);
      if (is_known) {
        continue;
      }
      if (!answer.assessment.missing.empty()) {
        missing_.try_emplace({answer.hub, family}, answer.assessment.missing);
        continue;
      }
      tested_.insert({answer.hub, family});
      headings_now.insert(heading);
      missing_.erase({answer.hub, family});
      count(std::move(answer));
    }
    headings_.insert(headings_now.begin(), headings_now.end());
  }

  DetectResult finish() {
    sort_leads(result_.leads);
    sort_leads(result_.surges);
    for (const auto& entry : missing_) {
      result_.not_enough_data.push_back(
          {.hub = panel_.places()[entry.first.first],
           .family = entry.first.second,
           .missing = entry.second}
      );
    }
    return std::move(result_);
  }

 private:
  void count(Answer answer) {
    if (answer.assessment.is_too_small) {
      ++result_.too_small;
      return;
    }
    Lead& lead = *answer.assessment.lead;
    const bool is_lead = lead.kind == LeadKind::kLead;
    ++(is_lead ? result_.tested_leads : result_.tested_surges);
    if (lead.score >= options_.min_score) {
      (is_lead ? result_.leads : result_.surges).push_back(std::move(lead));
    }
  }

  const DetectOptions& options_;
  const panel::CodedPanel& panel_;
  DetectResult result_;
  std::set<std::pair<std::uint16_t, std::string>> tested_;
  std::set<std::pair<std::uint16_t, std::string>> headings_;
  std::map<std::pair<std::uint16_t, std::string>, std::string> missing_;
};

void add_notices(DetectResult& result, const DetectOptions& options) {
  if (!options.models.null_distribution) {
    result.notices.emplace_back(
        "the error rate is not controlled: scores are decibans under assumed densities, without "
        "p-values; read each lead, do not count them"
    );
  }
  result.notices.push_back(fmt::format(
      "{} cells tested as leads and {} as surges; {} below {:.0f} USD a year; {} without enough "
      "data",
      result.tested_leads,
      result.tested_surges,
      result.too_small,
      options.min_value_usd,
      result.not_enough_data.size()
  ));
}

}  // namespace

Date controlled_since(const Goods& goods) {
  std::optional<Date> earliest;
  for (const ListedOn& listed : goods.lists) {
    if (listed.controlled_since && (!earliest || *listed.controlled_since < *earliest)) {
      earliest = listed.controlled_since;
    }
  }
  return earliest.value_or(kRegimeDate);
}

DetectOptions options_for(const DetectOptions& options, Frequency frequency) {
  DetectOptions result = options;
  const auto convert = [&](std::optional<Period>& period, bool rounds_up, bool rounds_down) {
    if (!period || period->frequency() == frequency) {
      return;
    }
    if (frequency == Frequency::kMonthly) {
      period = Period::of_month(period->year(), rounds_down ? 12 : 1);
      return;
    }
    int year = period->year();
    year += rounds_up && period->month() > 1 ? 1 : 0;
    year -= rounds_down && period->month() < 12 ? 1 : 0;
    period = Period::of_year(year);
  };
  convert(result.since, false, false);
  convert(result.from, true, false);
  convert(result.until, false, true);
  return result;
}

Window
window_for(const DetectOptions& options, Date controlled_since, Frequency frequency, Period last) {
  const Period since = options.since ? *options.since : first_treated(controlled_since, frequency);
  Window window = default_window(since, last);
  window.until = options.until ? std::min(*options.until, last) : last;
  if (options.from) {
    window.from = *options.from;
  }
  return window;
}

DetectResult detect(const DetectInput& input, const DetectOptions& options, Progress& progress) {
  if (options.since && options.until && options.since->frequency() == options.until->frequency() &&
      *options.until < *options.since) {
    throw invalid_argument(
        "until: expected {} or later, got {}",
        options.since->to_string(),
        options.until->to_string()
    );
  }
  Gathering gathering(options, *input.panel);
  for (const Frequency frequency : {Frequency::kMonthly, Frequency::kAnnual}) {
    Run run(input, options, frequency, progress);
    for (const int level : {6, 4}) {
      gathering.take(run.answers(level));
    }
  }
  DetectResult result = gathering.finish();
  add_notices(result, options);
  return result;
}

}  // namespace portolan::detect
