#include <chrono>

#include "command_tree.hpp"
#include "option_values.hpp"
#include "portolan/engine/imports.hpp"
#include "portolan/wire/documents.hpp"

namespace portolan::cli {
namespace {

std::vector<std::filesystem::path> paths_of(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

// What the two commands that read files have in common.
struct ReadingOptions {
  std::vector<std::string> files;
  std::string dialect;
  std::string mapping;
};

void add_reading_options(CLI::App& command, ReadingOptions& options) {
  add_texts(command, "FILE", options.files, "FILE", "files of customs data; plain, gzip or zip")
      ->required();
  add_text(
      command,
      "--dialect",
      options.dialect,
      "ID",
      "read as this layout; default: found out from the file"
  );
  add_text(
      command,
      "--mapping",
      options.mapping,
      "FILE",
      "a mapping file that says what each column is (docs/data/mapping.md)"
  );
}

struct ImportOptions {
  ReadingOptions reading;
  engine::ImportRequest request;
  std::string rejects_file;
};

int import_them(Session& session, ImportOptions& options) {
  engine::ImportRequest& request = options.request;
  request.workspace = session.options.workspace;
  request.files = paths_of(options.reading.files);
  request.dialect = options.reading.dialect;
  request.mapping = options.reading.mapping;
  request.rejects_file = options.rejects_file;
  request.threads = static_cast<unsigned>(session.options.threads);
  request.now = time_text(std::chrono::system_clock::now());
  const engine::ImportResult result = engine::import_files(request, *session.progress);
  if (!result.tables.empty()) {
    print(session, wire::document_of(result));
  }
  return report_all(result.failures);
}

}  // namespace

void add_sniff_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "sniff",
      "say what files look like: layout, encoding, columns and what they become, first values; "
      "writes nothing",
      "portolan sniff TradeData.csv\nportolan sniff *.csv.gz --format json"
  );
  const auto options = std::make_shared<ReadingOptions>();
  add_reading_options(*command, *options);
  command->callback([&session, options] {
    session.action = [&session, options] {
      const engine::SniffRequest request{
          .files = paths_of(options->files),
          .dialect = options->dialect,
          .mapping = options->mapping};
      return print(session, wire::document_of(engine::sniff(request)));
    };
  });
}

void add_import_command(CLI::App& app, Session& session) {
  CLI::App* command = add_command(
      app,
      "import",
      "read customs data into the workspace; every record is imported, kept apart or rejected",
      "portolan import TradeData*.csv\n"
      "portolan import full_v2_202301.7z --dry-run\n"
      "portolan import gacc.csv --mapping gacc.toml --max-rejects 2% --rejects rejects.csv"
  );
  const auto options = std::make_shared<ImportOptions>();
  add_reading_options(*command, options->reading);
  engine::ImportRequest& request = options->request;
  add_text(*command, "--member", request.member, "NAME", "only this file of an archive");
  add_text(
      *command,
      "--max-rejects",
      request.max_rejects,
      "N|P%",
      "import nothing of a file with more rejects; default: 1%"
  );
  add_text(*command, "--rejects", options->rejects_file, "FILE", "write the rejects as CSV, too");
  command->add_flag("--dry-run", request.dry_run, "read and check everything, write nothing");
  command->add_flag(
      "--mix-versions",
      request.mix_versions,
      "take a version of BACI other than the one that is there"
  );
  command->callback([&session, options] {
    session.action = [&session, options] {
      return import_them(session, *options);
    };
  });
}

}  // namespace portolan::cli
