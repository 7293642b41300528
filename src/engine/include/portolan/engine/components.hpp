#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portolan/base/progress.hpp"

namespace portolan::engine {

struct ImportComponentsRequest {
  std::filesystem::path workspace = {};
  std::filesystem::path file = {};
  /// ISO form.
  std::string now = {};
};

struct ImportComponentsResult {
  std::string import_id = {};
  bool is_new = false;
  std::int64_t records = 0;
  std::int64_t imported = 0;
  std::int64_t rejected = 0;
  std::int64_t unknown_countries = 0;
  std::vector<std::string> notices = {};
};

/// Imports a file of components (docs/data/components.md) into the workspace. Throws `Error` as
/// `components::import_components` does, and kNotFound without a workspace.
[[nodiscard]] ImportComponentsResult
import_components(const ImportComponentsRequest& request, Progress& progress);

/// Which components are meant; an empty text asks for nothing.
struct ComponentsRequest {
  std::filesystem::path workspace = {};
  /// Letters and digits that the part number or the marking has, without marks: "tms320f28335"
  /// finds "TMS320 F28335PGFA".
  std::string part = {};
  /// Words of the maker's name or of its owner in brackets, in any spelling.
  std::string maker = {};
  std::string weapon = {};
};

/// A part found in a weapon, and the goods that it is in customs.
struct ComponentRow {
  std::string id = {};
  std::string marking = {};
  std::string part_number = {};
  std::string maker = {};
  /// ISO3; empty where unknown.
  std::string country = {};
  std::string weapons = {};
  /// HS2022; empty where the record does not tell.
  std::string hs = {};
  /// Of the HS code, in all editions; empty for a code of four digits.
  std::string family = {};
  std::string label = {};
  std::string confidence = {};
  /// What of the record decided, and why that means the code.
  std::string reason = {};
  std::string source_url = {};
};

struct ComponentsResult {
  /// In the order of the imports.
  std::vector<ComponentRow> rows;
  std::vector<std::string> notices;
};

struct MakerRow {
  std::string maker = {};
  std::vector<std::string> countries = {};
  std::int64_t components = 0;
  std::int64_t weapons = 0;
  std::vector<std::string> spellings = {};
};

struct CountryRow {
  /// ISO3; empty: unknown.
  std::string country = {};
  std::int64_t components = 0;
  std::int64_t makers = 0;
  std::optional<double> share_of_known = {};
  double least_share = 0.0;
  double most_share = 0.0;
};

struct MakersResult {
  std::vector<MakerRow> makers;
  std::vector<CountryRow> countries;
  std::vector<std::string> notices;
};

/// Parts of one code and confidence.
struct PartGoodsRow {
  /// Empty: the record does not tell.
  std::string hs = {};
  std::string family = {};
  std::string label = {};
  std::string confidence = {};
  /// Latest versions of the lists that name the code or codes under it, with tiers: "chpl 50 tier
  /// 1".
  std::vector<std::string> lists = {};
  std::int64_t components = 0;
  std::int64_t makers = 0;
  std::int64_t weapons = 0;
  std::string reason = {};
};

struct PartGoodsResult {
  /// By components, most first; what cannot be told last.
  std::vector<PartGoodsRow> rows;
  std::vector<std::string> notices;
};

/// Return the components asked about, their makers and countries, and their goods. Throw `Error`
/// (kNotFound) without a workspace, or where it has no components.
[[nodiscard]] ComponentsResult list_components(const ComponentsRequest& request);
[[nodiscard]] MakersResult component_makers(const ComponentsRequest& request);
[[nodiscard]] PartGoodsResult component_goods(const ComponentsRequest& request);

}  // namespace portolan::engine
