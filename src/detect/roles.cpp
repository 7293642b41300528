#include "roles.hpp"

#include <algorithm>

#include "portolan/base/countries.hpp"
#include "portolan/base/error.hpp"

namespace portolan::detect {
namespace {

std::uint16_t place_of_hub(const panel::CodedPanel& panel, const std::string& name) {
  const auto place = panel.find_place(name);
  if (!place) {
    throw invalid_argument("via: expected a country with trade in the panel, got \"{}\"", name);
  }
  return *place;
}

}  // namespace

Roles roles_of(const DetectInput& input, const DetectOptions& options) {
  Roles roles;
  roles.destination_name = country_of_user_text(options.destination).to_string();
  if (const auto place = input.panel->find_place(roles.destination_name)) {
    roles.destination = *place;
  }
  roles.is_controlling.assign(input.panel->places().size(), false);
  roles.is_in_union.assign(input.panel->places().size(), false);
  for (const std::string& name : input.controlling) {
    if (const auto place = input.panel->find_place(name)) {
      roles.is_controlling[*place] = true;
    }
  }
  // A country that is suspected tells nothing about what the product does elsewhere.
  for (const std::string& name : options.hubs) {
    roles.is_controlling[place_of_hub(*input.panel, name)] = false;
  }
  for (const std::string& name : input.customs_union) {
    if (const auto place = input.panel->find_place(name)) {
      roles.is_in_union[*place] = true;
    }
  }
  return roles;
}

std::vector<std::uint16_t>
hubs_of(const DetectInput& input, const DetectOptions& options, const Roles& roles) {
  std::vector<std::uint16_t> hubs;
  for (const std::string& name : options.hubs) {
    const std::uint16_t hub = place_of_hub(*input.panel, name);
    if (hub == roles.destination) {
      throw invalid_argument(
          "via: expected another country than the destination, got \"{}\"", name
      );
    }
    hubs.push_back(hub);
  }
  for (std::size_t place = 0; options.hubs.empty() && place < input.panel->places().size();
       ++place) {
    const auto code = static_cast<std::uint16_t>(place);
    if (code != roles.destination && !roles.is_controlling[place] &&
        !input.panel->is_stated_sum(code)) {
      hubs.push_back(code);
    }
  }
  std::sort(hubs.begin(), hubs.end());
  hubs.erase(std::unique(hubs.begin(), hubs.end()), hubs.end());
  return hubs;
}

}  // namespace portolan::detect
