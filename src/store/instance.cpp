#include "instance.hpp"

#include <filesystem>
#include <system_error>
#include <vector>

#include "duckdb_error.hpp"
#include "portolan/base/error.hpp"
#include "portolan/base/parallel.hpp"
#include "portolan/base/text.hpp"

namespace portolan::store {
namespace {

class Config {
 public:
  Config() { ensure(duckdb_create_config(config_.out()) == DuckDBSuccess, "DuckDB has no memory"); }

  void set(const std::string& name, const std::string& value) {
    if (duckdb_set_config(config_.get(), name.c_str(), value.c_str()) != DuckDBSuccess) {
      throw invalid_argument(
          "{}: expected a setting that the database takes, got \"{}\"", name, value
      );
    }
  }
  [[nodiscard]] duckdb_config get() const { return config_.get(); }

 private:
  ConfigHandle config_;
};

std::string list_of_paths(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::string> literals;
  for (const auto& path : paths) {
    literals.push_back(quote_literal(std::filesystem::absolute(path).lexically_normal().string()));
  }
  return "[" + join(literals, ", ") + "]";
}

}  // namespace

std::string text_or_empty(const char* text) {
  return text == nullptr ? std::string() : std::string(text);
}

DatabaseHandle open_instance(const DatabaseOptions& options) {
  // DuckDB makes the folder when it first spills, but not the folders above it. Where they cannot
  // be made, only a query that spills fails, and says why.
  std::error_code ignored;
  std::filesystem::create_directories(options.temp_folder.parent_path(), ignored);
  Config config;
  config.set("access_mode", options.is_read_only ? "READ_ONLY" : "AUTOMATIC");
  config.set("threads", std::to_string(num_threads_or_cores(options.threads)));
  config.set("memory_limit", options.memory_limit);
  config.set("temp_directory", options.temp_folder.string());
  config.set("autoinstall_known_extensions", "false");
  config.set("autoload_known_extensions", "false");
  config.set("allow_community_extensions", "false");
  DatabaseHandle database;
  const std::string file = options.file.empty() ? ":memory:" : options.file.string();
  char* message = nullptr;
  if (duckdb_open_ext(file.c_str(), database.out(), config.get(), &message) != DuckDBSuccess) {
    const std::string said = text_or_empty(message);
    duckdb_free(message);
    throw error_of_duckdb(said);
  }
  return database;
}

ConnectionHandle connect_to(duckdb_database database) {
  ConnectionHandle connection;
  if (duckdb_connect(database, connection.out()) != DuckDBSuccess) {
    throw unavailable("database: expected a connection, got none");
  }
  return connection;
}

void run_plain(duckdb_connection connection, const std::string& sql) {
  ResultHandle result;
  if (duckdb_query(connection, sql.c_str(), result.out()) != DuckDBSuccess) {
    throw error_of_duckdb(text_or_empty(duckdb_result_error(result.out())));
  }
}

void lock_down(duckdb_connection connection, const DatabaseOptions& options) {
  run_plain(connection, "SET enable_progress_bar_print = false");
  run_plain(connection, "SET enable_progress_bar = true");
  for (const std::string& statement : options.setup) {
    run_plain(connection, statement);
  }
  run_plain(
      connection, "SET GLOBAL allowed_directories = " + list_of_paths(options.allowed_folders)
  );
  run_plain(connection, "SET GLOBAL allowed_paths = " + list_of_paths(options.allowed_files));
  run_plain(connection, "SET GLOBAL enable_external_access = false");
  run_plain(connection, "SET GLOBAL lock_configuration = true");
}

}  // namespace portolan::store
