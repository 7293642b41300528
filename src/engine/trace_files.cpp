#include "trace_files.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "portolan/base/error.hpp"
#include "portolan/base/period.hpp"
#include "portolan/base/text.hpp"
#include "text_rows.hpp"

namespace portolan::engine {
namespace {

/// Numbers periods in their order: all are months, or all are years.
class PeriodCounter {
 public:
  std::uint32_t count(const TextRows& rows, std::size_t row, std::size_t column) {
    const std::string cell = rows.required(row, column);
    const auto period = Period::parse(cell);
    if (!period) {
      throw bad_data(
          "{}: expected a month like 2023-05 or a year, got \"{}\"", rows.place(row, column), cell
      );
    }
    const bool is_year = period->month() == 0;
    if (is_year_.value_or(is_year) != is_year) {
      throw bad_data(
          "{}: expected {} as in the rows before, got \"{}\"",
          rows.place(row, column),
          is_year ? "months" : "years",
          cell
      );
    }
    is_year_ = is_year;
    return trace::period_count(*period);
  }

 private:
  std::optional<bool> is_year_;
};

void require_at_least_value(
    const TextRows& rows,
    std::size_t row,
    std::size_t column,
    const Decimal3& value,
    const Decimal3& given
) {
  if (given < value) {
    throw bad_data(
        "{}: expected at least the value, {}, got {}",
        rows.place(row, column),
        value.to_string(),
        given.to_string()
    );
  }
}

}  // namespace

NetworkFile read_network_file(const std::filesystem::path& file, bool has_periods) {
  enum Column : std::size_t { kExporter, kImporter, kValue, kLow, kHigh, kCapacity, kPeriod };
  const TextRows rows(file, {"exporter", "importer", "value", "low", "high", "capacity", "period"});
  for (const Column column : {kExporter, kImporter, kValue}) {
    rows.require(column);
  }
  if (has_periods) {
    rows.require(kPeriod);
  }
  PeriodCounter periods;
  NetworkFile result{.rows = {}, .num_to_self = 0, .has_ranges = rows.has(kLow) || rows.has(kHigh)};
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    const auto value = rows.amount(row, kValue);
    if (!value) {
      throw bad_data("{}: expected a number of at least 0, got nothing", rows.place(row, kValue));
    }
    trace::TradeRow read{
        .exporter = rows.required(row, kExporter),
        .importer = rows.required(row, kImporter),
        .value = *value,
        .low = rows.amount(row, kLow).value_or(*value),
        .high = rows.amount(row, kHigh).value_or(*value),
        .capacity = rows.amount(row, kCapacity),
        .period = has_periods ? periods.count(rows, row, kPeriod) : 0};
    if (read.low > read.value) {
      throw bad_data(
          "{}: expected at most the value, {}, got {}",
          rows.place(row, kLow),
          value->to_string(),
          read.low.to_string()
      );
    }
    require_at_least_value(rows, row, kHigh, *value, read.high);
    require_at_least_value(rows, row, kCapacity, *value, read.capacity.value_or(*value));
    if (read.exporter == read.importer) {
      ++result.num_to_self;
    } else {
      result.rows.push_back(std::move(read));
    }
  }
  if (result.rows.empty()) {
    throw bad_data("{}: expected at least one flow between two places, got none", file.string());
  }
  return result;
}

std::vector<ProducerLine> read_producers_file(const std::filesystem::path& file) {
  enum Column : std::size_t { kCountry, kGoods, kOutput };
  const TextRows rows(file, {"country", "goods", "output"});
  rows.require(kCountry);
  std::vector<ProducerLine> result;
  std::set<std::pair<std::string, std::string>> known;
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    ProducerLine line{
        .country = rows.required(row, kCountry),
        .goods = rows.text(row, kGoods),
        .output = rows.amount(row, kOutput)};
    if (!known.emplace(line.country, line.goods).second) {
      throw bad_data(
          "{}: expected each country once, got {} again", rows.place(row, kCountry), line.country
      );
    }
    result.push_back(std::move(line));
  }
  return result;
}

std::vector<MarginLine> read_margins_file(const std::filesystem::path& file) {
  enum Column : std::size_t { kCountry, kMargin, kGoods };
  const TextRows rows(file, {"country", "margin", "goods"});
  rows.require(kCountry);
  rows.require(kMargin);
  std::vector<MarginLine> result;
  std::set<std::pair<std::string, std::string>> known;
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    MarginLine line{.country = rows.required(row, kCountry), .goods = rows.text(row, kGoods)};
    const std::string cell = rows.required(row, kMargin);
    const auto share = parse_double(cell);
    if (!share || !(*share >= 0.0 && *share < 1.0)) {
      throw bad_data(
          "{}: expected a share from 0 to below 1, got \"{}\"", rows.place(row, kMargin), cell
      );
    }
    line.share = *share;
    if (!known.emplace(line.country, line.goods).second) {
      throw bad_data(
          "{}: expected each country once, got {} again", rows.place(row, kCountry), line.country
      );
    }
    result.push_back(std::move(line));
  }
  return result;
}

std::vector<std::string> read_plan_file(const std::filesystem::path& file) {
  const TextRows rows(file, {"place"});
  rows.require(0);
  std::vector<std::string> places;
  for (std::size_t row = 0; row < rows.num_rows(); ++row) {
    std::string place = rows.required(row, 0);
    if (std::ranges::count(places, place) > 0) {
      throw bad_data("{}: expected each place once, got {} again", rows.place(row, 0), place);
    }
    places.push_back(std::move(place));
  }
  if (places.empty()) {
    throw bad_data("{}: expected at least one place to check, got none", file.string());
  }
  return places;
}

}  // namespace portolan::engine
