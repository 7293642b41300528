#pragma once

#include <cstdint>
#include <string>

#include "portolan/store/workspace.hpp"

namespace portolan::store {

/// The name that the made-up import `number` has.
std::string made_import_id(int number);

/// Puts a made-up import into the lake as a reader would: two parts with 10 and 5 rows of plane
/// main but for the last, which is of plane world, and one reject. Row i of all has the value i +
/// 0.5. Does not touch the catalogue. Returns false if it was there already.
bool make_import(const Workspace& workspace, int number);

}  // namespace portolan::store
