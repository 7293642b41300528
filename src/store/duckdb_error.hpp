#pragma once

#include <string_view>

#include "portolan/base/error.hpp"

namespace portolan::store {

/// Returns what DuckDB says ("Binder Error: ...") as an `Error`: one line, the kind of failure as
/// its code, and DuckDB's suggestions as the hint.
[[nodiscard]] Error error_of_duckdb(std::string_view message);

}  // namespace portolan::store
