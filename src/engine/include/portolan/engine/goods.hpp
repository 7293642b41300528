#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "portolan/base/decimal3.hpp"

namespace portolan::engine {

/// Questions about goods work without a workspace, too: then only the shipped lists are known.
struct GoodsListsRequest {
  std::filesystem::path workspace = {};
};

/// A version of a list of goods.
struct GoodsListInfo {
  std::string list;
  std::string version;
  std::string published_on;
  std::string edition;
  std::int64_t entries = 0;
  /// Entries that are known to be in this version; the others are possibilities.
  std::int64_t certain = 0;
  bool is_shipped = true;
  std::string title;
  std::string source;
};

/// Returns all lists, by name and version.
[[nodiscard]] std::vector<GoodsListInfo> goods_lists(const GoodsListsRequest& request);

struct GoodsRequest {
  std::filesystem::path workspace = {};
  /// A code ("854231"), a list or tier ("chpl", "chpl-45", "chpl:1"), or several between commas.
  std::string text;
};

/// That a list names a code.
struct GoodsMention {
  std::string family;
  std::string label;
  std::string code;
  std::string edition;
  std::string list;
  std::string version;
  std::string tier;
  std::string membership;  ///< "confirmed", "inferred" or "unresolved".
  std::string listed_on;
  std::string controlled_since;
  /// Where the date of control comes from.
  std::string controlled_since_source;
  std::optional<Decimal3> threshold;
  std::string threshold_unit;
  std::string note;
};

/// A link between codes of adjacent editions.
struct GoodsLink {
  std::string edition;  ///< The later one.
  std::string later;
  std::string earlier;
  std::string relation;
  bool counts = false;
  std::string reason;
};

/// A family of codes over the editions.
struct GoodsFamily {
  std::string family;
  std::string label;
  std::vector<std::pair<std::string, std::string>> members;  ///< Edition and code.
  /// Codes of the latest edition that no list names although it names others of the family.
  std::vector<std::string> unlisted;
};

/// What a code is: its editions, the lists that name it, its predecessors, its families.
struct CodeExplained {
  std::string code;
  std::string label;
  std::vector<std::string> editions;
  std::vector<std::string> subheadings;
  std::vector<GoodsMention> mentions;
  std::vector<GoodsLink> links;
  std::vector<GoodsFamily> families;
  std::vector<std::string> notices;
};

/// Explains one code. Throws `Error`: kNotFound, with the nearest codes, where no edition has it.
[[nodiscard]] CodeExplained explain_code(const GoodsRequest& request);

/// The families that a group of goods reaches, with the lists' words about them.
struct GroupExplained {
  std::vector<GoodsMention> mentions;
  std::int64_t num_families = 0;
  std::vector<std::string> notices;
};

/// Explains a list, a tier or a choice of codes. Throws `Error` (kInvalidArgument, with the nearest
/// names) for a name that is none of these.
[[nodiscard]] GroupExplained explain_group(const GoodsRequest& request);

/// Asks which codes words may mean.
struct FindGoodsRequest {
  std::filesystem::path workspace = {};
  std::string words;
  /// CSV (also gzip) or Parquet with a column code (or hscode, hs6) and one description (or text,
  /// label); empty: Portolan's own labels.
  std::filesystem::path nomenclature = {};
};

struct FoundGoods {
  std::string code;
  std::string label;
  /// For order only.
  double score = 0.0;
  /// Share of the words that led to the code.
  double covered = 0.0;
  /// Lists of which the latest version names the code, with its tier: "chpl 2".
  std::vector<std::string> lists;
  std::vector<std::string> reasons;
};

struct FindGoodsResult {
  std::vector<FoundGoods> codes;
  std::vector<std::string> notices;
};

/// Returns up to 100 codes that the words may mean, the likeliest first; none where no word is
/// known. Throws `Error`: kInvalidArgument for no words, kBadData for a nomenclature without its
/// columns or with a code that is none.
[[nodiscard]] FindGoodsResult find_goods(const FindGoodsRequest& request);

/// Whether a text is one HS code rather than the name of a group.
[[nodiscard]] bool is_one_code(const std::string& text);

struct ImportListRequest {
  std::filesystem::path workspace = {};
  std::filesystem::path file;
  std::string name;
  std::string version;
  std::string edition;  ///< "HS2017"; empty: HS2022.
  std::string title;
  std::string source;
  /// The time in ISO form, for the journal.
  std::string at;
};

struct ImportListResult {
  GoodsListInfo list;
  std::int64_t records = 0;
  std::int64_t apart = 0;
  /// Records that could not be used: line, column, reason, value.
  struct Reject {
    std::int64_t line = 0;
    std::string column;
    std::string reason;
    std::string value;
  };
  std::vector<Reject> rejects;
  /// The same list was there already: nothing was done.
  bool is_known = false;
};

/// Keeps a list of the user's own in the workspace's lake, with its hash. A version that is there
/// with other codes is an `Error` (kInvalidArgument).
ImportListResult import_goods_list(const ImportListRequest& request);

}  // namespace portolan::engine
