#pragma once

#include <string_view>

#include "portolan/formats/table.hpp"
#include "portolan/formats/writers.hpp"

namespace portolan::wire {

/// Writes a document in a form for machines or files: "csv", "json", "jsonl", "markdown", "xlsx" or
/// "parquet". A sheet is named after the document's schema. Throws `Error` as the writers do, and
/// kInternal for any other name.
void write_document(
    const formats::Document& document,
    std::string_view format,
    const formats::Sink& sink,
    formats::CsvReader csv_reader = formats::CsvReader::kProgram
);

}  // namespace portolan::wire
