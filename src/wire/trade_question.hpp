#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portolan/engine/trade_question.hpp"
#include "portolan/formats/json_writer.hpp"

namespace portolan::wire {

/// Appends a question about trade, and the families that it came to, as fields of an object.
void append_question(
    formats::JsonWriter& json,
    const engine::TradeQuestion& question,
    const std::vector<std::string>& families
);

/// Returns the name of an amount with its unit: "least_usd"; "least" where the unit is the user's
/// own and so empty.
[[nodiscard]] std::string amount_name(std::string_view name, const std::string& unit);

}  // namespace portolan::wire
