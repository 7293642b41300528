#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "portolan/formats/table.hpp"

namespace portolan::formats {

/// An answer with all that a format may want to tell about it.
struct Document {
  /// Name and version of the form of `data`: "portolan.leads/1".
  std::string schema;
  /// The request as a JSON object.
  std::string params_json = "{}";
  /// The answer as rows: printed by every format but, where `records_json` is given, the JSON ones.
  Table table;
  /// The answer as JSON objects, one a record, where records are deeper than rows.
  std::optional<std::vector<std::string>> records_json;
  /// Whether a limit kept part of the answer back.
  bool truncated = false;
  /// What the reader must know about the answer, a sentence each.
  std::vector<std::string> notices = {};
  /// Where whoever asks in pages goes on, as a cursor and as an address; empty at the end.
  std::string next = {};
  std::string next_url = {};
};

/// How a table is laid out on a terminal.
struct TerminalLayout {
  /// Columns of the terminal; 0 for no limit.
  std::size_t width = 0;
  bool has_color = false;
};

/// Writes an aligned table for people: names above a rule, numbers to the right with groups of
/// three, missing as "-". Where the table is wider than the layout allows, the widest texts are cut
/// or wrapped first; columns that still do not fit are left out from the right. Returns the names
/// of the columns left out.
std::vector<std::string>
write_terminal_table(const Table& table, const TerminalLayout& layout, const Sink& sink);

/// Who reads a CSV file next.
enum class CsvReader : std::uint8_t {
  /// A program: text is written as it is.
  kProgram,
  /// Perhaps a spreadsheet, which runs text that begins with =, +, -, @, a tab or a carriage return
  /// as a formula: such text gets an apostrophe in front.
  kSpreadsheet
};

/// Writes CSV as in RFC 4180 with a header line, but with LF line ends: missing is an empty field,
/// empty text is `""`.
void write_csv(const Table& table, const Sink& sink, CsvReader reader = CsvReader::kProgram);

/// Writes a GitHub-flavoured Markdown table.
void write_markdown(const Table& table, const Sink& sink);

/// Writes `{"schema":…,"params":…,"data":[…],"truncated":…,"notices":[…]}`, one record a line; with
/// `"next"` and `"next_url"` behind, where there is more.
void write_json(const Document& document, const Sink& sink);

/// Writes one JSON object a record, one a line.
void write_jsonl(const Document& document, const Sink& sink);

/// Returns the bytes of an Excel workbook with one sheet; the same table gives the same bytes.
/// Numbers that Excel would round (more than 15 digits) are written as text.
///
/// Throws `Error` (kInvalidArgument) if the table has more rows or columns than a sheet holds or a
/// text is longer than a cell holds; (kUnavailable) if temporary files cannot be written.
[[nodiscard]] std::string xlsx_bytes(const Table& table, const std::string& sheet_name);

}  // namespace portolan::formats
