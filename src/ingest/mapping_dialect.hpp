#pragma once

#include <memory>

#include "dialect.hpp"
#include "mapping_file.hpp"

namespace portolan::ingest {

/// Returns a dialect that reads tables as `mapping` says. Its name is the mapping's.
[[nodiscard]] std::unique_ptr<const Dialect> make_mapping_dialect(MappingFile mapping);

}  // namespace portolan::ingest
