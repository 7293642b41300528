#include "trace_sources.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "asked_goods.hpp"
#include "goods_catalogue.hpp"
#include "open_workspace.hpp"
#include "portolan/base/countries.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/panel/show.hpp"
#include "portolan/panel/workspace_panel.hpp"
#include "portolan/trace/leg_history.hpp"
#include "portolan/trace/panel_trade.hpp"
#include "portolan/trace/producers.hpp"
#include "trace_files.hpp"

namespace portolan::engine {
namespace {

constexpr std::string_view kUnknown = "unknown";
constexpr std::string_view kMargin = "margin";

std::string listed(const std::vector<std::string>& names) {
  return names.empty() ? "none" : join(names, ", ");
}

/// The lines of a file that are about a family, each with its place.
template <typename Line>
std::vector<std::pair<std::string, Line>> lines_of(
    std::string_view subject,
    const std::vector<Line>& lines,
    const trace::FamilyTrade& family,
    const std::function<std::string(std::string_view)>& place_of
) {
  std::vector<std::pair<std::string, Line>> result;
  std::set<std::string> known;
  for (const Line& line : lines) {
    if (!family.family.empty() && !family.family.starts_with(line.goods)) {
      continue;
    }
    std::string place = place_of(line.country);
    if (!known.insert(place).second) {
      throw bad_data(
          "{}: expected each country once for the same goods, got {} again", subject, line.country
      );
    }
    result.emplace_back(std::move(place), line);
  }
  return result;
}

/// The hubs that a question names: they are no makers by trade alone.
std::vector<std::string> hubs_of(const trace::OriginsQuestion& question) {
  std::vector<std::string> hubs;
  if (!question.hub.empty()) {
    hubs.push_back(question.hub);
  }
  for (const trace::PlaceSet& set : question.through) {
    hubs.insert(hubs.end(), set.places.begin(), set.places.end());
  }
  return hubs;
}

std::string part_years(const trace::PanelTrade& trade) {
  std::string text;
  for (const auto& [first, last] : trade.part_years) {
    text += fmt::format(
        "{} {} to {} only", text.empty() ? ", of" : " and", first.to_string(), last.to_string()
    );
  }
  return text;
}

void add_capacities(
    const panel::CodedPanel& panel,
    const std::string& place,
    trace::PanelTrade& trade,
    std::vector<std::string>& notices
) {
  const auto limits =
      trace::limit_by_history(panel, country_of_user_text(place).to_string(), trade);
  notices.push_back(
      limits.num_windows == 0
          ? "nothing like the window lies before it: no leg's growth is known, and each can pass "
            "all "
            "of the goods"
          : fmt::format(
                "how far legs can grow is taken from {} windows like this before it",
                limits.num_windows
            )
  );
}

}  // namespace

std::pair<std::string, std::string> TraceSource::end_of(const std::string& text) const {
  const auto colon = text.find(':');
  if (std::ranges::binary_search(places, text) || colon == std::string::npos) {
    return {"", place_of(text)};
  }
  return {
      place_of(trim(std::string_view(text).substr(0, colon))),
      place_of(trim(std::string_view(text).substr(colon + 1)))};
}

trace::PlaceSet TraceSource::set_of(std::string_view subject, const std::string& text) const {
  trace::PlaceSet set{.name = text, .places = {}};
  if (std::ranges::binary_search(places, text)) {
    set.places = {text};
    return set;
  }
  const auto pieces = split(text, '+');
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    std::string_view part = trim(pieces[i]);
    // "G7+" ends in the sign that joins.
    if (is_equal_ignoring_case(part, "G7") && i + 1 < pieces.size() &&
        trim(pieces[i + 1]).empty()) {
      part = "G7+";
      ++i;
    }
    if (part.empty()) {
      throw invalid_argument("{}: expected places with + between them, got \"{}\"", subject, text);
    }
    if (part == kUnknown) {
      set.has_unknown = true;
      continue;
    }
    if (part == kMargin) {
      set.has_margins = true;
      continue;
    }
    const auto found = places_of(part);
    set.places.insert(set.places.end(), found.begin(), found.end());
  }
  return set;
}

bool TraceSource::lacks_trade_of(const std::string& place) {
  if (!has_countries || std::ranges::binary_search(places, place)) {
    return false;
  }
  notices.push_back(fmt::format("{}: nothing of these goods is told to or from there", place));
  return true;
}

void TraceSource::take_as_certain() {
  for (trace::FamilyTrade& family : families) {
    for (trace::TradeRow& row : family.rows) {
      row.low = row.value;
      row.high = row.value;
    }
    std::erase_if(family.rows, [](const trace::TradeRow& row) { return row.value == Decimal3(); });
  }
  notices.emplace_back("every value is taken as certain, whatever its range");
}

void TraceSource::take_margins(const std::filesystem::path& file) {
  const auto lines = read_margins_file(file);
  for (trace::FamilyTrade& family : families) {
    for (auto& [place, line] : lines_of("margins", lines, family, place_of)) {
      family.margins.push_back({.place = std::move(place), .share = line.share});
    }
  }
}

void TraceSource::find_makers(
    const TradeQuestion& request,
    const trace::OriginsQuestion& question
) {
  if (!request.producers.empty()) {
    const auto lines = read_producers_file(request.producers);
    for (trace::FamilyTrade& family : families) {
      for (auto& [place, line] : lines_of("producers", lines, family, place_of)) {
        family.producers.push_back({.place = std::move(place), .output = line.output});
      }
    }
    return;
  }
  std::set<std::string> by_trade;
  bool has_known = false;
  for (trace::FamilyTrade& family : families) {
    if (!unit.empty()) {
      family.producers = trace::known_producers_of(family.family);
    }
    has_known = has_known || !family.producers.empty();
    if (family.producers.empty()) {
      family.producers = trace::net_exporters(family.rows, hubs_of(question));
      for (const trace::ProducerRow& row : family.producers) {
        by_trade.insert(row.place);
      }
    }
  }
  if (has_known) {
    notices.emplace_back(
        "makers are those of the shipped table (docs/data/producers.md); their outputs are not "
        "known: "
        "at least what their trade needs, perhaps all that they sent"
    );
  }
  if (!by_trade.empty()) {
    notices.push_back(fmt::format(
        "nobody says who makes the goods: makers are taken to be those who send more than they "
        "receive ({}); a table with --producers is better",
        listed({by_trade.begin(), by_trade.end()})
    ));
  }
}

TraceSource network_source(const TradeQuestion& request, const SourceOptions& options) {
  NetworkFile file = read_network_file(request.network, options.has_periods);
  TraceSource source;
  if (!request.goods.empty() || !request.from.empty() || !request.until.empty()) {
    throw invalid_argument("--network: expected no goods and no period beside it");
  }
  if (file.num_to_self > 0) {
    source.notices.push_back(fmt::format(
        "{} flows from a place to itself are left out: they change nothing", file.num_to_self
    ));
  }
  if (file.has_ranges) {
    source.notices.emplace_back("least and most hold for every network within the ranges");
  }
  source.families.push_back({.family = "", .rows = std::move(file.rows), .producers = {}});
  trace::count_periods_from_first(source.families);
  source.places = trace::places_of(source.families);
  // Places that the network does not know are told by the question's own check.
  source.place_of = [](std::string_view text) {
    return std::string(text);
  };
  source.places_of = [](std::string_view text) {
    return std::vector<std::string>{std::string(text)};
  };
  return source;
}

TraceSource panel_source(const TradeQuestion& request, const SourceOptions& options) {
  if (request.goods.empty()) {
    throw invalid_argument("--goods: expected lists, tiers or codes, got none")
        .with_hint("or a table of your own with --network FILE");
  }
  TraceSource source;
  source.unit = "USD";
  const store::Workspace workspace = open_workspace(request.workspace);
  const panel::WorkspacePanel opened = panel::open_workspace_panel(workspace);
  trace::PanelTrade trade = trace::panel_trade(
      opened.coded,
      {.goods = codes_of(
           request.goods, family_table(workspace), list_catalogue(workspace), source.notices
       ),
       .from = period_of("--from", request.from),
       .until = period_of("--until", request.until),
       .families_of = opened.families_of,
       .has_periods = options.has_periods}
  );
  if (trade.families.empty()) {
    throw not_found(
        "{}: expected trade {}in what is imported, got none in the window",
        request.goods,
        options.has_periods ? "by months " : ""
    );
  }
  if (!options.capacities_to.empty()) {
    add_capacities(opened.coded, options.capacities_to, trade, source.notices);
  }
  source.families = std::move(trade.families);
  source.places = trace::places_of(source.families);
  source.notices.push_back(fmt::format(
      "{} to {}, by {}, level {}, {} families; the reconciled estimate with the range of the two "
      "reports",
      trade.first->to_string(),
      trade.last->to_string(),
      trade.frequency == Frequency::kAnnual ? "years" : "months",
      trade.level,
      source.families.size()
  ));
  source.notices.push_back(fmt::format(
      "exports are reported by {}; imports by {}: what others traded among themselves is not known",
      listed(trade.export_reporters),
      listed(trade.import_reporters)
  ));
  if (trade.num_from_months > 0) {
    source.notices.push_back(fmt::format(
        "yearly figures summed from months: {}{}", trade.num_from_months, part_years(trade)
    ));
  }
  if (trade.num_without_range > 0) {
    source.notices.push_back(fmt::format(
        "no range is known of {} reports: they are taken as certain, which they are not",
        trade.num_without_range
    ));
  }
  if (!trade.goods_left_out.empty()) {
    source.notices.push_back(
        fmt::format("the level is too coarse for {}", listed(trade.goods_left_out))
    );
  }
  if (opened.is_stale) {
    source.notices.emplace_back(
        "imports were added or removed since the panel was built; portolan panel build renews it"
    );
  }
  source.has_countries = true;
  source.place_of = [](std::string_view text) {
    return country_of_user_text(text).to_string();
  };
  source.places_of = [places = source.places](std::string_view text) {
    const panel::PlaceSelection selection = panel::select_place(text);
    std::vector<std::string> found;
    std::ranges::set_intersection(selection.countries, places, std::back_inserter(found));
    return found;
  };
  return source;
}

}  // namespace portolan::engine
