#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/text.hpp"
#include "portolan/engine/link.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

formats::Document document_shown(
    const std::string& shown,
    const engine::LinkRequest& request,
    const engine::LinkResult& result
) {
  if (shown == "clusters") {
    return wire::link_clusters_document(request, result);
  }
  return shown == "model" ? wire::link_model_document(request, result)
                          : wire::link_pairs_document(request, result);
}

}  // namespace

void add_link_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "link",
      "find the records of one table, or of two, that are of one bearer, with weights part by part",
      "portolan link firms.csv --settings firms.toml\n"
      "portolan link orders.csv register.csv --settings firms.toml --threshold 0.99\n"
      "portolan link firms.csv --settings firms.toml --show clusters -o clusters.csv"
  );
  const auto request = std::make_shared<engine::LinkRequest>();
  const auto threshold = std::make_shared<std::string>();
  const auto shown = std::make_shared<std::string>("pairs");
  add_file(*command, "FILE", request->file, "CSV with a header; also gzip")->required();
  add_file(*command, "FILE2", request->second_file, "look for the records of FILE in this one");
  add_file(
      *command, "--settings", request->settings, "TOML: blocking rules, comparisons, threshold"
  )
      ->required();
  add_text(
      *command,
      "--threshold",
      *threshold,
      "P",
      "least probability of a pair that is kept; default: that of the settings, else 0.9"
  );
  add_choice(
      *command,
      "--show",
      *shown,
      {"pairs", "clusters", "model"},
      "pairs, the records they tie together, or the weights of the model; default: pairs"
  );
  command->callback([&session, request, threshold, shown] {
    if (!threshold->empty()) {
      request->threshold = parse_double(*threshold);
      if (!request->threshold) {
        throw invalid_argument(
            "--threshold: expected a probability from 0 to 1, got \"{}\"", *threshold
        );
      }
    }
    session.action = [&session, request, shown] {
      request->seed = static_cast<std::uint64_t>(session.options.seed);
      const auto result = engine::link_records(*request, *session.progress);
      return print(session, document_shown(*shown, *request, result));
    };
  });
}

}  // namespace portolan::cli
