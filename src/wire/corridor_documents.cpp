#include <string>

#include <fmt/format.h>

#include "portolan/formats/json_writer.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::wire {
namespace {

using formats::Cell;
using formats::cell_of;
using formats::decimal_column;
using formats::Document;
using formats::double_column;
using formats::text_column;

template <typename Member>
Cell of_leg(const std::optional<engine::PanelPoint>& leg, Member member) {
  return leg ? cell_of(member(*leg)) : Cell();
}

std::vector<Cell> point_row(const engine::CorridorPoint& point) {
  const auto exported = [](const engine::PanelPoint& leg) {
    return leg.exported.usd;
  };
  const auto imported = [](const engine::PanelPoint& leg) {
    return leg.imported.usd;
  };
  const auto gap = [](const engine::PanelPoint& leg) {
    return leg.gap;
  };
  return {
      point.period.empty() ? std::string("all") : point.period,
      cell_of(point.inflow_usd),
      cell_of(point.outflow_usd),
      cell_of(point.went_on_share),
      cell_of(point.logical_low),
      cell_of(point.logical_high),
      of_leg(point.inflow, gap),
      of_leg(point.outflow, gap),
      of_leg(point.inflow, exported),
      of_leg(point.inflow, imported),
      of_leg(point.outflow, exported),
      of_leg(point.outflow, imported),
      point.freq,
      std::int64_t{point.level},
      point.basis};
}

}  // namespace

Document document_of(const engine::CorridorRequest& request, const engine::CorridorResult& result) {
  Document document;
  document.schema = "portolan.corridor/1";
  formats::JsonWriter json;
  document.params_json = json.begin_object()
                             .field("origin", result.origin)
                             .field("hub", result.hub)
                             .field("destination", result.destination)
                             .field("goods", request.goods)
                             .field("from", request.from.empty() ? Cell() : Cell(request.from))
                             .field("until", request.until.empty() ? Cell() : Cell(request.until))
                             .end_object()
                             .take();
  document.table.columns = {
      text_column("period"),
      decimal_column("inflow_usd"),
      decimal_column("outflow_usd"),
      double_column("went_on_share", "", 3),
      double_column("logical_low", "", 3),
      double_column("logical_high", "", 3),
      double_column("inflow_gap", "", 3),
      double_column("outflow_gap", "", 3),
      decimal_column("inflow_export_usd"),
      decimal_column("inflow_import_usd"),
      decimal_column("outflow_export_usd"),
      decimal_column("outflow_import_usd"),
      text_column("freq"),
      formats::integer_column("level"),
      text_column("basis")};
  for (const auto& point : result.points) {
    document.table.rows.push_back(point_row(point));
  }
  document.notices = result.notices;
  if (result.points.empty()) {
    document.notices.emplace_back("nobody reports either leg in what is imported: it is unknown");
  }
  return document;
}

Document document_of(const engine::DemoResult& result) {
  Document document = document_of(result.run);
  document.notices.insert(
      document.notices.begin(),
      fmt::format(
          "{} files with {} records are in the workspace {}; the panel has {} flows",
          result.num_files,
          result.num_records,
          result.root.string(),
          result.num_panel_rows
      )
  );
  const std::string where = result.root.string();
  auto& notices = document.notices;
  notices.push_back(fmt::format("next: cd {}", where));
  if (!result.run.leads.empty()) {
    const auto* id = result.run.leads.front().find("id");
    const std::string first = id->as_string()->substr(0, 6);
    notices.push_back(
        fmt::format("next: portolan leads show {}      the strongest lead in full", first)
    );
    notices.push_back(fmt::format("next: portolan leads explain {}   how its score adds up", first)
    );
    notices.push_back(
        fmt::format("next: portolan leads show {} --rows   the rows of the files behind it", first)
    );
  }
  notices.emplace_back(
      "next: portolan detect --to RUS -f json -o leads.json && "
      "portolan world score practice leads.json   how much of it is true"
  );
  return document;
}

}  // namespace portolan::wire
