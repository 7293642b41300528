#pragma once

#include <string>
#include <string_view>

#include "portolan/engine/screening.hpp"
#include "portolan/store/workspace.hpp"
#include "screen_store.hpp"

namespace portolan::engine {

/// The imports that keep a screening; empty where it is not kept.
struct ScreenRunIds {
  std::string portfolio = {};
  std::string screening = {};
};

/// Appends a line to the journal: what was screened, against which versions, with what threshold,
/// and how much was found.
void log_screening(
    const store::Workspace& workspace,
    std::string_view action,
    const ScreeningBasis& basis,
    const ScreenResult& result,
    const ScreenRunIds& ids,
    const std::string& by
);

}  // namespace portolan::engine
