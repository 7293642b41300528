#pragma once

#include <string>

#include "portolan/detect/lead.hpp"

namespace portolan::bench {

/// Returns everything that a run found as text, numbers bit by bit (hexadecimal): two results are
/// equal if their texts are.
[[nodiscard]] std::string text_of(const detect::DetectResult& result);

}  // namespace portolan::bench
