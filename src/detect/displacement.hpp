#pragma once

#include <span>

#include "answer.hpp"
#include "case_file.hpp"

namespace portolan::detect {

/// Puts into the lead what the direct trade lost and the hub's own share of it: the excess of its
/// onward leg, or of its inflow where nobody reports that leg. Nothing where the data do not hold
/// the direct trade.
void fill_displacement(Lead& lead, const CellSeries& cell, const Seen& seen);

/// Adds up the shares of all hubs of one run and level, goods by goods: S_p = sum over hubs of the
/// excess of the onward leg over what the direct trade lost in the same periods. Falls below what
/// was expected count as well, so that errors cancel. Hubs whose onward leg nobody reports are left
/// out.
void add_up_hubs(std::span<Answer> answers);

}  // namespace portolan::detect
