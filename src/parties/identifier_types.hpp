#pragma once

#include <string_view>

namespace portolan::parties {

/// Tells whether what lists put among documents identifies its bearer: a type that is none of their
/// notes ("Gender", "Website", "Secondary sanctions risk:"), and a number with a digit.
[[nodiscard]] bool is_identifier(std::string_view type, std::string_view number);

}  // namespace portolan::parties
