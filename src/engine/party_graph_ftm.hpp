#pragma once

#include "party_graph.hpp"
#include "portolan/formats/text_encoding.hpp"

namespace portolan::engine {

/// Returns the parties of FollowTheMoney JSON lines: one entity a line, or one delta a line
/// ({"op": "ADD", "entity": {…}}; MOD replaces, DEL removes). Ids of entities merged into another
/// ("referents") mean that other. Throws `Error` (kBadData) for a line that is no entity.
[[nodiscard]] PartyGraph read_ftm_graph(formats::TextSource& text, Progress& progress);

}  // namespace portolan::engine
