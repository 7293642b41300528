#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::Document;
using formats::double_column;
using formats::JsonValue;
using formats::Overflow;
using formats::text_column;

std::string joined(const JsonValue* array, std::string_view key, std::size_t most) {
  std::vector<std::string> texts;
  if (array != nullptr) {
    for (const auto& element : array->elements()) {
      const std::string text = key.empty() ? (element.as_string() ? *element.as_string() : "")
                                           : plain(text_at(element, key));
      if (std::ranges::find(texts, text) == texts.end()) {
        texts.push_back(text);
      }
    }
  }
  if (texts.size() > most) {
    const std::size_t more = texts.size() - most;
    texts.resize(most);
    texts.push_back(fmt::format("{} more", more));
  }
  return join(texts, ", ");
}

std::string share_text(const Cell& cell) {
  const auto* share = std::get_if<double>(&cell);
  return share == nullptr ? "?" : fmt::format("{:.2f}", *share);
}

// Whole dollars in groups of three.
std::string dollars(const Cell& cell) {
  const auto* value = std::get_if<double>(&cell);
  if (value == nullptr) {
    return "unknown";
  }
  std::string digits = fmt::format("{:.0f}", *value < 0 ? -*value : *value);
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits = fmt::format(
        "{},{}",
        digits.substr(0, static_cast<std::size_t>(i)),
        digits.substr(static_cast<std::size_t>(i))
    );
  }
  return fmt::format("{}{} USD", *value < 0 ? "-" : "", digits);
}

std::vector<Cell> lead_row(const JsonValue& lead) {
  return {
      text_at(lead, "id"),
      text_at(lead, "kind"),
      text_at(lead, "hub"),
      text_at(lead, "goods", "family"),
      text_at(lead, "goods", "label"),
      text_at(lead, "since"),
      number_at(lead, "q_value"),
      number_at(lead, "score_db"),
      number_at(lead, "went_on_share", "value"),
      number_at(lead, "inflow_usd", "excess"),
      number_at(lead, "outflow_usd", "excess"),
      text_at(lead, "against"),
      text_at(lead, "band"),
      Cell(joined(at(lead, "origins"), "iso3", 3)),
      Cell(joined(at(lead, "goods", "lists"), "list", 3)),
      text_at(lead, "destination"),
      text_at(lead, "reopened_at"),
      text_at(lead, "status")};
}

std::vector<formats::Column> lead_columns() {
  return {
      text_column("id", Overflow::kKeep),
      text_column("kind"),
      text_column("hub"),
      text_column("goods", Overflow::kKeep),
      text_column("label"),
      text_column("since"),
      double_column("q_value", "", 2),
      double_column("score_db", "", 4),
      double_column("went_on_share", "", 2),
      double_column("inflow_excess_usd", "", 3),
      double_column("outflow_excess_usd", "", 3),
      text_column("against"),
      text_column("band"),
      text_column("origins"),
      text_column("lists"),
      text_column("destination"),
      text_column("reopened_at"),
      text_column("status")};
}

std::string leg_text(const JsonValue& lead, std::string_view leg) {
  const JsonValue* found = lead.find(leg);
  if (found == nullptr || found->is_null()) {
    return "not reported";
  }
  return fmt::format(
      "{} after, {} expected, {} more than that ({} to {})",
      dollars(number_at(*found, "after")),
      dollars(number_at(*found, "expected")),
      dollars(number_at(*found, "excess")),
      dollars(number_at(*found, "low")),
      dollars(number_at(*found, "high"))
  );
}

std::string db_text(const JsonValue& object, std::string_view key) {
  const JsonValue* found = object.find(key);
  return found == nullptr || found->is_null() ? "?" : found->number_text() + " dB";
}

std::string title_of(const JsonValue& lead) {
  return fmt::format(
      "{}: goods of {} ({}) into {}, {} {}",
      plain(text_at(lead, "kind")),
      plain(text_at(lead, "goods", "family")),
      plain(text_at(lead, "goods", "label")),
      plain(text_at(lead, "hub")),
      plain(text_at(lead, "kind")) == "lead" ? "and on to" : "perhaps on to",
      plain(text_at(lead, "destination"))
  );
}

void append_origins(std::vector<std::vector<Cell>>& rows, const JsonValue& lead) {
  constexpr std::size_t kShown = 5;
  const JsonValue* origins = lead.find("origins");
  if (origins == nullptr) {
    return;
  }
  for (std::size_t i = 0; i < std::min(kShown, origins->elements().size()); ++i) {
    const JsonValue& origin = origins->elements()[i];
    rows.push_back(
        {"origin",
         plain(text_at(origin, "iso3")),
         fmt::format(
             "share {} of what came in ({} to {})",
             share_text(number_at(origin, "share")),
             share_text(number_at(origin, "low")),
             share_text(number_at(origin, "high"))
         )}
    );
  }
}

// What went on since the lead began: where it was made, and by which ways it came.
void append_traced(std::vector<std::vector<Cell>>& rows, const JsonValue& lead) {
  constexpr std::size_t kShown = 5;
  const JsonValue* traced = lead.find("traced");
  if (traced == nullptr || traced->is_null()) {
    return;
  }
  rows.push_back(
      {"traced",
       Cell(),
       fmt::format(
           "{} sent on {} to {} ({} to {}): where it was made if the hub mixes all that it has, "
           "and "
           "in brackets what is certain whatever it did",
           dollars(number_at(*traced, "sent_usd")),
           plain(text_at(*traced, "from")),
           plain(text_at(*traced, "until")),
           dollars(number_at(*traced, "least_usd")),
           dollars(number_at(*traced, "most_usd"))
       )}
  );
  std::size_t shown = 0;
  for (const JsonValue& origin : traced->find("origins")->elements()) {
    const std::string name = plain(text_at(origin, "name"));
    if (++shown > kShown && name != "unknown") {
      continue;
    }
    rows.push_back(
        {"made in",
         name,
         fmt::format(
             "share {} ({} to {}), {}",
             share_text(number_at(origin, "share")),
             share_text(number_at(origin, "least_share")),
             share_text(number_at(origin, "most_share")),
             dollars(number_at(origin, "value_usd"))
         )}
    );
  }
  for (const JsonValue& route : traced->find("routes")->elements()) {
    std::vector<std::string> places;
    for (const JsonValue& place : route.find("places")->elements()) {
      places.push_back(place.as_string() ? *place.as_string() : "");
    }
    rows.push_back(
        {"route",
         share_text(number_at(route, "share")),
         fmt::format("{}, {}", join(places, " > "), dollars(number_at(route, "value_usd")))}
    );
  }
}

// Which of the goods were found in weapons.
void append_components(std::vector<std::vector<Cell>>& rows, const JsonValue& lead) {
  const JsonValue* found = lead.find("found_in_weapons");
  if (found == nullptr || found->is_null()) {
    return;
  }
  for (const JsonValue& part : found->elements()) {
    rows.push_back(
        {"in weapons",
         plain(text_at(part, "hs")),
         fmt::format(
             "{} parts of {} makers, found in {} weapons, are {} ({} confidence)",
             part.integer_at("components"),
             part.integer_at("makers"),
             part.integer_at("weapons"),
             plain(text_at(part, "label")),
             plain(text_at(part, "confidence"))
         )}
    );
  }
  if (found->elements().empty()) {
    rows.push_back({"in weapons", Cell(), "none of the recorded parts is told to be such goods"});
  }
}

// When the level changed, with its interval where there is a date.
void append_since(std::vector<std::vector<Cell>>& rows, const JsonValue& lead) {
  const std::string low = plain(text_at(lead, "since_low"));
  const std::string interval =
      low.empty() ? "" : fmt::format("95 %: {} to {}; ", low, plain(text_at(lead, "since_high")));
  rows.push_back(
      {"since",
       plain(text_at(lead, "since")),
       fmt::format(
           "{}compared: {} to {}, before and after {}",
           interval,
           plain(text_at(lead, "window", "from")),
           plain(text_at(lead, "window", "until")),
           plain(text_at(lead, "window", "since"))
       )}
  );
}

void append_share(std::vector<std::vector<Cell>>& rows, const JsonValue& lead) {
  const JsonValue* share = lead.find("went_on_share");
  if (share == nullptr || share->is_null()) {
    return;
  }
  const std::string basis = plain(text_at(*share, "basis"));
  rows.push_back(
      {"share",
       share_text(number_at(*share, "value")),
       fmt::format(
           "of what came in beyond expectation went on ({} to {}){}; of all that came in the "
           "totals "
           "alone allow {} to {}",
           share_text(number_at(*share, "low")),
           share_text(number_at(*share, "high")),
           basis == "coupling_kg"    ? ", month by month in kilograms"
           : basis == "coupling_usd" ? ", month by month in USD"
                                     : ", by totals in USD",
           share_text(number_at(*share, "logical_low")),
           share_text(number_at(*share, "logical_high"))
       )}
  );
}

std::string number_text(const JsonValue& object, std::string_view key) {
  const JsonValue* found = object.find(key);
  const auto number = found == nullptr ? std::nullopt : found->as_number();
  return number ? fmt::format("{:.3g}", *number) : "?";
}

// The distribution of the placebos that a measure was compared with, in one line; where there is
// none, what was expected of it.
std::string distribution_text(const JsonValue& item) {
  const JsonValue* placebos = item.find("placebos");
  if (placebos != nullptr && !placebos->is_null()) {
    const std::string clusters = number_text(*placebos, "clusters");
    return fmt::format(
        "own {}, median {}, 95 % below {}, of {} placebos{}; p {}",
        number_text(*placebos, "value"),
        number_text(*placebos, "median"),
        number_text(*placebos, "high"),
        number_text(*placebos, "cells"),
        clusters == "?" ? "" : " in " + clusters + " hub-chapters",
        number_text(item, "p_value")
    );
  }
  const std::string unit = plain(text_at(item, "unit"));
  std::string text = "own " + number_text(item, "value") + (unit.empty() ? "" : " " + unit);
  if (number_text(item, "expected") != "?") {
    text += ", expected " + number_text(item, "expected");
  }
  if (number_text(item, "low") != "?" && number_text(item, "high") != "?") {
    text += " (" + number_text(item, "low") + " to " + number_text(item, "high") + ")";
  }
  return text + "; no placebos";
}

void append_test(std::vector<std::vector<Cell>>& rows, const JsonValue& lead) {
  const auto value_of = [&](std::string_view key) {
    const JsonValue* found = lead.find(key);
    return found == nullptr ? std::nullopt : found->as_number();
  };
  const auto q_value = value_of("q_value");
  if (!q_value) {
    rows.push_back({"q-value", Cell(), "none: the error rate of this cell is not controlled"});
    return;
  }
  const auto smallest = value_of("smallest_q");
  rows.push_back(
      {"q-value",
       fmt::format("{:.2g}", *q_value),
       fmt::format(
           "expected share of false ones if the list ends here; p {:.2g}, the largest over the "
           "innocent explanations that are tested{}",
           value_of("p_value").value_or(1.0),
           smallest
               ? fmt::format("; with these placebos no q below {:.2g} could be reached", *smallest)
               : ""
       )}
  );
}

void append_waterfall(std::vector<std::vector<Cell>>& rows, const JsonValue& lead) {
  rows.push_back({"prior", db_text(lead, "prior_db"), "against: " + plain(text_at(lead, "against"))}
  );
  if (const JsonValue* evidence = lead.find("evidence")) {
    for (const auto& item : evidence->elements()) {
      const std::string detail = plain(text_at(item, "detail"));
      rows.push_back(
          {"evidence",
           db_text(item, "weight_db"),
           plain(text_at(item, "measure")) + (detail.empty() ? "" : ": " + detail)}
      );
      rows.push_back({"compared", Cell(), distribution_text(item)});
    }
  }
  rows.push_back({"score", db_text(lead, "score_db"), plain(text_at(lead, "band"))});
  if (const JsonValue* innocent = lead.find("innocent")) {
    for (const auto& item : innocent->elements()) {
      const std::string detail = plain(text_at(item, "detail"));
      rows.push_back(
          {"innocent",
           db_text(item, "score_db"),
           fmt::format(
               "{}: {}{}",
               plain(text_at(item, "explanation")),
               plain(text_at(item, "result")),
               detail.empty() ? "" : "; " + detail
           )}
      );
    }
  }
}

void append_quality(std::vector<std::vector<Cell>>& rows, const JsonValue& lead) {
  if (const JsonValue* quality = lead.find("data_quality")) {
    for (const auto& item : quality->elements()) {
      rows.push_back({"data", plain(text_at(item, "issue")), plain(text_at(item, "detail"))});
    }
  }
}

// What was decided, by whom, and when it fell.
void append_decisions(std::vector<std::vector<Cell>>& rows, const JsonValue& lead) {
  const JsonValue* decisions = lead.find("decisions");
  if (decisions == nullptr) {
    return;
  }
  for (const auto& item : decisions->elements()) {
    const std::string status = plain(text_at(item, "status"));
    const std::string action = plain(text_at(item, "action"));
    const std::string by = plain(text_at(item, "by"));
    rows.push_back(
        {!status.empty()            ? status
         : action == "leads.reopen" ? "reopened"
                                    : "note",
         plain(text_at(item, "at")),
         (by.empty() ? "" : by + ": ") + plain(text_at(item, "text"))}
    );
  }
}

std::vector<formats::Column> story_columns() {
  return {text_column("about"), text_column("value"), text_column("what", Overflow::kWrap)};
}

Document story_of(const JsonValue& lead, std::vector<std::vector<Cell>> rows) {
  Document document;
  document.schema = "portolan.lead/1";
  document.table.columns = story_columns();
  document.table.rows = std::move(rows);
  document.records_json = std::vector<std::string>{lead.dump()};
  return document;
}

}  // namespace

Document document_of(const engine::LeadRun& run) {
  Document document;
  document.schema = "portolan.leads/1";
  JsonValue params = run.params;
  params.set("run", run.id);
  document.params_json = params.dump();
  document.table.columns = lead_columns();
  document.records_json.emplace();
  for (const auto& lead : run.leads) {
    document.table.rows.push_back(lead_row(lead));
    document.records_json->push_back(lead.dump());
  }
  document.notices = run.notices;
  return document;
}

Document lead_document(const JsonValue& lead) {
  std::vector<std::vector<Cell>> rows;
  rows.push_back({"lead", plain(text_at(lead, "id")), title_of(lead)});
  rows.push_back({"status", plain(text_at(lead, "status")), Cell()});
  rows.push_back({"codes", Cell(), joined(at(lead, "goods", "hs"), "", 20)});
  if (const JsonValue* lists = at(lead, "goods", "lists")) {
    for (const auto& list : lists->elements()) {
      rows.push_back(
          {"list",
           plain(text_at(list, "list")),
           fmt::format(
               "tier {}, listed {}, controlled since {}",
               plain(text_at(list, "tier")),
               plain(text_at(list, "listed_on")),
               plain(text_at(list, "controlled_since"))
           )}
      );
    }
  }
  append_since(rows, lead);
  append_origins(rows, lead);
  append_traced(rows, lead);
  append_components(rows, lead);
  rows.push_back({"came in", Cell(), leg_text(lead, "inflow_usd")});
  rows.push_back({"went on", Cell(), leg_text(lead, "outflow_usd")});
  append_share(rows, lead);
  append_test(rows, lead);
  append_waterfall(rows, lead);
  append_quality(rows, lead);
  append_decisions(rows, lead);
  Document document = story_of(lead, std::move(rows));
  if (const JsonValue* notices = at(lead, "traced", "notices")) {
    for (const JsonValue& notice : notices->elements()) {
      document.notices.push_back("traced: " + (notice.as_string() ? *notice.as_string() : ""));
    }
  }
  return document;
}

Document lead_explanation(const JsonValue& lead) {
  std::vector<std::vector<Cell>> rows;
  append_test(rows, lead);
  append_waterfall(rows, lead);
  Document document = story_of(lead, std::move(rows));
  document.notices = {
      "prior and evidence add up to the score, which stands against the strongest innocent "
      "explanation; 10 dB make something ten times as likely"};
  return document;
}

Document rows_document(const engine::LeadRequest& request, formats::Table rows) {
  Document document;
  document.schema = "portolan.lead_rows/1";
  formats::JsonWriter json;
  document.params_json = json.begin_object().field("lead", request.id).end_object().take();
  document.table = std::move(rows);
  return document;
}

}  // namespace portolan::wire
