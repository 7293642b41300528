#pragma once

#include <string>
#include <string_view>

#include "portolan/world/reports.hpp"

namespace portolan::world {

/// The 47 columns of UN Comtrade v1, with a line feed.
extern const std::string_view kComtradeHeader;

/// Append one report in a form of UN Comtrade v1: API CSV (no texts), website CSV (all cells
/// quoted, texts, one comma more than the header), or a JSON object.
void append_comtrade_csv(std::string& out, const World& world, const WorldReport& report);
void append_comtrade_website(std::string& out, const World& world, const WorldReport& report);
void append_comtrade_json(std::string& out, const World& world, const WorldReport& report);

}  // namespace portolan::world
