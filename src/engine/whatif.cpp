#include "portolan/engine/whatif.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/trace/arrivals.hpp"
#include "portolan/whatif/checks.hpp"
#include "trace_sources.hpp"
#include "whatif_channels.hpp"
#include "whatif_plans.hpp"

namespace portolan::engine {
namespace {

constexpr std::size_t kMostPlans = 3;

void check(const WhatIfRequest& request) {
  if (request.to.empty()) {
    throw invalid_argument("--to: expected a place, got none");
  }
  if (!(request.detection_share > 0.0 && request.detection_share <= 1.0)) {
    throw invalid_argument(
        "--detection: expected a share above 0 and at most 1, got {}", request.detection_share
    );
  }
  const double least = request.least_elasticity;
  const double most = request.most_elasticity;
  if (!(least >= 0.0 && least <= most && std::isfinite(most))) {
    throw invalid_argument(
        "--elasticity: expected LOW..HIGH with 0 <= LOW <= HIGH, got {}..{}", least, most
    );
  }
  if (request.growth && !(*request.growth >= 1.0 && std::isfinite(*request.growth))) {
    throw invalid_argument("--growth: expected at least 1, got {}", *request.growth);
  }
  if (request.has_growth_of_history && !request.network.empty()) {
    throw invalid_argument("--growth: expected TIMES beside --network, got history")
        .with_hint("a table of your own says what a leg can pass in its column capacity");
  }
  const std::size_t num_plans = request.plans.size() + (request.checked.empty() ? 0 : 1);
  if (num_plans > kMostPlans) {
    throw invalid_argument("--plan: expected at most {} plans, got {}", kMostPlans, num_plans);
  }
}

/// The end of the goods, and whose they are.
struct Question {
  std::string destination;
  std::vector<trace::PlaceSet> origins;
};

Question question_of(const WhatIfRequest& request, const TraceSource& source) {
  Question question;
  std::string hub;
  std::tie(hub, question.destination) = source.end_of(request.to);
  if (!hub.empty()) {
    throw invalid_argument("--to: expected one place, got \"{}\"", request.to)
        .with_hint("a hub of your own is a row of --plan FILE");
  }
  for (const std::string& text : request.origins) {
    question.origins.push_back(source.set_of("origin", text));
  }
  return question;
}

/// Makes rows of an answer.
class Rows {
 public:
  Rows(
      const WhatIfRequest& request,
      const CheckChannels& channels,
      std::string destination,
      std::vector<whatif::CheckPlan> best
  )
      : request_(request),
        channels_(channels),
        destination_(std::move(destination)),
        best_(std::move(best)) {}

  [[nodiscard]] std::string name(const CheckPlace& place) const {
    if (!place.family.empty()) {
      return place.exporter + ":" + place.family;
    }
    return request_.at == CheckAt::kLegs ? place.exporter + ">" + destination_ : place.exporter;
  }

  [[nodiscard]] std::vector<std::string> names(std::span<const std::uint32_t> places) const {
    std::vector<std::string> result;
    for (const std::uint32_t place : places) {
      result.push_back(name(channels_.places[place]));
    }
    return result;
  }

  [[nodiscard]] std::vector<CheckRow> curve() const {
    std::vector<CheckRow> rows;
    for (const whatif::CheckPlan& plan : best_) {
      CheckRow row = row_of("best", plan);
      row.regret = plan.regret;
      rows.push_back(std::move(row));
    }
    for (const whatif::CheckPlan& plan : best_) {
      if (plan.places.empty()) {
        continue;
      }
      CheckRow row{.kind = "greedy", .checks = std::ssize(plan.places)};
      row.places = names(plan.greedy_places);
      row.least_stopped = plan.greedy_least_stopped;
      row.least_share = share(plan.greedy_least_stopped);
      row.gap = std::max(0.0, plan.least_stopped - plan.greedy_least_stopped);
      rows.push_back(std::move(row));
    }
    for (const std::uint32_t place : best_.back().places) {
      CheckRow row{.kind = "check", .checks = 1, .places = {name(channels_.places[place])}};
      row.passing = channels_.passing(place);
      row.innocent = channels_.innocent(place);
      rows.push_back(std::move(row));
    }
    std::ranges::stable_sort(
        rows.end() - std::ssize(best_.back().places),
        rows.end(),
        [](const auto& a, const auto& b) { return a.passing > b.passing; }
    );
    return rows;
  }

  /// The row names all of the plan's checks, also those that stop none of the goods.
  /// `best_least_stopped` is of the best choice of as many.
  [[nodiscard]] CheckRow plan(
      const PlanFile& plan,
      const std::vector<CheckPlace>& places,
      const whatif::CheckPlan& weighed,
      double best_least_stopped
  ) const {
    CheckRow row = row_of("plan", weighed);
    row.name = plan.file.string();
    row.checks = std::ssize(places);
    row.places.clear();
    for (const CheckPlace& place : places) {
      row.places.push_back(name(place));
    }
    row.gap = std::max(0.0, best_least_stopped - weighed.least_stopped);
    return row;
  }

 private:
  [[nodiscard]] std::optional<double> share(double amount) const {
    return channels_.arriving > 0.0 ? std::optional(amount / channels_.arriving) : std::nullopt;
  }

  [[nodiscard]] CheckRow row_of(std::string kind, const whatif::CheckPlan& plan) const {
    CheckRow row{.kind = std::move(kind), .checks = std::ssize(plan.places)};
    row.places = names(plan.places);
    row.passing = 0.0;
    for (const std::uint32_t place : plan.places) {
      *row.passing += channels_.passing(place);
    }
    row.stopped_before_rerouting = plan.stopped_before_rerouting;
    row.least_stopped = plan.least_stopped;
    row.most_stopped = plan.most_stopped;
    row.least_share = share(plan.least_stopped);
    row.innocent = plan.innocent;
    return row;
  }

  const WhatIfRequest& request_;
  const CheckChannels& channels_;
  std::string destination_;
  std::vector<whatif::CheckPlan> best_;
};

void add_plans(
    const std::vector<PlanFile>& plans,
    const CheckChannels& channels,
    const whatif::Response& response,
    const Progress& progress,
    const Rows& rows,
    WhatIfResult& result
) {
  for (const PlanFile& plan : plans) {
    std::vector<std::uint32_t> places;
    std::vector<CheckPlace> named;
    std::vector<std::string> idle;
    for (const CheckPlace& place : plan.places) {
      const auto found = channels.find(place.exporter, place.family);
      for (const std::uint32_t number : found) {
        if (std::ranges::count(places, number) == 0) {
          places.push_back(number);
          named.push_back(channels.places[number]);
        }
      }
      if (found.empty()) {
        named.push_back(place);
        idle.push_back(rows.name(place));
      }
    }
    if (!idle.empty()) {
      result.notices.push_back(fmt::format(
          "{}: none of the goods come directly from {}: the model has no check there that stops "
          "any",
          plan.file.string(),
          join(idle, ", ")
      ));
    }
    const auto weighed = whatif::weigh_checks(
        channels.channels, places, response, {.num_steps = 0, .progress = &progress}
    );
    const auto best = whatif::best_checks(
        channels.channels,
        response,
        {.max_checks = named.size(), .num_steps = 0, .progress = &progress}
    );
    result.rows.push_back(rows.plan(plan, named, weighed, best.back().least_stopped));
  }
}

/// What the request assumes of the room that legs have.
std::string assumed_room(const WhatIfRequest& request, bool knows_history) {
  if (request.growth) {
    return fmt::format(
        "what passes a leg can grow to {} times, or to its stated capacity", *request.growth
    );
  }
  return request.has_growth_of_history && knows_history
             ? "a leg can grow by as much as it once did from one window like this to the next"
             : "a leg without a stated capacity can pass all of the goods";
}

void add_notices(
    const WhatIfRequest& request,
    const trace::Arrivals& arrivals,
    const CheckChannels& channels,
    const std::string& destination,
    std::vector<std::string>& notices
) {
  for (const std::string& origin : arrivals.unconnected) {
    notices.push_back(fmt::format("no goods of {} come to {}", origin, destination));
  }
  if (channels.channels.empty()) {
    notices.push_back(fmt::format(
        "none of the goods come to {}: there is nothing that a check could stop", destination
    ));
    return;
  }
  if (std::cmp_greater(request.checks, channels.places.size())) {
    notices.push_back(fmt::format(
        "the goods come from {} places: there are no more checks than that", channels.places.size()
    ));
  }
  notices.push_back(fmt::format(
      "assumed: a check finds {} of what passes; elasticity {} to {}; {}",
      request.detection_share,
      request.least_elasticity,
      request.most_elasticity,
      assumed_room(
          request,
          std::ranges::any_of(
              arrivals.legs, [](const trace::Arrival& leg) { return leg.capacity.has_value(); }
          )
      )
  ));
  notices.push_back(fmt::format(
      "amounts are those of a window like this, if every place mixes all that it has; only places "
      "from "
      "which the goods come directly to {} can be checked or used",
      destination
  ));
}

}  // namespace

const std::vector<std::string>& check_at_names() {
  static const std::vector<std::string> names = {"hubs", "pairs", "legs"};
  return names;
}

const std::string& to_string(CheckAt at) {
  return check_at_names()[static_cast<std::size_t>(at)];
}

CheckAt parse_check_at(const std::string& name) {
  const auto& names = check_at_names();
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) {
    throw invalid_argument("at: expected {}, got \"{}\"", join(names, ", "), name);
  }
  return static_cast<CheckAt>(found - names.begin());
}

WhatIfResult what_if(const WhatIfRequest& request, Progress& progress) {
  check(request);
  progress.begin("choosing checks", "", 0);
  TraceSource source =
      request.network.empty()
          ? panel_source(
                request, {.capacities_to = request.has_growth_of_history ? request.to : ""}
            )
          : network_source(request);
  const Question question = question_of(request, source);
  if (source.lacks_trade_of(question.destination)) {
    progress.end();
    WhatIfResult nothing;
    nothing.unit = source.unit;
    nothing.notices = std::move(source.notices);
    return nothing;
  }
  trace::require_place("to", question.destination, source.places);
  source.find_makers(request, {.destination = question.destination});
  const auto plans = plans_of(request, source, question.destination);
  const auto arrivals = trace::arrivals_of(
      source.families,
      question.destination,
      question.origins,
      request.is_indirect ? trace::Ways::kThroughThirdPlaces : trace::Ways::kAll
  );
  const CheckChannels channels = channels_of(arrivals.legs, request);
  const whatif::Response response{
      .passing_share = 1.0 - request.detection_share,
      .least_elasticity = request.least_elasticity,
      .most_elasticity = request.most_elasticity};

  WhatIfResult result;
  result.unit = source.unit;
  result.arriving = channels.arriving;
  for (const trace::FamilyTrade& family : source.families) {
    if (!family.family.empty()) {
      result.families.push_back(family.family);
    }
  }
  result.notices = std::move(source.notices);
  const Rows rows(
      request,
      channels,
      question.destination,
      whatif::best_checks(
          channels.channels,
          response,
          {.max_checks = static_cast<std::size_t>(request.checks), .progress = &progress}
      )
  );
  result.rows = rows.curve();
  add_plans(plans, channels, response, progress, rows, result);
  add_notices(request, arrivals, channels, question.destination, result.notices);
  progress.end();
  return result;
}

}  // namespace portolan::engine
