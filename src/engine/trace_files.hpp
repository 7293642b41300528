#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "portolan/base/decimal3.hpp"
#include "portolan/trace/family_trade.hpp"

namespace portolan::engine {

/// The rows of a network file; those from a place to itself are counted and left out.
struct NetworkFile {
  std::vector<trace::TradeRow> rows;
  std::int64_t num_to_self = 0;
  bool has_ranges = false;
};

/// Reads the columns exporter, importer, value and, where they are there, low, high and capacity;
/// an empty low or high is the value, an empty capacity is not known. With `has_periods` also the
/// column period: all months or all years. Throws `Error` (kBadData) naming
/// file, row and column.
[[nodiscard]] NetworkFile
read_network_file(const std::filesystem::path& file, bool has_periods = false);

/// A row of a file of producers. Empty goods: all; else a code of the Harmonized System.
struct ProducerLine {
  std::string country;
  std::string goods;
  std::optional<Decimal3> output;
};

/// Reads the columns country and, where they are there, goods and output. Throws `Error` (kBadData)
/// naming file, row and column, and for a country that is named twice for the same goods.
[[nodiscard]] std::vector<ProducerLine> read_producers_file(const std::filesystem::path& file);

/// A row of a file of margins. Empty goods: all; else a code of the Harmonized System.
struct MarginLine {
  std::string country;
  std::string goods;
  double share = 0.0;
};

/// Reads the columns country, margin (a share from 0 to below 1) and, where it is there, goods.
/// Throws `Error` (kBadData) naming file, row and column, and for a country that is named twice for
/// the same goods.
[[nodiscard]] std::vector<MarginLine> read_margins_file(const std::filesystem::path& file);

/// Reads the column place of a plan: which places are to be checked. Throws `Error` (kBadData)
/// naming file and row, for a place that is named twice, and for a file without any.
[[nodiscard]] std::vector<std::string> read_plan_file(const std::filesystem::path& file);

}  // namespace portolan::engine
