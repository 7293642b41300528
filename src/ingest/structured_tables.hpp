#pragma once

#include <filesystem>
#include <memory>

#include "csv_table.hpp"
#include "table.hpp"

namespace portolan::ingest {

/// Tables that are no delimited text.

/// Opens JSON: an object with an array of objects under "data" (Comtrade), an array of objects, an
/// array of arrays whose first is the header (US Census), or one of these a line. The header of
/// objects are the keys of the first; `Record::line` is the physical line. Throws `Error`
/// (kBadData) for damaged text, a web page, an error reply, or a reply without rows (the hint says
/// why that happens).
[[nodiscard]] std::unique_ptr<Table>
open_json_table(OpenedBytes bytes, const TableOptions& options);

/// Opens a sheet of a workbook; `Record::line` is the row of the sheet. The header is the row that
/// `options` names, else the first of 20 rows that is a known header, else the first with two
/// texts.
[[nodiscard]] std::unique_ptr<Table>
open_xlsx_table(const std::filesystem::path& path, const TableOptions& options);

/// Opens a Parquet file, every value as text; `Record::line` is the number of the row, from 1.
[[nodiscard]] std::unique_ptr<Table>
open_parquet_table(const std::filesystem::path& path, const TableOptions& options);

}  // namespace portolan::ingest
