# Finds the DuckDB C API: `DuckDB::DuckDB`. Looks in DUCKDB_ROOT (default: .deps/duckdb, which
# scripts/setup fills), then in the system. The version is asked of the library itself, since a
# header does not tell it.
set(DUCKDB_ROOT "${PROJECT_SOURCE_DIR}/.deps/duckdb" CACHE PATH "Folder with include/duckdb.h and lib/libduckdb.so")
find_path(DuckDB_INCLUDE_DIR duckdb.h HINTS "${DUCKDB_ROOT}/include")
find_library(DuckDB_LIBRARY duckdb HINTS "${DUCKDB_ROOT}/lib")

if(DuckDB_INCLUDE_DIR AND DuckDB_LIBRARY AND NOT DuckDB_VERSION)
  file(WRITE "${CMAKE_BINARY_DIR}/duckdb_version/main.c"
       "#include <duckdb.h>\n#include <stdio.h>\nint main(void) { puts(duckdb_library_version()); return 0; }\n")
  try_run(
    DuckDB_RAN DuckDB_BUILT "${CMAKE_BINARY_DIR}/duckdb_version" "${CMAKE_BINARY_DIR}/duckdb_version/main.c"
    CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${DuckDB_INCLUDE_DIR}"
    LINK_LIBRARIES "${DuckDB_LIBRARY}"
    RUN_OUTPUT_VARIABLE version_text)
  string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" found_version "${version_text}")
  set(DuckDB_VERSION "${found_version}" CACHE INTERNAL "version of the DuckDB library")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  DuckDB
  REQUIRED_VARS DuckDB_LIBRARY DuckDB_INCLUDE_DIR
  VERSION_VAR DuckDB_VERSION)
if(DuckDB_FOUND AND NOT TARGET DuckDB::DuckDB)
  add_library(DuckDB::DuckDB UNKNOWN IMPORTED)
  set_target_properties(
    DuckDB::DuckDB PROPERTIES IMPORTED_LOCATION "${DuckDB_LIBRARY}"
                              INTERFACE_INCLUDE_DIRECTORIES "${DuckDB_INCLUDE_DIR}")
endif()
