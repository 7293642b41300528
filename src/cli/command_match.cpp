#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/name_pairs.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

void add_match_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "match",
      "score pairs of names: how near they are, part by part",
      "portolan match pairs.csv\n"
      "portolan match pairs.csv -f json -o scored.json\n"
      "printf 'schema,name1,name2\\nPerson,Igor Sechev,\"SECHIN, Igor\"\\n' | portolan match -"
  );
  const auto file = std::make_shared<std::string>();
  add_text(
      *command,
      "FILE",
      *file,
      "FILE",
      "CSV (also gzip) with schema, name1, name2; -: standard input"
  )
      ->required();
  command->callback([&session, file] {
    session.action = [&session, file] {
      const engine::NamePairsRequest request{.file = *file};
      return print(
          session, wire::document_of(request, engine::score_name_pairs(request, *session.progress))
      );
    };
  });
}

}  // namespace portolan::cli
