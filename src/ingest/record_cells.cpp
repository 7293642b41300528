#include "record_cells.hpp"

#include <utility>

#include "portolan/base/error.hpp"

namespace portolan::ingest {

ColumnFinder::ColumnFinder(const TableHeader& header, const TableFacts& facts)
    : header_(header), facts_(facts) {
  roles_.reserve(header.size());
  for (const std::string& name : header.names()) {
    roles_.push_back({.column = name, .lake_column = {}});
  }
}

std::size_t ColumnFinder::optional(
    std::string_view lake_column,
    std::initializer_list<std::string_view> names
) {
  for (const std::string_view name : names) {
    const std::size_t column = header_.find(name);
    if (column != kNoColumn) {
      std::string& role = roles_[column].lake_column;
      role += (role.empty() ? "" : ", ") + std::string(lake_column);
      return column;
    }
  }
  return kNoColumn;
}

std::size_t
ColumnFinder::needed(std::string_view lake_column, std::initializer_list<std::string_view> names) {
  const std::size_t column = optional(lake_column, names);
  if (column == kNoColumn) {
    throw bad_data(
        "{}: expected a column \"{}\", got none of that name",
        facts_.published_name(),
        *names.begin()
    );
  }
  return column;
}

PlaceLookup::Entry PlaceLookup::entry_for(const std::optional<Place>& place) {
  Entry entry;
  if (place) {
    entry.is_known = true;
    entry.kind = place->kind;
    entry.iso3 = place->code ? place->code->to_string() : std::string();
  }
  return entry;
}

const PlaceLookup::Entries::value_type& PlaceLookup::entry_of(std::string_view label) {
  if (last_ != nullptr && last_->first == label) {
    return *last_;
  }
  auto found = entries_.find(label);
  if (found == entries_.end()) {
    found = entries_.emplace(std::string(label), entry_for(find_place(label, scheme_))).first;
  }
  last_ = &*found;
  return *last_;
}

std::optional<RowPlace> PlaceLookup::find(std::string_view label) {
  const Entry& entry = entry_of(label).second;
  if (!entry.is_known) {
    return std::nullopt;
  }
  return RowPlace{.code = label, .iso3 = entry.iso3, .kind = entry.kind};
}

void PlaceLookup::define(std::string_view label, std::optional<Place> place) {
  last_ = nullptr;
  entries_.insert_or_assign(std::string(label), entry_for(place));
}

void RecordCells::reject(std::size_t column, std::string_view reason) {
  sink_.reject(
      column < header_.size() ? std::string_view(header_.names()[column]) : std::string_view(),
      reason,
      text(column)
  );
}

bool RecordCells::place(std::size_t column, PlaceLookup& lookup, RowPlace& place) {
  const std::string_view label = text(column);
  const auto found = label.empty() ? std::nullopt : lookup.find(label);
  if (!found) {
    reject(column, "expected a known country");
    return false;
  }
  place = *found;
  return true;
}

bool RecordCells::period(std::size_t column, TradeRow& row) {
  const PeriodCell cell = parse_period(text(column));
  if (!cell.period) {
    reject(column, cell.expected);
    return false;
  }
  row.period = *cell.period;
  return true;
}

bool RecordCells::goods_code(std::size_t column, TradeRow& row) {
  const std::string_view code = text(column);
  const GoodsCode looked = look_at_goods_code(code);
  switch (looked.kind) {
    case GoodsCode::Kind::kFaulty:
      reject(column, "expected an HS code of 2, 4, 6, 8 or 10 digits");
      return false;
    case GoodsCode::Kind::kConfidential:
      row.plane = Plane::kConfidential;
      break;
    case GoodsCode::Kind::kCode:
      break;
  }
  const bool is_total = looked.kind == GoodsCode::Kind::kCode && looked.level == 0;
  row.code = is_total ? std::string_view("TOTAL") : code;
  row.level = looked.level;
  return true;
}

bool RecordCells::amount(std::size_t column, std::optional<Decimal3>& amount, int shift) {
  const Amount read = parse_amount(text(column), shift);
  if (read.is_faulty || (read.number && read.number->thousandths() < 0)) {
    reject(column, "expected a number of at least 0");
    return false;
  }
  amount = read.number;
  return true;
}

std::optional<bool> RecordCells::flag(std::size_t column) const {
  const std::string_view cell = text(column);
  for (const std::string_view yes : {"true", "1", "yes"}) {
    if (is_equal_ignoring_case(cell, yes)) {
      return true;
    }
  }
  for (const std::string_view no : {"false", "0", "no"}) {
    if (is_equal_ignoring_case(cell, no)) {
      return false;
    }
  }
  return std::nullopt;
}

}  // namespace portolan::ingest
