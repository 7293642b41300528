#include "portolan/detect/detect.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include <fmt/format.h>

#include "gathering.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "run.hpp"

namespace portolan::detect {
namespace {

void add_notices(DetectResult& result, const DetectOptions& options) {
  if (result.rated_leads + result.rated_surges > 0) {
    result.notices.push_back(fmt::format(
        "leads and surges with a q-value: at most {:.0f} % of those listed are expected to be "
        "false, "
        "over {} and {} tested cells and for this run alone ({})",
        100.0 * options.fdr,
        result.rated_leads,
        result.rated_surges,
        to_string(options.fdr_method)
    ));
  }
  if (result.rated_in_time > 0) {
    result.notices.push_back(fmt::format(
        "{} more cells are compared with earlier dates, for want of uncontrolled goods: at most "
        "{:.0f} % of the surges listed among them are expected to be what such cells do anyway; "
        "the smallest q-value is {:.2g}; that all trade of a hub grew is not excluded",
        result.rated_in_time,
        100.0 * options.fdr,
        result.smallest_q_in_time.value_or(1.0)
    ));
  }
  if (result.without_rate > 0) {
    result.notices.push_back(fmt::format(
        "{} cells have no q-value, for want of uncontrolled goods and of a long enough past: their "
        "error rate is not controlled; read each, do not count them",
        result.without_rate
    ));
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

void add_notice_of_explained(DetectResult& result) {
  constexpr std::size_t kShown = 10;
  if (result.explained.empty()) {
    return;
  }
  std::vector<std::string> told;
  for (const Explained& one : result.explained) {
    if (told.size() < kShown) {
      told.push_back(fmt::format("{} {} ({})", one.hub, one.family, to_string(one.explanation)));
    }
  }
  result.notices.push_back(fmt::format(
      "{} cells within that rate are not listed, since an innocent explanation is twice as likely "
      "or more: {}{}",
      result.explained.size(),
      join(told, ", "),
      result.explained.size() > kShown ? ", …" : ""
  ));
}

/// Each hub, family and sibling once, the first (monthly before annual); those whose way on was
/// reported first, then by what moved.
std::vector<MigratedCodes> first_of_each(std::vector<MigratedCodes> migrated) {
  const auto key_of = [](const MigratedCodes& one) {
    return std::tie(one.heading, one.hub, one.family, one.sibling);
  };
  std::ranges::stable_sort(migrated, {}, key_of);
  const auto doubled = std::unique(
      migrated.begin(),
      migrated.end(),
      [&](const MigratedCodes& a, const MigratedCodes& b) { return key_of(a) == key_of(b); }
  );
  migrated.erase(doubled, migrated.end());
  std::ranges::stable_sort(migrated, {}, [](const MigratedCodes& one) {
    return std::pair(!one.onward_usd.has_value(), -one.inflow.moved_out_usd);
  });
  return migrated;
}

std::string text_of(const MigratedCodes& moved) {
  return fmt::format(
      "{}: inflow of {} fell by {:.3g} USD, of {}, which no list names, it rose; {:.3g} USD of "
      "that "
      "from the same origins; on to the destination: {}",
      moved.hub,
      moved.family,
      moved.inflow.lost_usd,
      moved.sibling,
      moved.inflow.moved_out_usd,
      moved.onward_usd ? fmt::format("{:.3g} USD more than before", *moved.onward_usd)
                       : "nobody reports it"
  );
}

/// Those whose way on is reported are told one by one, the others counted: of these, most are
/// chance (docs/methods/measures.md).
void add_notices_of_codes(DetectResult& result) {
  constexpr std::ptrdiff_t kShown = 10;
  if (result.migrated_codes.empty()) {
    return;
  }
  const auto seen = std::ranges::count_if(result.migrated_codes, [](const MigratedCodes& one) {
    return one.onward_usd.has_value();
  });
  result.notices.push_back(fmt::format(
      "{} times controlled goods fell while an unlisted sibling of the heading jumped and went on "
      "to "
      "the destination: perhaps declared under another code; {} times more nobody reports the way "
      "on; no error rate stands behind this list",
      seen,
      static_cast<std::ptrdiff_t>(result.migrated_codes.size()) - seen
  ));
  for (std::ptrdiff_t i = 0; i < std::min(kShown, seen); ++i) {
    result.notices.push_back(text_of(result.migrated_codes[static_cast<std::size_t>(i)]));
  }
  if (seen > kShown) {
    result.notices.push_back(fmt::format("… and {} more", seen - kShown));
  }
}

void add_notice_of_concentration(DetectResult& result, const DetectOptions& options) {
  constexpr double kRemarkable = 0.05;
  if (result.concentrations.empty()) {
    return;
  }
  std::vector<std::string> hubs;
  for (const HubConcentration& one : result.concentrations) {
    if (one.inflow.test.p_value <= kRemarkable) {
      hubs.push_back(fmt::format("{} {:.3g}", one.hub, one.inflow.test.p_value));
    }
  }
  result.notices.push_back(fmt::format(
      "in {} of {} hubs what came in rose more in these goods than in random baskets of as many {} "
      "(p at most 0.05, which chance gives about {:.2g} of them){}{}",
      hubs.size(),
      result.concentrations.size(),
      options.picked_from.empty() ? "families" : "families picked in the same way",
      kRemarkable * static_cast<double>(result.concentrations.size()),
      hubs.empty() ? "" : ": ",
      join(hubs, ", ")
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
  std::vector<MigratedCodes> migrated;
  std::vector<HubConcentration> concentrations;
  for (const Frequency frequency : {Frequency::kMonthly, Frequency::kAnnual}) {
    Run run(input, options, frequency, progress);
    for (const int level : {6, 4}) {
      gathering.take(run.answers(level));
    }
    migrated.insert(migrated.end(), run.migrated_codes().begin(), run.migrated_codes().end());
    if (concentrations.empty()) {
      concentrations = run.concentrations();
    }
  }
  DetectResult result = gathering.finish();
  result.migrated_codes = first_of_each(std::move(migrated));
  result.concentrations = std::move(concentrations);
  add_notices(result, options);
  add_notice_of_explained(result);
  add_notice_of_concentration(result, options);
  add_notices_of_codes(result);
  return result;
}

}  // namespace portolan::detect
