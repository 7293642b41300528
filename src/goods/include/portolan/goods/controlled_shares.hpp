#pragma once

#include <map>
#include <string>

#include "portolan/goods/families.hpp"
#include "portolan/goods/groups.hpp"
#include "portolan/store/database.hpp"

namespace portolan::goods {

/// Returns by family which share of its trade was in the codes that the group names: the least and
/// the largest over all sources, flows and years that tell the family's codes apart, that is over
/// rows of plane main in the edition of `GroupFamily::codes_edition`, at six digits or more.
/// Families that are wholly named are [1, 1]; families of which no such row is known are [0, 1].
///
/// `catalogue` is a catalogue opened for reading, with its view `trade`. One scan of the lake.
/// The share of a later edition is no proof of the share before: docs/methods/families.md.
[[nodiscard]] std::map<std::string, ShareInterval>
controlled_shares(store::Database& catalogue, const GoodsGroup& group);

}  // namespace portolan::goods
