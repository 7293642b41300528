// Queries that list the rows behind a number. The texts hold codes of this program's own tables
// only (ISO3 letters, digits), never a user's words; anything else is refused.
#include <algorithm>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/detect/evidence.hpp"

namespace portolan::detect {
namespace {

bool is_plain_code(const std::string& text) {
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
           c == '+' || c == '-' || c == '.';
  });
}

std::string quoted_list(const std::vector<std::string>& codes) {
  std::vector<std::string> quoted;
  quoted.reserve(codes.size());
  for (const std::string& code : codes) {
    if (!is_plain_code(code)) {
      throw invalid_argument("row query: expected a code of letters and digits, got \"{}\"", code);
    }
    quoted.push_back("'" + code + "'");
  }
  return join(quoted, ", ");
}

void add_condition(
    std::string& sql,
    std::string_view column,
    const std::vector<std::string>& wanted,
    const std::vector<std::string>& unwanted
) {
  if (wanted.size() == 1) {
    sql += fmt::format("\n  AND {} = {}", column, quoted_list(wanted));
  } else if (!wanted.empty()) {
    sql += fmt::format("\n  AND {} IN ({})", column, quoted_list(wanted));
  }
  if (!unwanted.empty()) {
    sql += fmt::format("\n  AND {} NOT IN ({})", column, quoted_list(unwanted));
  }
}

/// One side's rows. Sums over all partners stand in a plane of their own, without a partner.
std::string lake_side(const RowQuery& rows, bool is_export) {
  const auto& reporters = is_export ? rows.exporters : rows.importers;
  const auto& not_reporters = is_export ? rows.not_exporters : rows.not_importers;
  std::vector<std::string> partners = is_export ? rows.importers : rows.exporters;
  const auto& not_partners = is_export ? rows.not_importers : rows.not_exporters;
  const bool has_world = std::erase(partners, "WLD") > 0;
  std::vector<std::string> planes;
  for (const char* plane : {"world", "main"}) {
    const bool is_world = std::string_view(plane) == "world";
    if (is_world ? !has_world : has_world && partners.empty()) {
      continue;
    }
    std::string sql = fmt::format("plane = '{}'\n  AND flow = '{}'", plane, is_export ? 'X' : 'M');
    add_condition(sql, "reporter", reporters, not_reporters);
    if (!is_world) {
      add_condition(sql, "partner", partners, not_partners);
    }
    planes.push_back("(" + sql + ")");
  }
  return join(planes, "\n    OR ");
}

}  // namespace

std::string panel_sql(const RowQuery& rows) {
  std::string sql = fmt::format(
      "SELECT *\nFROM panel\nWHERE freq = '{}'\n  AND level = {}\n  AND period BETWEEN {} AND {}",
      to_string(rows.frequency),
      rows.level,
      rows.from.number(),
      rows.until.number()
  );
  add_condition(sql, "family", rows.families, {});
  add_condition(sql, "exporter", rows.exporters, rows.not_exporters);
  add_condition(sql, "importer", rows.importers, rows.not_importers);
  return sql + "\nORDER BY freq, level, family, period, importer, exporter";
}

std::string lake_sql(const RowQuery& rows, const std::vector<std::string>& codes) {
  std::string sql = fmt::format(
      "SELECT import_id, ordinal, line, reporter, partner, flow, period, code, value, currency, "
      "net_kg\nFROM trade\nWHERE freq = '{}'\n  AND period BETWEEN {} AND {}",
      to_string(rows.frequency),
      rows.from.number(),
      rows.until.number()
  );
  // A family is known by its codes of all editions; a heading is its own code, and longer ones are
  // other statements.
  if (rows.level == 4) {
    add_condition(sql, "code", rows.families, {});
  } else if (!codes.empty()) {
    std::vector<std::string> tests;
    for (const std::string& code : codes) {
      tests.push_back(fmt::format("starts_with(code, {})", quoted_list({code})));
    }
    sql += "\n  AND (" + join(tests, " OR ") + ")";
  }
  std::vector<std::string> sides;
  if (rows.reads_exports) {
    sides.push_back(lake_side(rows, true));
  }
  if (rows.reads_imports) {
    sides.push_back(lake_side(rows, false));
  }
  return sql + "\n  AND (" + join(sides, "\n    OR ") + ")\nORDER BY import_id, ordinal";
}

}  // namespace portolan::detect
