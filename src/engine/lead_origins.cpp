#include "lead_origins.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "asked_goods.hpp"
#include "lead_changes.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/hs_code.hpp"
#include "portolan/trace/origins.hpp"
#include "portolan/trace/panel_trade.hpp"
#include "trace_sources.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

constexpr std::size_t kNumOrigins = 8;
constexpr std::size_t kNumRoutes = 5;

const JsonValue& member(const JsonValue& object, std::string_view key) {
  static const JsonValue kNull;
  const JsonValue* found = object.find(key);
  return found == nullptr ? kNull : *found;
}

std::vector<HsCode> codes_of_lead(const JsonValue& lead) {
  std::vector<HsCode> codes;
  for (const JsonValue& code : member(member(lead, "goods"), "hs").elements()) {
    const std::string* text = code.as_string();
    if (const auto parsed = HsCode::parse(text == nullptr ? "" : *text)) {
      codes.push_back(*parsed);
    }
  }
  return codes;
}

JsonValue json_of(const trace::OriginRow& origin) {
  const trace::BoundedAmount& amount = origin.amount;
  JsonValue json = JsonValue::object();
  json.set("name", origin.name)
      .set("value_usd", amount.value)
      .set("least_usd", JsonValue::number(amount.least.to_string()))
      .set("most_usd", amount.most ? JsonValue::number(amount.most->to_string()) : JsonValue())
      .set("share", amount.share)
      .set("least_share", amount.least_share)
      .set("most_share", amount.most_share);
  return json;
}

JsonValue json_of(const trace::RouteRow& route) {
  JsonValue json = JsonValue::object();
  json.set("places", route.places).set("value_usd", route.value).set("share", route.share);
  return json;
}

JsonValue json_of(
    const trace::PanelTrade& trade,
    const trace::OriginsAnswer& answer,
    const std::vector<std::string>& notices
) {
  JsonValue origins = JsonValue::array();
  for (const trace::OriginRow& origin : answer.origins) {
    // What is of unknown origin, and the margin, stand at the end.
    if (origins.elements().size() < kNumOrigins || origin.name == "unknown") {
      origins.push_back(json_of(origin));
    }
  }
  JsonValue routes = JsonValue::array();
  for (const trace::RouteRow& route : answer.routes) {
    routes.push_back(json_of(route));
  }
  JsonValue json = JsonValue::object();
  json.set("from", trade.first->to_string())
      .set("until", trade.last->to_string())
      .set("sent_usd", answer.destination.value)
      .set("least_usd", JsonValue::number(answer.destination.least.to_string()))
      .set(
          "most_usd",
          answer.destination.most ? JsonValue::number(answer.destination.most->to_string())
                                  : JsonValue()
      )
      .set("origins", std::move(origins))
      .set("num_origins", static_cast<std::int64_t>(answer.origins.size()))
      .set("routes", std::move(routes))
      .set("notices", notices);
  return json;
}

}  // namespace

JsonValue origins_of_lead(const panel::WorkspacePanel& panel, const JsonValue& lead) {
  const std::string family = text_at(member(lead, "goods"), "family");
  const std::string since = text_at(lead, "since");
  const JsonValue& window = member(lead, "window");
  trace::PanelTrade trade = trace::panel_trade(
      panel.coded,
      {.goods = codes_of_lead(lead),
       .from = period_of("since", since.empty() ? text_at(window, "since") : since),
       .until = period_of("until", text_at(window, "until")),
       .families_of = panel.families_of}
  );
  std::erase_if(trade.families, [&](const auto& found) { return found.family != family; });
  const trace::OriginsQuestion question{
      .destination = text_at(lead, "destination"),
      .hub = text_at(lead, "hub"),
      .num_routes = kNumRoutes};
  const auto is_leg = [&](const trace::TradeRow& row) {
    return row.exporter == question.hub && row.importer == question.destination;
  };
  if (trade.families.empty() || std::ranges::none_of(trade.families.front().rows, is_leg)) {
    return {};
  }
  TraceSource source;
  source.unit = "USD";
  source.families = std::move(trade.families);
  source.find_makers({}, question);
  if (panel.is_stale) {
    source.notices.emplace_back("imports were added or removed since the panel was built");
  }
  return json_of(trade, trace::trace_origins(source.families, question), source.notices);
}

}  // namespace portolan::engine
