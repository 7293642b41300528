#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "dialect.hpp"
#include "mapping_file.hpp"

namespace portolan::ingest {

/// Returns the column of exactly that name (after trimming), `kNoColumn` if there is none. Mappings
/// name columns as they are: "export" and "Export" may both be there.
[[nodiscard]] std::size_t find_exact_column(const TableHeader& header, std::string_view name);

/// Returns a reader of records as `mapping` says; both arguments must outlive it.
[[nodiscard]] std::unique_ptr<RowReader>
make_mapping_reader(const TableHeader& header, const MappingFile& mapping);

}  // namespace portolan::ingest
