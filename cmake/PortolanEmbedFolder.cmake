# portolan_embed_folder(TARGET server FOLDER web/dist HEADER web_files.hpp FUNCTION portolan::server::web_files)
#
# Compiles all files below FOLDER into a target, each as it is and packed by gzip where that is smaller.
# HEADER declares `struct EmbeddedFile { std::string_view path, bytes, gzip_bytes; }` and the function,
# which returns a std::span of them by path. A folder that is not there gives none.
function(portolan_embed_folder)
  cmake_parse_arguments(ARG "" "TARGET;FOLDER;HEADER;FUNCTION" "" ${ARGN})
  find_program(PORTOLAN_GZIP gzip REQUIRED)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/embedded/${ARG_TARGET}_folder.cpp")
  set(files "")
  if(ARG_FOLDER AND IS_DIRECTORY "${ARG_FOLDER}")
    file(GLOB_RECURSE files CONFIGURE_DEPENDS "${ARG_FOLDER}/*")
  endif()
  list(SORT files)
  add_custom_command(
    OUTPUT "${source}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${source}" "-DFOLDER=${ARG_FOLDER}" "-DHEADER=${ARG_HEADER}"
            "-DFUNCTION=${ARG_FUNCTION}" "-DFILES=${files}" "-DGZIP=${PORTOLAN_GZIP}" -P
            "${PROJECT_SOURCE_DIR}/cmake/EmbedFolder.cmake"
    DEPENDS ${files} "${PROJECT_SOURCE_DIR}/cmake/EmbedFolder.cmake"
    COMMENT "embedding the files of ${ARG_FOLDER}"
    VERBATIM)
  target_sources(portolan_${ARG_TARGET} PRIVATE "${source}")
  target_include_directories(portolan_${ARG_TARGET} PRIVATE "${CMAKE_CURRENT_SOURCE_DIR}")
endfunction()
