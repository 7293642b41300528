#include "portolan/engine/places.hpp"

#include "portolan/base/countries.hpp"

namespace portolan::engine {

std::vector<PlaceInfo> places() {
  std::vector<PlaceInfo> all = {{.kind = "world", .place = "WLD", .name = "World"}};
  for (const char* const group : {"EAEU", "EU27", "G7+"}) {
    PlaceInfo info{.kind = "group", .place = group, .name = group};
    for (const CountryCode country : country_group(group)) {
      info.members.push_back(country.to_string());
    }
    all.push_back(std::move(info));
  }
  for (const CountryCode country : all_countries()) {
    PlaceInfo info{.kind = "country", .place = country.to_string(), .name = country_name(country)};
    const auto codes = comtrade_codes(country);
    if (!codes.empty()) {
      info.comtrade = codes.front().code;
    }
    all.push_back(std::move(info));
  }
  return all;
}

}  // namespace portolan::engine
