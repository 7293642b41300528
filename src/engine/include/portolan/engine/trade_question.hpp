#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace portolan::engine {

/// Which trade a question about goods is asked of: a table of the user's own or the workspace's
/// panel, who makes the goods, and where they end.
struct TradeQuestion {
  std::filesystem::path workspace = {};
  /// "RUS": what it kept; where a question is of a leg, "ARM:RUS": what ARM sent to RUS.
  std::string to = {};
  /// CSV with a header (also gzip) or Parquet with the columns exporter, importer, value and
  /// perhaps low, high, capacity. Empty: the panel, and then `goods` as for `goods show`.
  std::filesystem::path network = {};
  std::string goods = {};
  /// "2023-05" or "2023"; empty: from the beginning, to the end. For the panel.
  std::string from = {};
  std::string until = {};
  /// A file with the columns country and perhaps goods, output. Empty: what Portolan ships for the
  /// goods; where that is nothing, every place that sends more than it receives.
  std::filesystem::path producers = {};
  /// Each a place, several with +, "unknown", "margin", or for the panel a group; empty: every
  /// producer.
  std::vector<std::string> origins = {};
};

}  // namespace portolan::engine
