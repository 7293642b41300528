#include "portolan/world/truth.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>

#include <fmt/format.h>

#include "portolan/base/text.hpp"
#include "portolan/formats/json_writer.hpp"
#include "text_file.hpp"

namespace portolan::world {
namespace {

std::vector<std::string> codes_of(const World& world, const std::vector<std::uint16_t>& goods) {
  std::vector<std::string> codes;
  for (const std::uint16_t good : goods) {
    const WorldGood& family = world.goods[good];
    codes.insert(codes.end(), family.hs2017.begin(), family.hs2017.end());
    codes.insert(codes.end(), family.hs2022.begin(), family.hs2022.end());
  }
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

/// Growth of a whole trade, price shocks and reforms have no cells: they are everywhere at once.
bool has_cells(EventKind kind) {
  return kind != EventKind::kWholeTradeGrows && kind != EventKind::kPriceShock &&
         kind != EventKind::kReportingReform;
}

struct MonthSums {
  std::int64_t in_usd = 0;
  std::int64_t out_usd = 0;
};
using CellKey = std::pair<std::uint16_t, std::uint16_t>;  // hub, family
using CellSums = std::map<CellKey, std::map<std::uint16_t, MonthSums>>;

CellSums sums_of_event(const World& world, std::size_t number) {
  CellSums sums;
  for (const PlantedFlow& flow : world.planted) {
    if (flow.event != number || flow.leg == Leg::kElsewhere) {
      continue;
    }
    const FlowKey& key = flow.key;
    if (flow.leg != Leg::kOut) {
      sums[{key.importer, key.good}][key.month].in_usd += flow.amounts.left_usd;
    }
    if (flow.leg != Leg::kIn) {
      sums[{key.exporter, key.good}][key.month].out_usd += flow.amounts.left_usd;
    }
  }
  return sums;
}

std::vector<TruthCell> cells_of_event(const World& world, std::size_t number) {
  std::vector<TruthCell> cells;
  for (const auto& [cell_key, months] : sums_of_event(world, number)) {
    const WorldGood& good = world.goods[cell_key.second];
    TruthCell cell{
        .hub = world.countries[cell_key.first].code,
        .family = good.hs2022.front(),
        .hs = codes_of(world, {cell_key.second}),
        .lists = good.lists,
        .months = {},
    };
    for (const auto& [month, sum] : months) {
      cell.months.push_back(
          {.month = world.months[month], .in_usd = sum.in_usd, .out_usd = sum.out_usd}
      );
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

TruthEvent event_of(const World& world, std::size_t number) {
  const WorldEvent& planted = world.events[number];
  TruthEvent event{
      .number = static_cast<int>(number) + 1,
      .kind = planted.kind,
      .size = planted.size,
      .hubs = {},
      .destination = world.countries[world.destination].code,
      .origins = {},
      .start = world.months[planted.start],
      .end = world.months[planted.end],
      .went_on_share = planted.went_on_share,
      .hs = codes_of(world, planted.goods),
      .true_hs = codes_of(world, planted.true_goods),
      .cells = {},
  };
  for (const std::uint16_t hub : planted.hubs) {
    event.hubs.push_back(world.countries[hub].code);
  }
  for (const OriginShare& origin : planted.origins) {
    event.origins.push_back({.iso3 = world.countries[origin.country].code, .share = origin.share});
  }
  if (has_cells(planted.kind)) {
    event.cells = cells_of_event(world, number);
  }
  return event;
}

std::vector<std::string> letters_of(const std::vector<CountryCode>& countries) {
  std::vector<std::string> letters;
  std::transform(
      countries.begin(),
      countries.end(),
      std::back_inserter(letters),
      [](const CountryCode& code) { return code.to_string(); }
  );
  return letters;
}

void append_cell(formats::JsonWriter& json, const TruthCell& cell) {
  json.begin_object()
      .field("hub", cell.hub.to_string())
      .field("family", cell.family)
      .field("hs", cell.hs)
      .field("lists", cell.lists)
      .field("in_usd", cell.in_usd())
      .field("out_usd", cell.out_usd())
      .key("months")
      .begin_array();
  for (const TruthMonth& month : cell.months) {
    json.begin_object()
        .field("month", month.month.to_string())
        .field("in_usd", month.in_usd)
        .field("out_usd", month.out_usd)
        .end_object();
  }
  json.end_array().end_object();
}

void append_event(formats::JsonWriter& json, const TruthEvent& event) {
  json.begin_object()
      .field("number", event.number)
      .field("kind", to_string(event.kind))
      .field("is_decoy", is_decoy(event.kind))
      .field("size_class", to_string(event.size))
      .field("hubs", letters_of(event.hubs))
      .field("destination", event.destination.to_string())
      .field("start", event.start.to_string())
      .field("end", event.end.to_string())
      .field("went_on_share", event.went_on_share)
      .field("hs", event.hs)
      .field("true_hs", event.true_hs)
      .key("origins")
      .begin_array();
  for (const TruthOrigin& origin : event.origins) {
    json.begin_object()
        .field("iso3", origin.iso3.to_string())
        .field("share", origin.share)
        .end_object();
  }
  json.end_array().key("cells").begin_array();
  for (const TruthCell& cell : event.cells) {
    append_cell(json, cell);
  }
  json.end_array().end_object();
}

std::string json_of(const Truth& truth) {
  formats::JsonWriter json;
  json.begin_object()
      .field("schema", "portolan.world_truth/1")
      .field("seed", std::to_string(truth.seed))
      .field("size", to_string(truth.size))
      .field("first_month", truth.first_month.to_string())
      .field("last_month", truth.last_month.to_string())
      .key("events")
      .begin_array();
  for (const TruthEvent& event : truth.events) {
    append_event(json, event);
  }
  json.end_array().end_object();
  return json.take() + '\n';
}

std::string csv_of(const Truth& truth) {
  std::string csv =
      "event,kind,is_decoy,size_class,hub,destination,family,hs,lists,month,in_usd,out_usd\n";
  for (const TruthEvent& event : truth.events) {
    for (const TruthCell& cell : event.cells) {
      for (const TruthMonth& month : cell.months) {
        fmt::format_to(
            std::back_inserter(csv),
            "{},{},{},{},{},{},{},{},{},{},{},{}\n",
            event.number,
            to_string(event.kind),
            is_decoy(event.kind),
            to_string(event.size),
            cell.hub.iso3(),
            event.destination.iso3(),
            cell.family,
            join(cell.hs, " "),
            cell.lists,
            month.month.to_string(),
            month.in_usd,
            month.out_usd
        );
      }
    }
  }
  return csv;
}

void write_text(const std::filesystem::path& path, std::string text) {
  TextFile file(path);
  file.buffer() = std::move(text);
  file.close();
}

}  // namespace

std::int64_t TruthCell::in_usd() const {
  std::int64_t sum = 0;
  for (const TruthMonth& month : months) {
    sum += month.in_usd;
  }
  return sum;
}

std::int64_t TruthCell::out_usd() const {
  std::int64_t sum = 0;
  for (const TruthMonth& month : months) {
    sum += month.out_usd;
  }
  return sum;
}

Truth truth_of(const World& world) {
  Truth truth{
      .seed = world.seed,
      .size = world.spec.size,
      .first_month = world.months.front(),
      .last_month = world.months.back(),
      .events = {},
  };
  for (std::size_t number = 0; number < world.events.size(); ++number) {
    truth.events.push_back(event_of(world, number));
  }
  return truth;
}

void write_truth(const Truth& truth, const std::filesystem::path& folder) {
  write_text(folder / "truth.json", json_of(truth));
  write_text(folder / "truth.csv", csv_of(truth));
}

}  // namespace portolan::world
