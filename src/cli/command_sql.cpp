#include <iostream>
#include <iterator>

#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/sql.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_sql_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "sql",
      "answer a question in SQL over the tables of the workspace; reads only",
      "portolan sql \"SHOW TABLES\"\n"
      "portolan sql \"SELECT reporter, sum(value) FROM trade GROUP BY ALL ORDER BY ALL\"\n"
      "portolan sql - < question.sql --format parquet -o answer.parquet"
  );
  const auto text = std::make_shared<std::string>();
  add_text(*command, "SQL", *text, "TEXT", "one statement; - reads it from standard input")
      ->required();
  command->callback([&session, text] {
    session.action = [&session, text] {
      if (*text == "-") {
        text->assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
      }
      const engine::SqlRequest request{
          .workspace = session.options.workspace,
          .sql = *text,
          .max_rows = row_limit(session),
          .threads = static_cast<unsigned>(session.options.threads)};
      return print(session, wire::document_of(request, engine::sql(request, *session.progress)));
    };
  });
}

}  // namespace portolan::cli
