#include "lake_codes.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "embedded/panel.hpp"
#include "portolan/base/countries.hpp"
#include "portolan/base/error.hpp"
#include "portolan/panel/coded_panel.hpp"
#include "small_table.hpp"

namespace portolan::panel {

namespace {

using store::ColumnType;
using store::Value;

/// A code as the lake uses it, with the family that it belongs to.
struct LakeCode {
  std::string freq;
  std::string hs_edition;
  std::int64_t level = 0;
  std::string code;
  std::string family;
  std::int64_t num_rows = 0;
};

std::vector<LakeCode>
read_codes(store::Database& database, const PanelInputs& inputs, Progress& progress) {
  const auto result = database.query(embedded::lake_code_sql, {}, &progress);
  std::vector<LakeCode> codes;
  codes.reserve(result.num_rows());
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    LakeCode code{
        .freq = *result.text(row, 0),
        .hs_edition = *result.text(row, 1),
        .level = *result.integer(row, 2),
        .code = *result.text(row, 3),
        .family = {},
        .num_rows = *result.integer(row, 4)};
    code.family = code.level == 6 ? inputs.family_of(code.hs_edition, code.code) : code.code;
    codes.push_back(std::move(code));
  }
  return codes;
}

using ChunkKey = std::tuple<std::string, std::int64_t, std::string>;  // freq, level, family

/// Cuts the sorted families into chunks of about `chunk_rows` rows.
std::map<ChunkKey, std::int32_t>
assign_chunks(const std::vector<LakeCode>& codes, std::int64_t chunk_rows) {
  std::map<ChunkKey, std::int64_t> sizes;
  for (const LakeCode& code : codes) {
    sizes[{code.freq, code.level, code.family}] += code.num_rows;
  }
  std::map<ChunkKey, std::int32_t> chunks;
  std::int32_t chunk = 0;
  std::int64_t rows = 0;
  for (const auto& [key, size] : sizes) {
    if (rows > 0 && rows + size > chunk_rows) {
      ++chunk;
      rows = 0;
    }
    rows += size;
    chunks[key] = chunk;
  }
  return chunks;
}

std::int32_t position(const std::vector<std::string>& sorted, std::string_view name) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), name);
  return static_cast<std::int32_t>(at - sorted.begin());
}

void create_places(store::Database& database, const std::vector<std::string>& places) {
  std::vector<std::vector<Value>> rows;
  for (std::size_t i = 0; i < places.size(); ++i) {
    rows.push_back({places[i], i, is_country_name(places[i])});
  }
  create_small_table(
      database,
      "place",
      {{.name = "place", .type = ColumnType::kVarchar},
       {.name = "code", .type = ColumnType::kInteger},
       {.name = "is_country", .type = ColumnType::kBoolean}},
      rows
  );
}

/// The families that editions of the lake do not have.
void create_absent_families(
    store::Database& database,
    const PanelInputs& inputs,
    const std::vector<LakeCode>& codes,
    const std::vector<std::string>& families
) {
  std::set<std::string> editions;
  std::set<std::string> subheadings;
  for (const LakeCode& code : codes) {
    editions.insert(code.hs_edition);
    if (code.level == 6) {
      subheadings.insert(code.family);
    }
  }
  editions.erase("");
  std::vector<std::vector<Value>> rows;
  for (const std::string& edition : editions) {
    for (const std::string& family : subheadings) {
      if (!inputs.is_in_edition(family, edition)) {
        rows.push_back({position(families, family), edition});
      }
    }
  }
  create_small_table(
      database,
      "absent_family",
      {{.name = "family", .type = ColumnType::kInteger},
       {.name = "hs_edition", .type = ColumnType::kVarchar}},
      rows
  );
}

std::vector<std::string> first_column(const store::Result& result) {
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    texts.push_back(*result.text(row, 0));
  }
  return texts;
}

/// WLD, EU27 or empty text for any other sum.
std::string sum_name(std::string_view plane, const std::string& code) {
  constexpr std::array kSchemes = {
      PlaceScheme::kName,
      PlaceScheme::kIso2,
      PlaceScheme::kIso3,
      PlaceScheme::kComtrade,
  };
  for (const PlaceScheme scheme : kSchemes) {
    const auto place = find_place(code, scheme);
    if (place && place->kind == PlaceKind::kWorld) {
      return "WLD";
    }
    if (place && place->kind == PlaceKind::kRegion && place->name == "EU27") {
      return "EU27";
    }
  }
  return plane == "world" ? "WLD" : "";
}

}  // namespace

CodedNames code_names(store::Database& database, const PanelInputs& inputs, Progress& progress) {
  const auto codes = read_codes(database, inputs, progress);
  const auto chunks = assign_chunks(codes, inputs.chunk_rows);
  std::set<std::string> family_names;
  for (const LakeCode& code : codes) {
    family_names.insert(code.family);
  }
  CodedNames names;
  names.families.assign(family_names.begin(), family_names.end());
  names.places = first_column(database.query(embedded::lake_place_sql, {}, &progress));
  std::vector<std::vector<Value>> code_rows;
  for (const LakeCode& code : codes) {
    const std::int32_t chunk = chunks.at({code.freq, code.level, code.family});
    names.num_chunks = std::max(names.num_chunks, chunk + 1);
    code_rows.push_back(
        {code.freq,
         code.hs_edition,
         code.level,
         code.code,
         position(names.families, code.family),
         chunk}
    );
  }
  create_small_table(
      database,
      "code_family",
      {{.name = "freq", .type = ColumnType::kVarchar},
       {.name = "hs_edition", .type = ColumnType::kVarchar},
       {.name = "panel_level", .type = ColumnType::kInteger},
       {.name = "panel_code", .type = ColumnType::kVarchar},
       {.name = "family", .type = ColumnType::kInteger},
       {.name = "chunk", .type = ColumnType::kInteger}},
      code_rows
  );
  std::vector<std::vector<Value>> family_rows;
  for (std::size_t i = 0; i < names.families.size(); ++i) {
    family_rows.push_back({i, names.families[i]});
  }
  create_small_table(
      database,
      "family",
      {{.name = "code", .type = ColumnType::kInteger},
       {.name = "name", .type = ColumnType::kVarchar}},
      family_rows
  );
  create_places(database, names.places);
  create_absent_families(database, inputs, codes, names.families);
  return names;
}

void create_sum_places(store::Database& database, Progress& progress) {
  const auto result = database.query(embedded::sum_code_sql, {}, &progress);
  std::vector<std::vector<Value>> rows;
  for (std::size_t row = 0; row < result.num_rows(); ++row) {
    const std::string plane = *result.text(row, 0);
    const std::string code = result.text(row, 1).value_or("");
    const std::string name = sum_name(plane, code);
    if (!name.empty()) {
      rows.push_back({plane, code, name});
    }
  }
  create_small_table(
      database,
      "sum_place",
      {{.name = "plane", .type = ColumnType::kVarchar},
       {.name = "code", .type = ColumnType::kVarchar},
       {.name = "place", .type = ColumnType::kVarchar}},
      rows
  );
}

}  // namespace portolan::panel
