#pragma once

#include "portolan/store/database.hpp"
#include "portolan/store/workspace.hpp"

namespace portolan::engine {

/// Opens the catalogue for reading, with the tables of the newest panel beside, if one was built
/// (`panel`, `panel_coverage`, `panel_duplicates`), and `leads`: those of the latest run.
[[nodiscard]] store::Database open_with_panel(const store::Workspace& workspace, unsigned threads);

}  // namespace portolan::engine
