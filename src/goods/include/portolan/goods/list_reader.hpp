#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "portolan/goods/lists.hpp"

namespace portolan::goods {

/// A record of a list file that could not be used.
struct ListReject {
  std::int64_t ordinal = 0;  ///< Number of the record in the file, from 0.
  std::int64_t line = 0;     ///< Physical line where it begins, from 1.
  std::string column;
  std::string reason;  ///< "expected WHAT"
  std::string value;

  bool operator==(const ListReject&) const = default;
};

/// A record of a list file that is an entry or kept apart.
struct ListRow {
  std::int64_t ordinal = 0;
  std::int64_t line = 0;
  bool is_apart = false;  ///< A code that the EU file lists as not under measures.
  ListEntry entry;
};

/// A list from a file. Every record of the file is an entry, kept apart or rejected:
/// records = rows.size() + rejects.size(), and rows.size() = list.entries.size() + num_apart.
struct ListFile {
  GoodsList list;
  std::vector<ListRow> rows;  ///< As in the file.
  std::string layout;         ///< "portolan-list" or "eu-sanction-dates".
  std::int64_t records = 0;
  std::int64_t num_apart = 0;
  std::vector<ListReject> rejects;
};

/// What a file of the own layout does not say about itself.
struct ListFileOptions {
  std::string name = {};     ///< Empty: "eu" for the EU file; needed for the own layout.
  std::string version = {};  ///< Empty: the latest date in the file; needed where it has none.
  HsEdition edition = HsEdition::kHs2022;  ///< The EU file is of HS2017 whatever stands here.
  std::string title = {};
  std::string source = {};
};

/// Reads a list from CSV (comma, semicolon, tab or bar; UTF-8), in one of two layouts, which the
/// header tells (docs/data/lists.md):
///
/// - the own one: `code`, and any of `tier`, `listed_on`, `controlled_since`, `threshold`,
///   `threshold_unit`, `note`, in any order;
/// - EU measures by subheading: `hs6`, `sanction_date`, `sanctioned`, `category`, and the classes.
///
/// `text` is the whole file in UTF-8, `file` its name for messages. Rejected are codes that are
/// no digits of level 2, 4 or 6 or not in the edition, dates that are none, thresholds that are no
/// positive number, and codes that occur twice in one tier.
///
/// Throws `Error`: kBadData if the header is neither layout or no entry remains; kInvalidArgument
/// if name or version is needed and not given, or the name is taken by a shipped list.
[[nodiscard]] ListFile
read_list(std::string_view text, const std::string& file, const ListFileOptions& options = {});

}  // namespace portolan::goods
