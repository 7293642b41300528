#pragma once

#include <memory>
#include <string>

#include <CLI/CLI.hpp>

#include "session.hpp"

namespace portolan::cli {

/// Returns the whole command line: every command with its flags and help. Reading a line with it
/// fills `session`, which must outlive it, and sets `session.action`.
[[nodiscard]] std::unique_ptr<CLI::App> make_command_tree(Session& session);

/// Adds a command without further parts. `examples` are whole command lines, one a line.
CLI::App* add_command(
    CLI::App& parent,
    const std::string& name,
    const std::string& description,
    const std::string& examples
);

// One function a command.
void add_completion_command(CLI::App& app, Session& session);
void add_components_command(CLI::App& app, Session& session);
void add_config_command(CLI::App& app, Session& session);
void add_corridor_command(CLI::App& app, Session& session);
void add_demo_command(CLI::App& app, Session& session);
void add_detect_command(CLI::App& app, Session& session);
void add_doctor_command(CLI::App& app, Session& session);
void add_export_command(CLI::App& app, Session& session);
void add_fit_command(CLI::App& app, Session& session);
void add_goods_command(CLI::App& app, Session& session);
void add_import_command(CLI::App& app, Session& session);
void add_init_command(CLI::App& app, Session& session);
void add_journal_command(CLI::App& app, Session& session);
void add_leads_command(CLI::App& app, Session& session);
void add_link_command(CLI::App& app, Session& session);
void add_match_command(CLI::App& app, Session& session);
void add_neighbours_command(CLI::App& app, Session& session);
void add_owners_command(CLI::App& app, Session& session);
void add_panel_command(CLI::App& app, Session& session);
void add_parties_command(CLI::App& app, Session& session);
void add_places_command(CLI::App& app, Session& session);
void add_regimes_command(CLI::App& app, Session& session);
void add_rebuild_command(CLI::App& app, Session& session);
void add_serve_command(CLI::App& app, Session& session);
void add_screen_command(CLI::App& app, Session& session);
void add_sniff_command(CLI::App& app, Session& session);
void add_sources_command(CLI::App& app, Session& session);
void add_sql_command(CLI::App& app, Session& session);
void add_trace_command(CLI::App& app, Session& session);
void add_verify_command(CLI::App& app, Session& session);
void add_version_command(CLI::App& app, Session& session);
void add_whatif_command(CLI::App& app, Session& session);
void add_world_command(CLI::App& app, Session& session);

}  // namespace portolan::cli
