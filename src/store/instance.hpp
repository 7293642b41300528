#pragma once

#include <string>

#include "duckdb_handles.hpp"
#include "portolan/store/database.hpp"

namespace portolan::store {

/// Opens an instance with everything set that can only be set at the opening.
[[nodiscard]] DatabaseHandle open_instance(const DatabaseOptions& options);

[[nodiscard]] ConnectionHandle connect_to(duckdb_database database);

/// Runs the options' setup, limits the instance to the options' files and locks its configuration.
void lock_down(duckdb_connection connection, const DatabaseOptions& options);

/// Runs one statement without parameters.
void run_plain(duckdb_connection connection, const std::string& sql);

/// Returns what a function of the C API says, which may be a null pointer.
[[nodiscard]] std::string text_or_empty(const char* text);

}  // namespace portolan::store
