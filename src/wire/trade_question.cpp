#include "trade_question.hpp"

#include <fmt/format.h>

#include "json_cells.hpp"
#include "portolan/base/text.hpp"

namespace portolan::wire {

void append_question(
    formats::JsonWriter& json,
    const engine::TradeQuestion& question,
    const std::vector<std::string>& families
) {
  json.field("to", question.to)
      .field("network", text_cell(question.network.string()))
      .field("goods", text_cell(question.goods))
      .field("families", families)
      .field("from", text_cell(question.from))
      .field("until", text_cell(question.until))
      .field("producers", text_cell(question.producers.string()))
      .field("origins", question.origins);
}

std::string amount_name(std::string_view name, const std::string& unit) {
  return unit.empty() ? std::string(name) : fmt::format("{}_{}", name, to_ascii_lower(unit));
}

}  // namespace portolan::wire
