#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cell_values.hpp"
#include "dialect.hpp"
#include "portolan/base/text.hpp"

namespace portolan::ingest {

/// Finds the columns of a table by the names of a dialect and notes what each becomes.
class ColumnFinder {
 public:
  ColumnFinder(const TableHeader& header, const TableFacts& facts);

  /// Returns the first column with one of the names; `kNoColumn` if there is none.
  std::size_t optional(std::string_view lake_column, std::initializer_list<std::string_view> names);
  /// The same; throws `Error` (kBadData) if there is none.
  std::size_t needed(std::string_view lake_column, std::initializer_list<std::string_view> names);

  [[nodiscard]] const std::vector<ColumnRole>& roles() const noexcept { return roles_; }

 private:
  const TableHeader& header_;
  const TableFacts& facts_;
  std::vector<ColumnRole> roles_;
};

/// Remembers what labels of one scheme stand for.
class PlaceLookup {
 public:
  explicit PlaceLookup(PlaceScheme scheme) : scheme_(scheme) {}

  /// Returns the place that `label` names, with `code` borrowed from `label`; nothing if no table
  /// knows it.
  [[nodiscard]] std::optional<RowPlace> find(std::string_view label);

  /// Makes `label` mean `place` (nothing: unknown), whatever the tables say.
  void define(std::string_view label, std::optional<Place> place);

 private:
  struct Entry {
    bool is_known = false;
    PlaceKind kind = PlaceKind::kSpecial;
    std::string iso3;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Entries = std::unordered_map<std::string, Entry, TextHash, std::equal_to<>>;

  const Entries::value_type& entry_of(std::string_view label);
  static Entry entry_for(const std::optional<Place>& place);

  PlaceScheme scheme_;
  Entries entries_;
  const Entries::value_type* last_ = nullptr;
};

/// The cells of one record. Each function that cannot use a cell rejects the statement and returns
/// nothing or false: the reader then returns.
class RecordCells {
 public:
  RecordCells(const Record& record, const TableHeader& header, StatementSink& sink)
      : record_(record), header_(header), sink_(sink) {}

  /// The trimmed text; empty where the table has no such column.
  [[nodiscard]] std::string_view text(std::size_t column) const {
    return column == kNoColumn || column >= record_.fields.size() ? std::string_view()
                                                                  : trim(record_.fields[column]);
  }
  /// Rejects the statement for the cell of `column`.
  void reject(std::size_t column, std::string_view reason);

  /// Sets `place`; an empty cell is rejected too.
  [[nodiscard]] bool place(std::size_t column, PlaceLookup& lookup, RowPlace& place);
  [[nodiscard]] bool period(std::size_t column, TradeRow& row);
  /// Sets code and level; a confidential code sets the plane.
  [[nodiscard]] bool goods_code(std::size_t column, TradeRow& row);
  /// Sets `amount` (nothing where missing); negative numbers are rejected.
  [[nodiscard]] bool amount(std::size_t column, std::optional<Decimal3>& amount, int shift = 0);
  /// Sets `flag`: true, false, 1, 0, yes, no; nothing for other text.
  [[nodiscard]] std::optional<bool> flag(std::size_t column) const;

 private:
  const Record& record_;
  const TableHeader& header_;
  StatementSink& sink_;
};

}  // namespace portolan::ingest
