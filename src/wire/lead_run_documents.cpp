#include <algorithm>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::Document;
using formats::double_column;
using formats::JsonValue;
using formats::Overflow;
using formats::text_column;

std::ptrdiff_t count_of(const engine::LeadsDifference& difference, std::string_view change) {
  return std::ranges::count(difference.leads, change, &engine::LeadDifference::change);
}

}  // namespace

Document document_of(const std::vector<engine::LeadRun>& runs) {
  Document document;
  document.schema = "portolan.lead_runs/1";
  document.table.columns = {
      text_column("run", Overflow::kKeep),
      text_column("made_at"),
      text_column("asked_at"),
      text_column("to"),
      text_column("goods"),
      text_column("from"),
      text_column("until"),
      text_column("since"),
      text_column("panel")};
  for (const auto& run : runs) {
    document.table.rows.push_back(
        {run.id,
         run.made_at,
         run.asked_at,
         text_at(run.params, "to"),
         text_at(run.params, "goods"),
         text_at(run.params, "from"),
         text_at(run.params, "until"),
         text_at(run.params, "since"),
         text_at(run.params, "panel")}
    );
  }
  return document;
}

Document document_of(const engine::LeadsDifference& difference) {
  Document document;
  document.schema = "portolan.leads_diff/1";
  document.params_json =
      JsonValue::object({{"before", difference.before}, {"after", difference.after}}).dump();
  document.table.columns = {
      text_column("id", Overflow::kKeep),
      text_column("change"),
      text_column("kind"),
      text_column("hub"),
      text_column("goods"),
      text_column("status"),
      double_column("score_before_db", "", 4),
      double_column("score_after_db", "", 4),
      double_column("q_value_before", "", 2),
      double_column("q_value_after", "", 2),
      text_column("what", Overflow::kWrap)};
  for (const auto& lead : difference.leads) {
    document.table.rows.push_back(
        {lead.id,
         lead.change,
         lead.kind,
         lead.hub,
         lead.goods,
         lead.status,
         formats::cell_of(lead.score_before_db),
         formats::cell_of(lead.score_after_db),
         formats::cell_of(lead.q_value_before),
         formats::cell_of(lead.q_value_after),
         lead.what}
    );
  }
  document.notices.push_back(
      difference.leads.empty() ? "the two runs give the same leads"
                               : fmt::format(
                                     "{} new, {} changed, {} gone",
                                     count_of(difference, "new"),
                                     count_of(difference, "changed"),
                                     count_of(difference, "gone")
                                 )
  );
  if (!difference.asked_differently.empty()) {
    document.notices.push_back(
        "the later run asked differently: " + join(difference.asked_differently, ", ")
    );
  }
  return document;
}

Document document_of(const std::vector<engine::JournalLine>& lines) {
  Document document;
  document.schema = "portolan.journal/1";
  document.table.columns = {
      formats::integer_column("number"),
      text_column("at"),
      text_column("action"),
      text_column("subject"),
      text_column("status"),
      text_column("by"),
      text_column("text", Overflow::kWrap),
      text_column("sha256")};
  document.records_json.emplace();
  for (const engine::JournalLine& line : lines) {
    const auto first_of = [&](std::string_view one, std::string_view other) {
      const Cell cell = text_at(line.body, one);
      return std::holds_alternative<std::monostate>(cell) ? text_at(line.body, other) : cell;
    };
    Cell subject = first_of("lead", "run");
    if (std::holds_alternative<std::monostate>(subject)) {
      subject = text_at(line.body, "import_id");
    }
    document.table.rows.push_back(
        {line.number,
         line.at,
         line.action,
         subject,
         text_at(line.body, "status"),
         text_at(line.body, "by"),
         first_of("text", "reason"),
         line.sha256}
    );
    document.records_json->push_back(formats::JsonValue::object({{"number", line.number},
                                                                 {"at", line.at},
                                                                 {"action", line.action},
                                                                 {"body", line.body},
                                                                 {"sha256", line.sha256}}
    ).dump());
  }
  return document;
}

}  // namespace portolan::wire
