#include "asked_goods.hpp"
#include "goods_catalogue.hpp"
#include "open_workspace.hpp"
#include "portolan/engine/panel_reader.hpp"
#include "portolan/panel/show.hpp"
#include "portolan/panel/workspace_panel.hpp"

namespace portolan::engine {
namespace {

std::optional<Decimal3> money(std::optional<std::int64_t> thousandths) {
  return thousandths ? std::optional(Decimal3::from_thousandths(*thousandths)) : std::nullopt;
}

std::string status_text(panel::Status status) {
  switch (status) {
    case panel::Status::kReported:
      return "reported";
    case panel::Status::kInferredZero:
      return "inferred_zero";
    case panel::Status::kUnknown:
      return "unknown";
  }
  return "unknown";
}

PanelSide side_of(const panel::SideSums& sums) {
  PanelSide side;
  side.status = status_text(sums.status);
  side.usd = money(sums.usd);
  side.eur = money(sums.eur);
  side.kg = money(sums.kg);
  side.num_reported = sums.num_reported;
  side.num_inferred_zero = sums.num_inferred_zero;
  side.num_unknown = sums.num_unknown;
  return side;
}

PanelPoint point_of(const panel::ShowPoint& point) {
  PanelPoint result;
  result.period = point.period ? point.period->to_string() : "";
  result.exported = side_of(point.exported);
  result.imported = side_of(point.imported);
  result.reconciled_usd = money(point.reconciled_usd);
  result.estimate_usd = money(point.estimate_usd);
  result.low_usd = money(point.low_usd);
  result.high_usd = money(point.high_usd);
  result.gap = point.gap;
  result.is_partial = point.is_partial;
  return result;
}

PanelSeries series_of(const panel::ShowSeries& shown) {
  PanelSeries series;
  series.freq = to_string(shown.frequency);
  series.level = shown.level;
  series.basis = to_string(shown.basis);
  series.families = shown.families;
  series.goods_left_out = shown.goods_left_out;
  series.wider_families = shown.wider_families;
  for (const auto& point : shown.points) {
    series.points.push_back(point_of(point));
  }
  series.total = point_of(shown.total);
  return series;
}

}  // namespace

BuildPanelResult build_panel(const BuildPanelRequest& request, Progress& progress) {
  const store::Workspace workspace = open_workspace(request.workspace);
  panel::WorkspaceBuildOptions options;
  options.distances_file = request.distances;
  options.threads = request.threads;
  options.is_forced = request.is_forced;
  const auto build = panel::build_workspace_panel(workspace, options, progress);
  BuildPanelResult result;
  result.was_current = build.was_current;
  result.num_rows = build.report.num_rows;
  result.num_repeats = build.report.num_repeats;
  result.num_superseded = build.report.num_superseded;
  result.num_conflicts = build.report.num_conflicts;
  result.num_other_source = build.report.num_other_source;
  for (const auto& missing : build.report.missing_rates) {
    result.num_without_rate += missing.num_rows;
  }
  result.margin_basis = build.report.margin_basis;
  return result;
}

struct PanelReader::State {
  panel::WorkspacePanel opened;
  goods::FamilyTable families;
  goods::ListCatalogue lists;
};

PanelReader::PanelReader(const std::filesystem::path& folder) {
  const store::Workspace workspace = open_workspace(folder);
  state_ = std::make_unique<const State>(State{
      .opened = panel::open_workspace_panel(workspace),
      .families = family_table(workspace),
      .lists = list_catalogue(workspace)});
}

PanelReader::PanelReader(PanelReader&&) noexcept = default;
PanelReader& PanelReader::operator=(PanelReader&&) noexcept = default;
PanelReader::~PanelReader() = default;

ShowPanelResult PanelReader::show(const ShowPanelRequest& request) const {
  ShowPanelResult result;
  const panel::CorridorEnds ends = panel::select_corridor(request.corridor);
  panel::ShowRequest show;
  show.exporters = ends.exporters;
  show.importers = ends.importers;
  show.goods = codes_of(request.goods, state_->families, state_->lists, result.notices);
  show.from = period_of("--from", request.from);
  show.until = period_of("--until", request.until);
  show.families_of = state_->opened.families_of;
  const panel::ShowResult shown = panel::show(state_->opened.coded, show);
  result.exporters = shown.exporters;
  result.importers = shown.importers;
  for (const auto& series : shown.series) {
    result.series.push_back(series_of(series));
  }
  if (state_->opened.is_stale) {
    result.notices.emplace_back(
        "imports were added or removed since the panel was built; portolan panel build renews it"
    );
  }
  return result;
}

ShowPanelResult show_panel(const ShowPanelRequest& request) {
  return PanelReader(request.workspace).show(request);
}

}  // namespace portolan::engine
