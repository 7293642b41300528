#include "command_tree.hpp"

#include "help_text.hpp"
#include "option_values.hpp"

namespace portolan::cli {
namespace {

void add_global_options(CLI::App& app, GlobalOptions& options) {
  add_text(
      app,
      "-w,--workspace",
      options.workspace,
      "DIR",
      "the workspace; default: the nearest folder upwards with a portolan.toml"
  );
  add_choice(
      app,
      "-f,--format",
      options.format,
      {"table", "csv", "json", "jsonl", "markdown", "parquet", "xlsx"},
      "form of the answer; default: by the ending of --output, a table on a terminal, else CSV"
  );
  add_text(app, "-o,--output", options.output, "FILE", "write the answer to FILE, whole or not");
  const auto read_limit = [&options](const std::string& given) {
    std::int64_t limit = 0;
    CLI::App scratch;
    add_count(scratch, "--limit", limit, "");
    scratch.parse("--limit=" + given);
    options.limit = limit;
  };
  app.add_option_function<std::string>("-n,--limit", read_limit, "print at most N rows")
      ->type_name("N");
  app.add_flag("--all", options.shows_all, "print all rows; tables for people stop at 100");
  app.add_flag("-q,--quiet", options.is_quiet, "no notes on standard error");
  app.add_flag("-v,--verbose", options.is_verbose, "say on standard error what the work took");
  add_choice(
      app,
      "--progress",
      options.progress,
      {"auto", "plain", "json", "none"},
      "how far the work is, on standard error; auto: a bar on a terminal"
  );
  add_choice(
      app,
      "--color",
      options.color,
      {"auto", "always", "never"},
      "colour in tables; auto: on a terminal, unless NO_COLOR is set"
  );
  add_count(app, "--threads", options.threads, "threads to use; 0, the default: one per core");
  add_count(app, "--seed", options.seed, "seed of whatever is drawn at random; default: 1");
  app.add_flag("--fail-on-leads", options.fails_on_leads, "exit with 10 if leads were found");
}

}  // namespace

CLI::App* add_command(
    CLI::App& parent,
    const std::string& name,
    const std::string& description,
    const std::string& examples
) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer(examples);
  return command;
}

std::unique_ptr<CLI::App> make_command_tree(Session& session) {
  auto app = std::make_unique<CLI::App>(
      "Portolan finds where restricted goods reach a destination through third countries, and "
      "shows the evidence. It names what to inspect, never who is guilty.",
      "portolan"
  );
  app->fallthrough();
  app->set_help_flag("-h,--help", "print this help");
  app->formatter_fn([](const CLI::App* shown, const std::string&, CLI::AppFormatMode) {
    return help_text(*shown);
  });
  app->footer(
      "portolan demo practice\n"
      "portolan init chips && cd chips && portolan import ~/Downloads/TradeData*.csv\n"
      "portolan panel build && portolan detect --to RUS"
  );
  add_global_options(*app, session.options);
  add_init_command(*app, session);
  add_demo_command(*app, session);
  add_sniff_command(*app, session);
  add_import_command(*app, session);
  add_sources_command(*app, session);
  add_goods_command(*app, session);
  add_regimes_command(*app, session);
  add_places_command(*app, session);
  add_panel_command(*app, session);
  add_detect_command(*app, session);
  add_leads_command(*app, session);
  add_journal_command(*app, session);
  add_corridor_command(*app, session);
  add_trace_command(*app, session);
  add_whatif_command(*app, session);
  add_fit_command(*app, session);
  add_match_command(*app, session);
  add_parties_command(*app, session);
  add_link_command(*app, session);
  add_owners_command(*app, session);
  add_screen_command(*app, session);
  add_neighbours_command(*app, session);
  add_components_command(*app, session);
  add_export_command(*app, session);
  add_world_command(*app, session);
  add_serve_command(*app, session);
  add_sql_command(*app, session);
  add_verify_command(*app, session);
  add_rebuild_command(*app, session);
  add_config_command(*app, session);
  add_doctor_command(*app, session);
  add_completion_command(*app, session);
  add_version_command(*app, session);
  return app;
}

}  // namespace portolan::cli
