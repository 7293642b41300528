#include "portolan/engine/trace.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/trace/origins.hpp"
#include "trace_sources.hpp"

namespace portolan::engine {
namespace {

trace::OriginsQuestion question_of(const TraceRequest& request, const TraceSource& source) {
  trace::OriginsQuestion question;
  std::tie(question.hub, question.destination) = source.end_of(request.to);
  for (const std::string& text : request.origins) {
    question.origins.push_back(source.set_of("origin", text));
  }
  for (const std::string& text : request.through) {
    trace::PlaceSet hubs = source.set_of("through", text);
    if (hubs.has_unknown || hubs.has_margins) {
      throw invalid_argument("through: expected hubs, got \"{}\"", text);
    }
    question.through.push_back(std::move(hubs));
  }
  question.num_routes = static_cast<std::size_t>(request.num_routes);
  question.max_legs = static_cast<std::uint32_t>(request.max_legs);
  question.num_hubs = static_cast<std::size_t>(request.num_hubs);
  question.has_witness = request.has_witness;
  if (request.max_wait) {
    question.max_wait = static_cast<std::uint32_t>(*request.max_wait);
  }
  return question;
}

TraceRow row_of(std::string kind, std::string name, const trace::BoundedAmount& amount) {
  TraceRow row{.kind = std::move(kind), .name = std::move(name)};
  row.value = amount.value;
  row.least = amount.least;
  row.most = amount.most;
  row.share = amount.share;
  row.least_share = amount.least_share;
  row.most_share = amount.most_share;
  return row;
}

void add_sets(
    const std::string& kind,
    const std::vector<trace::OriginRow>& sets,
    std::vector<TraceRow>& rows
) {
  for (const trace::OriginRow& set : sets) {
    rows.push_back(row_of(kind, set.name, set.amount));
    for (const trace::WitnessLeg& leg : set.witness) {
      TraceRow row{.kind = "witness", .name = set.name};
      row.value = leg.value.to_double();
      row.is_limit = leg.is_limit;
      row.places = {leg.exporter, leg.importer};
      row.family = leg.family;
      rows.push_back(std::move(row));
    }
  }
}

std::vector<TraceRow> rows_of(const TraceRequest& request, const trace::OriginsAnswer& answer) {
  std::vector<TraceRow> rows = {row_of("destination", request.to, answer.destination)};
  add_sets("origin", answer.origins, rows);
  add_sets("through", answer.through, rows);
  for (const trace::HubRow& hub : answer.hubs) {
    TraceRow row{.kind = "hub", .name = hub.name};
    row.value = hub.over_leg;
    row.passed = hub.passed;
    rows.push_back(std::move(row));
  }
  for (const trace::RouteRow& route : answer.routes) {
    TraceRow row{.kind = "route", .name = join(route.places, ">")};
    row.value = route.value;
    row.share = route.share;
    row.places = route.places;
    row.family = route.family;
    rows.push_back(std::move(row));
  }
  return rows;
}

void add_notices(
    const trace::OriginsQuestion& question,
    const trace::OriginsAnswer& answer,
    std::vector<std::string>& notices
) {
  if (!answer.destination.most) {
    notices.push_back(fmt::format(
        "{} makes the goods itself, nobody knows how much: shares are of the least that it kept",
        question.destination
    ));
  }
  if (!answer.no_producers.empty()) {
    notices.push_back(fmt::format(
        "no producers: {}; what they send beyond what they receive is of unknown origin",
        join(answer.no_producers, ", ")
    ));
  }
  for (const std::string& origin : answer.unconnected) {
    notices.push_back(fmt::format("no goods of {} can have come there", origin));
  }
  for (const trace::RaisedOutput& raised : answer.raised) {
    notices.push_back(fmt::format(
        "{}{} must have made at least {}, by what it sent; its stated output is {}",
        raised.family.empty() ? "" : raised.family + ": ",
        raised.place,
        raised.needed.to_string(),
        raised.stated.to_string()
    ));
  }
  const bool is_any_certain = std::ranges::any_of(answer.origins, [](const auto& row) {
    return row.amount.least > Decimal3();
  });
  if (question.origins.empty() && !is_any_certain) {
    notices.emplace_back(
        "of no origin is any amount certain: each could be none of it; --origin A+B asks about "
        "several "
        "together"
    );
  }
  if (answer.routes.size() < question.num_routes) {
    notices.push_back(fmt::format(
        "{} routes of up to {} legs are all there are", answer.routes.size(), question.max_legs
    ));
  }
  if (question.max_wait) {
    notices.push_back(fmt::format(
        "goods may wait {} periods in a place, the oldest first; {} did; least and most take that "
        "as "
        "given",
        *question.max_wait,
        answer.waited.to_string()
    ));
  }
  notices.emplace_back(
      "value: if every place mixes all that it has. least and most: whatever they did; goods of a "
      "family are taken for alike"
  );
}

}  // namespace

TraceResult trace(const TraceRequest& request, Progress& progress) {
  if (request.to.empty()) {
    throw invalid_argument("--to: expected a place, or HUB:PLACE for what HUB sent to it, got none"
    );
  }
  progress.begin("tracing", "", 0);
  const SourceOptions options{.has_periods = request.max_wait.has_value()};
  TraceSource source =
      request.network.empty() ? panel_source(request, options) : network_source(request, options);
  if (request.ignores_ranges || request.max_wait) {
    source.take_as_certain();
  }
  if (!request.margins.empty()) {
    source.take_margins(request.margins);
  }
  const trace::OriginsQuestion question = question_of(request, source);
  if (source.lacks_trade_of(question.destination)) {
    progress.end();
    return {.unit = source.unit, .families = {}, .rows = {}, .notices = std::move(source.notices)};
  }
  source.find_makers(request, question);
  const trace::OriginsAnswer answer = trace::trace_origins(source.families, question);
  progress.end();
  TraceResult result{.unit = source.unit, .families = {}, .rows = {}, .notices = {}};
  for (const trace::FamilyTrade& family : source.families) {
    if (!family.family.empty()) {
      result.families.push_back(family.family);
    }
  }
  result.rows = rows_of(request, answer);
  result.notices = std::move(source.notices);
  add_notices(question, answer, result.notices);
  return result;
}

}  // namespace portolan::engine
