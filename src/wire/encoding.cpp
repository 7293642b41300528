#include "portolan/wire/encoding.hpp"

#include "portolan/base/error.hpp"
#include "portolan/engine/parquet_bytes.hpp"

namespace portolan::wire {

void write_document(
    const formats::Document& document,
    std::string_view format,
    const formats::Sink& sink,
    formats::CsvReader csv_reader
) {
  if (format == "csv") {
    formats::write_csv(document.table, sink, csv_reader);
  } else if (format == "json") {
    formats::write_json(document, sink);
  } else if (format == "jsonl") {
    formats::write_jsonl(document, sink);
  } else if (format == "markdown") {
    formats::write_markdown(document.table, sink);
  } else if (format == "xlsx") {
    const auto begin = document.schema.find('.') + 1;
    const auto end = document.schema.find('/');
    sink(formats::xlsx_bytes(document.table, document.schema.substr(begin, end - begin)));
  } else {
    ensure(format == "parquet", "a document is written in a format that there is not");
    sink(engine::parquet_bytes(document.table));
  }
}

}  // namespace portolan::wire
