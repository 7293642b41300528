#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/fit.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {

namespace {

void add_model(CLI::App& command, engine::FitRequest& request) {
  add_text(command, "--y", request.y, "COL", "what is explained, at least 0; a column or SQL")
      ->required();
  add_text(command, "--x", request.x, "A,B", "covariates: columns or SQL, such as \"ln(dist)\"");
  add_text(
      command,
      "--effects",
      request.effects,
      "A#B,C",
      "effects to absorb; # joins columns; none: a constant"
  );
  add_text(
      command,
      "--cluster",
      request.clusters,
      "A#B[,C]",
      "errors clustered one or two ways; default: robust (HC1)"
  );
  add_text(command, "--weights", request.weights, "COL", "weights, at least 0; a column or SQL");
  add_text(command, "--offset", request.offset, "COL", "added to the log mean; a column or SQL");
  add_text(command, "--where", request.where, "SQL", "which rows");
  command.add_flag("--iid", request.is_iid, "errors as if the variance were the mean");
  command.add_flag(
      "--keep-singletons", request.keep_singletons, "keep rows that are alone in a level"
  );
}

}  // namespace

void add_fit_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "fit",
      "fit a Poisson model with absorbed effects (gravity) to a CSV or Parquet file",
      "portolan fit trade.csv.gz --y trade --x fta --effects "
      "exporter#year,importer#year,exporter#importer --cluster exporter#importer\n"
      "portolan fit flows.parquet --y value_usd --x \"ln(dist),contig\" --effects o#t,d#t "
      "--where \"t >= 2015\""
  );
  const auto request = std::make_shared<engine::FitRequest>();
  const auto file = std::make_shared<std::string>();
  add_text(*command, "FILE", *file, "FILE", "CSV with a header (also .gz) or Parquet")->required();
  add_model(*command, *request);
  command->callback([&session, request, file] {
    session.action = [&session, request, file] {
      request->file = *file;
      request->threads = static_cast<unsigned>(session.options.threads);
      return print(session, wire::document_of(*request, engine::fit(*request, *session.progress)));
    };
  });
}

}  // namespace portolan::cli
