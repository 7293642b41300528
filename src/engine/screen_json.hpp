#pragma once

#include <string>

#include "portolan/engine/screening.hpp"
#include "screen_columns.hpp"

namespace portolan::engine {

/// The lists in kept rows and hits as JSON text and back; empty text for none. Reading throws
/// `Error` (kBadData) for text that is none of them.
[[nodiscard]] std::string queries_text(const ScreenRow& row);
[[nodiscard]] std::string parts_text(const ScreenRecord& record);
[[nodiscard]] std::string changes_text(const ScreenRecord& record);
void read_queries(const std::string& text, ScreenRow& row);
void read_parts(const std::string& text, ScreenRecord& record);
void read_changes(const std::string& text, ScreenRecord& record);

}  // namespace portolan::engine
