#pragma once

#include <string>

#include "portolan/formats/json_value.hpp"

namespace portolan::engine {

/// Returns the text of a member of a JSON object; empty if it is missing or no text.
[[nodiscard]] std::string text_at(const formats::JsonValue& object, std::string_view key);

/// Returns in words how the evidence for a lead moved: another kind, or a score that moved by more
/// than `moved_db` decibans; empty if it did not. Both are objects with the keys `kind` and
/// `score_db` of a lead.
[[nodiscard]] std::string
evidence_change(const formats::JsonValue& before, const formats::JsonValue& after, double moved_db);

}  // namespace portolan::engine
