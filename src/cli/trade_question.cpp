#include "trade_question.hpp"

#include "option_values.hpp"

namespace portolan::cli {

void add_trade_question(
    CLI::App& command,
    engine::TradeQuestion& question,
    const TradeQuestionHelp& help
) {
  const std::string goods = "lists, tiers or codes as for goods show";
  add_text(command, "TO", question.to, help.to_value, help.to);
  add_text(command, "GOODS", question.goods, "TEXT", goods);
  add_text(command, "--to,--destination", question.to, help.to_value, "the same as TO");
  add_text(command, "--goods", question.goods, "TEXT", "the same as GOODS");
  add_text(command, "--from", question.from, "YYYY-MM", "first month or year");
  add_text(command, "--until", question.until, "YYYY-MM", "last month or year");
  add_file(
      command,
      "--network",
      question.network,
      std::string("trade of your own instead of the panel: ") + help.columns
  );
  add_file(
      command,
      "--producers",
      question.producers,
      "who makes the goods: country[, goods, output]; default: the shipped table, else by trade"
  );
  add_texts(command, "--origin", question.origins, "A[+B]", help.origin);
}

}  // namespace portolan::cli
