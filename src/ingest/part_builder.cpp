#include "part_builder.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "cell_values.hpp"
#include "portolan/base/error.hpp"
#include "portolan/store/lake.hpp"
#include "portolan/store/parquet.hpp"

namespace portolan::ingest {

namespace {

constexpr std::size_t kLongestValue = 200;

std::int64_t cell_of(const std::optional<Decimal3>& number, std::int64_t missing) {
  return number ? number->thousandths() : missing;
}

// `by_default` stays where it is as long as the column lives.
void push_or_default(TextColumn& column, std::string_view text, const std::string& by_default) {
  if (text.empty()) {
    column.push_lasting(by_default);
  } else {
    column.push(text);
  }
}

std::string_view edition_text(const std::optional<HsEdition>& edition) {
  return edition ? to_string(*edition) : std::string_view();
}

// Fills the columns of a batch from those of a part: one function for each column that is not
// constant.
class PartColumns {
 public:
  PartColumns(std::size_t num_rows, std::vector<store::ColumnSpec> specs)
      : num_rows_(num_rows), specs_(std::move(specs)) {}

  void set_constant(std::string_view name, store::Value value) {
    specs_[index_of(name)].constant.emplace(std::move(value));
  }

  void add(std::string_view name, const TextColumn& texts) {
    const std::size_t column = index_of(name);
    if (texts.codes().is_constant()) {
      const std::uint32_t code = texts.codes().first();
      if (code == store::kNullCode || num_rows_ == 0) {
        specs_[column].constant.emplace();
      } else {
        specs_[column].constant.emplace(texts.texts().text(code));
      }
      return;
    }
    specs_[column].dictionary = &texts.texts();
    fillers_.push_back([column, cells = texts.codes().data()](
                           store::RowBatch& batch, std::size_t first, std::size_t count
                       ) { std::copy_n(cells + first, count, batch.codes(column).begin()); });
  }

  template <typename T>
  void add_integers(std::string_view name, const CellColumn<T>& cells) {
    const std::size_t column = index_of(name);
    if (cells.is_constant()) {
      specs_[column].constant.emplace(cells.first());
      return;
    }
    add_filler<T>(column, cells.data());
  }

  // Never as a constant: a file needs a column that is none.
  void add_each(std::string_view name, const std::vector<std::int64_t>& cells) {
    add_filler<std::int64_t>(index_of(name), cells.data());
  }

  void
  add_decimals(std::string_view name, const CellColumn<std::int64_t>& cells, std::int64_t missing) {
    const std::size_t column = index_of(name);
    if (cells.is_constant()) {
      if (cells.first() == missing || num_rows_ == 0) {
        specs_[column].constant.emplace();
      } else {
        specs_[column].constant.emplace(Decimal3::from_thousandths(cells.first()));
      }
      return;
    }
    fillers_.push_back([column, missing, data = cells.data()](
                           store::RowBatch& batch, std::size_t first, std::size_t count
                       ) {
      const auto into = batch.thousandths(column);
      for (std::size_t row = 0; row < count; ++row) {
        const std::int64_t cell = data[first + row];
        into[row] = cell == missing ? 0 : cell;
        if (cell == missing) {
          batch.set_null(column, row);
        }
      }
    });
  }

  // -1 is NULL, 0 false, 1 true.
  void add_booleans(std::string_view name, const CellColumn<std::int8_t>& cells) {
    const std::size_t column = index_of(name);
    if (cells.is_constant()) {
      if (cells.first() < 0 || num_rows_ == 0) {
        specs_[column].constant.emplace();
      } else {
        specs_[column].constant.emplace(cells.first() == 1);
      }
      return;
    }
    fillers_.push_back([column, data = cells.data()](
                           store::RowBatch& batch, std::size_t first, std::size_t count
                       ) {
      const auto into = batch.values<bool>(column);
      for (std::size_t row = 0; row < count; ++row) {
        into[row] = data[first + row] == 1;
        if (data[first + row] < 0) {
          batch.set_null(column, row);
        }
      }
    });
  }

  void write(const std::filesystem::path& file, const Progress& progress) const {
    std::size_t next = 0;
    const store::RowSource source = [this, &next](store::RowBatch& batch) {
      const std::size_t count = std::min(store::kBatchRows, num_rows_ - next);
      for (const auto& fill : fillers_) {
        fill(batch, next, count);
      }
      next += count;
      return count;
    };
    store::write_parquet(file, specs_, source, {.progress = &progress});
  }

 private:
  template <typename T>
  void add_filler(std::size_t column, const T* data) {
    fillers_.push_back([column, data](
                           store::RowBatch& batch, std::size_t first, std::size_t count
                       ) { std::copy_n(data + first, count, batch.values<T>(column).begin()); });
  }

  using Filler = std::function<void(store::RowBatch&, std::size_t first, std::size_t count)>;

  std::size_t index_of(std::string_view name) const {
    const auto found = std::ranges::find(specs_, name, &store::ColumnSpec::name);
    ensure(found != specs_.end(), "a part has the columns of the lake's table trade");
    return static_cast<std::size_t>(found - specs_.begin());
  }

  std::size_t num_rows_;
  std::vector<store::ColumnSpec> specs_;
  std::vector<Filler> fillers_;
};

}  // namespace

void PartBuilder::push_place(const RowPlace& place, TextColumn& iso3, TextColumn& code) {
  iso3.push(place.iso3);
  code.push(place.code);
}

void PartBuilder::take(const TradeRow& row) {
  const Plane plane = plane_of(row);
  std::int64_t net_kg = cell_of(row.net_kg, kNoNumber);
  if (net_kg == 0 && row.value && row.value->thousandths() > 0) {
    net_kg = kNoNumber;
    ++accounts_.zero_weights;
  }
  ordinals_.push_back(ordinal_);
  lines_.push(line_);
  planes_.push_lasting(to_string(plane));
  push_or_default(sources_, row.source, traits_.source);
  push_or_default(vintages_, row.vintage, traits_.vintage);
  push_place(row.reporter, reporters_, reporter_codes_);
  push_place(row.partner, partners_, partner_codes_);
  push_place(row.partner2, partner2s_, partner2_codes_);
  flows_.push_lasting(to_string(row.flow));
  freqs_.push_lasting(to_string(row.period.frequency()));
  periods_.push(row.period.number());
  hs_editions_.push_lasting(edition_text(row.hs_edition));
  levels_.push(row.level);
  codes_.push(row.code);
  values_.push(cell_of(row.value, kNoNumber));
  currencies_.push(row.currency);
  valuations_.push(row.valuation);
  net_kgs_.push(net_kg);
  quantities_.push(cell_of(row.quantity, kNoNumber));
  quantity_units_.push(row.quantity_unit);
  are_estimated_.push(
      row.is_estimated ? static_cast<std::int8_t>(*row.is_estimated) : std::int8_t{-1}
  );
  procedures_.push(row.procedure);
  transports_.push(row.transport);
  details_.push(row.detail);
  ++num_rows_;
  count(row, plane);
}

void PartBuilder::count(const TradeRow& row, Plane plane) {
  ++accounts_.records;
  ++accounts_.of(plane);
  accounts_.missing_values += row.value ? 0 : 1;
  has_world_ = has_world_ || row.partner.kind == PlaceKind::kWorld;
  if (plane != Plane::kMain) {
    return;
  }
  CoverageKey key;
  std::copy_n(
      row.reporter.iso3.begin(),
      std::min<std::size_t>(row.reporter.iso3.size(), 3),
      key.reporter.begin()
  );
  key.flow = row.flow;
  key.period = row.period.number();
  key.level = row.level;
  key.hs_edition = row.hs_edition ? static_cast<std::int8_t>(*row.hs_edition) : std::int8_t{-1};
  if (last_count_ == nullptr || key != last_key_) {
    last_key_ = key;
    last_count_ = &accounts_.coverage[key];
  }
  ++*last_count_;
}

void PartBuilder::reject(std::string_view column, std::string_view reason, std::string_view value) {
  ++accounts_.records;
  ++accounts_.rejected[{std::string(column), std::string(reason)}];
  std::string_view kept = value.substr(0, kLongestValue);
  while (kept.size() < value.size() && !kept.empty() &&
         (static_cast<unsigned char>(value[kept.size()]) & 0xC0U) == 0x80U) {
    kept.remove_suffix(1);  // not within a letter
  }
  accounts_.rejects.push_back(
      {.ordinal = ordinal_,
       .line = line_,
       .column = std::string(column),
       .reason = std::string(reason),
       .value = std::string(kept)}
  );
}

Accounts PartBuilder::take_accounts() {
  for (std::uint32_t code = 0; code < codes_.texts().size(); ++code) {
    const std::string text(codes_.texts().text(code));
    const GoodsCode looked = look_at_goods_code(text);
    if (looked.kind == GoodsCode::Kind::kCode) {
      accounts_.codes[looked.level].insert(text);
    }
  }
  for (std::uint32_t code = 0; code < partners_.texts().size(); ++code) {
    accounts_.partners.emplace(partners_.texts().text(code));
  }
  if (has_world_) {
    accounts_.partners.emplace("WLD");
  }
  return std::move(accounts_);
}

void PartBuilder::write(
    const std::filesystem::path& file,
    std::string_view import_id,
    const Progress& progress
) const {
  PartColumns columns(num_rows_, store::trade_columns());
  columns.set_constant("import_id", import_id);
  columns.add_each("ordinal", ordinals_);
  columns.add_integers("line", lines_);
  columns.add("plane", planes_);
  columns.add("source", sources_);
  columns.add("vintage", vintages_);
  columns.add("reporter", reporters_);
  columns.add("reporter_code", reporter_codes_);
  columns.add("partner", partners_);
  columns.add("partner_code", partner_codes_);
  columns.add("partner2", partner2s_);
  columns.add("partner2_code", partner2_codes_);
  columns.add("flow", flows_);
  columns.add("freq", freqs_);
  columns.add_integers("period", periods_);
  columns.add("hs_edition", hs_editions_);
  columns.add_integers("level", levels_);
  columns.add("code", codes_);
  columns.add_decimals("value", values_, kNoNumber);
  columns.add("currency", currencies_);
  columns.add("valuation", valuations_);
  columns.add_decimals("net_kg", net_kgs_, kNoNumber);
  columns.add_decimals("quantity", quantities_, kNoNumber);
  columns.add("quantity_unit", quantity_units_);
  columns.add_booleans("is_estimated", are_estimated_);
  columns.add("procedure", procedures_);
  columns.add("transport", transports_);
  columns.add("detail", details_);
  columns.write(file, progress);
}

}  // namespace portolan::ingest
