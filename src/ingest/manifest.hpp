#pragma once

#include <string_view>

#include "accounts.hpp"
#include "dialect.hpp"
#include "portolan/formats/json_value.hpp"
#include "portolan/ingest/import.hpp"

namespace portolan::ingest {

/// Returns import.json but for what the lake itself adds (name, parts): docs/data/lake.md.
[[nodiscard]] formats::JsonValue make_manifest(
    const ImportedFile& imported,
    const Accounts& accounts,
    const ImportTraits& traits,
    std::string_view sha256,
    std::string_view imported_at
);

}  // namespace portolan::ingest
