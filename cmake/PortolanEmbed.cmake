# portolan_embed(TARGET base NAMESPACE portolan::embedded FILES data/countries.csv ...)
#
# Compiles files into a target as `inline constexpr std::string_view`s of the private header
# "embedded/<target>.hpp": data/countries.csv becomes `countries_csv` in NAMESPACE.
function(portolan_embed)
  cmake_parse_arguments(ARG "" "TARGET;NAMESPACE" "FILES" ${ARGN})
  set(header "${CMAKE_CURRENT_BINARY_DIR}/embedded/${ARG_TARGET}.hpp")
  set(paths "")
  foreach(file IN LISTS ARG_FILES)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE path)
    list(APPEND paths "${path}")
  endforeach()
  add_custom_command(
    OUTPUT "${header}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${header}" "-DNAMESPACE=${ARG_NAMESPACE}" "-DFILES=${paths}" -P
            "${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    DEPENDS ${paths} "${PROJECT_SOURCE_DIR}/cmake/EmbedFiles.cmake"
    COMMENT "embedding the data of ${ARG_TARGET}"
    VERBATIM)
  target_sources(portolan_${ARG_TARGET} PRIVATE "${header}")
  target_include_directories(portolan_${ARG_TARGET} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
endfunction()
