#include "lead_json.hpp"

#include <cmath>

#include "portolan/detect/evidence.hpp"

namespace portolan::engine {
namespace {

using formats::JsonValue;

JsonValue decibans(detect::Decibans tenths) {
  return JsonValue::number(detect::to_text(tenths));
}

JsonValue number(double value) {
  return std::isfinite(value) ? JsonValue(value) : JsonValue();
}

JsonValue text_or_null(const std::string& text) {
  return text.empty() ? JsonValue() : JsonValue(text);
}

JsonValue date_json(const std::optional<detect::Date>& date) {
  return date ? JsonValue(date->to_string()) : JsonValue();
}

JsonValue goods_json(const detect::Goods& goods) {
  JsonValue lists = JsonValue::array();
  for (const auto& list : goods.lists) {
    lists.push_back(JsonValue::object(
        {{"list", list.list},
         {"tier", text_or_null(list.tier)},
         {"listed_on", date_json(list.listed_on)},
         {"controlled_since", date_json(list.controlled_since)}}
    ));
  }
  return JsonValue::object(
      {{"family", goods.family},
       {"level", goods.level},
       {"hs", goods.hs},
       {"label", goods.label},
       {"is_partly_controlled", goods.is_partly_controlled},
       {"lists", std::move(lists)}}
  );
}

JsonValue origins_json(const std::vector<detect::OriginShare>& origins) {
  JsonValue array = JsonValue::array();
  for (const auto& origin : origins) {
    array.push_back(JsonValue::object(
        {{"iso3", origin.iso3},
         {"share", number(origin.share)},
         {"low", number(origin.low)},
         {"high", number(origin.high)}}
    ));
  }
  return array;
}

JsonValue leg_json(const std::optional<detect::LegUsd>& leg) {
  if (!leg) {
    return {};
  }
  return JsonValue::object(
      {{"before", number(leg->before)},
       {"after", number(leg->after)},
       {"expected", number(leg->expected)},
       {"excess", number(leg->excess)},
       {"low", number(leg->low)},
       {"high", number(leg->high)}}
  );
}

JsonValue lags_json(const std::vector<double>& lags) {
  if (lags.empty()) {
    return {};
  }
  JsonValue array = JsonValue::array();
  for (const double share : lags) {
    array.push_back(number(share));
  }
  return array;
}

JsonValue went_on_json(const detect::Lead& lead) {
  if (!lead.went_on) {
    return {};
  }
  return JsonValue::object(
      {{"value", number(lead.went_on->value)},
       {"low", number(lead.went_on_low)},
       {"high", number(lead.went_on_high)},
       {"basis", to_string(lead.went_on_basis)},
       {"by_months_of_delay", lags_json(lead.went_on_lags)},
       {"logical_low", number(lead.went_on->logical_low)},
       {"logical_high", number(lead.went_on->logical_high)}}
  );
}

JsonValue displacement_json(const std::optional<detect::DisplacedTrade>& displaced) {
  if (!displaced) {
    return {};
  }
  return JsonValue::object(
      {{"lost_usd", number(displaced->lost_usd)},
       {"hub_share", number(displaced->hub_share)},
       {"all_hubs_share", number(displaced->all_hubs_share)},
       {"hubs", displaced->hubs}}
  );
}

JsonValue period_json(const std::optional<Period>& period) {
  return period ? JsonValue(period->to_string()) : JsonValue();
}

JsonValue placebos_json(const std::optional<detect::NullVerdict>& placebos) {
  if (!placebos) {
    return {};
  }
  return JsonValue::object(
      {{"value", number(placebos->value)},
       {"median", number(placebos->placebo_median)},
       {"high", number(placebos->placebo_high)},
       {"cells", placebos->placebo_cells},
       {"clusters",
        placebos->placebo_clusters > 0 ? JsonValue(placebos->placebo_clusters) : JsonValue()}}
  );
}

JsonValue evidence_json(const detect::Lead& lead) {
  JsonValue array = JsonValue::array();
  for (const auto& item : lead.evidence) {
    JsonValue rows = JsonValue::object(
        {{"table", "panel"},
         {"count", item.rows.count},
         {"query", detect::panel_sql(item.rows)},
         {"lake_query", detect::lake_sql(item.rows, lead.goods.hs)}}
    );
    array.push_back(JsonValue::object(
        {{"measure", item.measure},
         {"weight_db", decibans(item.weight)},
         {"p_value", item.placebos ? JsonValue(item.placebos->p_value) : JsonValue()},
         {"placebos", placebos_json(item.placebos)},
         {"value", number(item.value)},
         {"expected", number(item.expected)},
         {"low", number(item.low)},
         {"high", number(item.high)},
         {"unit", item.unit},
         {"direction", item.direction},
         {"group", item.group},
         {"detail", text_or_null(item.detail)},
         {"rows", std::move(rows)}}
    ));
  }
  return array;
}

JsonValue innocent_json(const std::vector<detect::InnocentExplanation>& explanations) {
  JsonValue array = JsonValue::array();
  for (const auto& innocent : explanations) {
    array.push_back(JsonValue::object(
        {{"explanation", to_string(innocent.explanation)},
         {"score_db", innocent.score ? decibans(*innocent.score) : JsonValue()},
         {"test", innocent.test},
         {"result", to_string(innocent.result)},
         {"detail", text_or_null(innocent.detail)}}
    ));
  }
  return array;
}

}  // namespace

JsonValue lead_json(const detect::Lead& lead) {
  JsonValue quality = JsonValue::array();
  for (const auto& issue : lead.data_quality) {
    quality.push_back(JsonValue::object({{"issue", issue.issue}, {"detail", issue.detail}}));
  }
  JsonValue window = JsonValue::object(
      {{"from", lead.window.from.to_string()},
       {"since", lead.window.since.to_string()},
       {"until", lead.window.until.to_string()}}
  );
  JsonValue calibration =
      JsonValue::object({{"placebo_cells", lead.placebo_cells}, {"method", lead.calibration_method}}
      );
  return JsonValue::object(
      {{"id", lead.id},
       {"kind", to_string(lead.kind)},
       {"hub", lead.hub},
       {"destination", lead.destination},
       {"origins", origins_json(lead.origins)},
       {"goods", goods_json(lead.goods)},
       {"since", period_json(lead.since)},
       {"since_low", period_json(lead.since_low)},
       {"since_high", period_json(lead.since_high)},
       {"window", std::move(window)},
       {"inflow_usd", leg_json(lead.inflow)},
       {"outflow_usd", leg_json(lead.outflow)},
       {"went_on_share", went_on_json(lead)},
       {"displacement", displacement_json(lead.displacement)},
       {"score_db", decibans(lead.score)},
       {"prior_db", decibans(lead.prior)},
       {"against", to_string(lead.against)},
       {"p_value", lead.p_value},
       {"q_value", lead.q_value},
       {"smallest_q", lead.smallest_q},
       {"band", to_string(lead.band)},
       {"evidence", evidence_json(lead)},
       {"innocent", innocent_json(lead.innocent)},
       {"data_quality", std::move(quality)},
       {"calibration", std::move(calibration)}}
  );
}

}  // namespace portolan::engine
