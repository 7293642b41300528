#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portolan/store/database.hpp"

namespace portolan::panel {

struct SmallColumn {
  std::string name;
  store::ColumnType type;
};

/// Makes the TEMP table `name` anew with `rows`; meant for tables that fit into memory many times.
void create_small_table(
    store::Database& database,
    std::string_view name,
    const std::vector<SmallColumn>& columns,
    const std::vector<std::vector<store::Value>>& rows
);

}  // namespace portolan::panel
