#include "portolan/engine/worlds.hpp"

#include <iterator>

#include "portolan/world/world_files.hpp"

namespace portolan::engine {

MakeWorldResult make_world(const MakeWorldRequest& request, Progress& progress) {
  const world::MakeWorldResult made = world::make_world_files(
      {.folder = request.folder,
       .seed = request.seed,
       .size = request.size,
       .plants = request.plants,
       .decoys = request.decoys},
      progress
  );
  MakeWorldResult result;
  result.num_countries = made.num_countries;
  result.num_goods = made.num_goods;
  result.num_months = made.num_months;
  result.num_flows = made.num_flows;
  result.num_events = std::ssize(made.truth.events);
  for (const auto& file : made.files) {
    result.files.push_back({file.path, file.layout, file.rows});
  }
  return result;
}

}  // namespace portolan::engine
