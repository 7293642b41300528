#pragma once

#include <string>

#include "command_tree.hpp"
#include "portolan/engine/trade_question.hpp"

namespace portolan::cli {

/// What the options of a question about trade say of themselves, where questions differ.
struct TradeQuestionHelp {
  const char* to_value;  ///< "PLACE".
  const char* to;
  const char* columns;  ///< Of the network's file.
  const char* origin;
};

/// Adds the arguments and options of a question; they are read into `question`, which outlives the
/// command.
void add_trade_question(
    CLI::App& command,
    engine::TradeQuestion& question,
    const TradeQuestionHelp& help
);

}  // namespace portolan::cli
