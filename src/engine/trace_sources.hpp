#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "portolan/engine/trade_question.hpp"
#include "portolan/trace/family_trade.hpp"
#include "portolan/trace/origins.hpp"

namespace portolan::engine {

/// Trade that a question about origins is asked of, and how its places are named.
struct TraceSource {
  std::vector<trace::FamilyTrade> families;
  std::string unit;
  std::vector<std::string> notices;
  std::vector<std::string> places;
  /// Whether places are countries, so that one without trade here is known all the same.
  bool has_countries = false;
  /// Returns the place that a text names; throws `Error` for other text.
  std::function<std::string(std::string_view)> place_of;
  /// Returns the places of a set: one, or those of a group that trade the goods.
  std::function<std::vector<std::string>(std::string_view)> places_of;

  /// The hub (perhaps empty) and the destination that `--to` names.
  [[nodiscard]] std::pair<std::string, std::string> end_of(const std::string& text) const;
  /// The set that "DEU+FRA", "EU27" or "JPN+unknown" names.
  [[nodiscard]] trace::PlaceSet set_of(std::string_view subject, const std::string& text) const;

  /// Says in `notices`, and returns, whether `place` is a country without trade here: nothing can
  /// be found of it, which is an answer.
  [[nodiscard]] bool lacks_trade_of(const std::string& place);

  /// Narrows every range to its value.
  void take_as_certain();

  /// Gives each family the margins of a file. Throws `Error` as `read_margins_file` does.
  void take_margins(const std::filesystem::path& file);

  /// Gives each family its producers, by the request's file, the shipped table, or trade, and says
  /// which in `notices`.
  void find_makers(const TradeQuestion& request, const trace::OriginsQuestion& question);
};

/// What a question needs to know of its trade beyond the sums.
struct SourceOptions {
  /// Whether rows are told apart by period; of a panel then only months are read.
  bool has_periods = false;
  /// Legs to this place, if it is not empty, get what their history in the panel says that they can
  /// pass.
  std::string capacities_to = {};
};

/// The request's table. Throws `Error` as `read_network_file` does, and for periods where it has
/// none.
[[nodiscard]] TraceSource
network_source(const TradeQuestion& request, const SourceOptions& options = {});

/// The panel of the request's workspace. Throws `Error`: kNotFound where there is none, or no trade
/// of the goods in the window; kInvalidArgument for goods or periods that are none.
[[nodiscard]] TraceSource
panel_source(const TradeQuestion& request, const SourceOptions& options = {});

}  // namespace portolan::engine
