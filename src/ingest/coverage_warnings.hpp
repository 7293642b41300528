#pragma once

#include <string>
#include <vector>

#include "accounts.hpp"

namespace portolan::ingest {

/// Returns what the books tell about gaps: no records, a last year with few months or few
/// reporters, values that are missing.
[[nodiscard]] std::vector<std::string> coverage_warnings(const Accounts& accounts);

}  // namespace portolan::ingest
