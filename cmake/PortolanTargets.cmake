# Settings every target of the project shares; third-party targets never link it.
add_library(portolan_options INTERFACE)
target_compile_options(
  portolan_options
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
            -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wdouble-promotion
            -Wimplicit-fallthrough -Wformat=2
            $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wsuggest-override>)

# portolan_add_module(NAME stats HEADERS include/... SOURCES ... DEPENDS portolan::base PRIVATE_DEPENDS ...)
#
# Makes the library portolan::NAME. Other modules see its headers under include/ and no others, and only
# if they depend on it, so an include against the dependency direction does not compile. What a
# public header needs goes into DEPENDS, all else into PRIVATE_DEPENDS.
function(portolan_add_module)
  cmake_parse_arguments(ARG "" "NAME" "HEADERS;SOURCES;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  add_library(portolan_${ARG_NAME} STATIC)
  add_library(portolan::${ARG_NAME} ALIAS portolan_${ARG_NAME})
  set_property(GLOBAL APPEND PROPERTY PORTOLAN_MODULES ${ARG_NAME})
  target_sources(
    portolan_${ARG_NAME}
    PRIVATE ${ARG_SOURCES}
    PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${ARG_HEADERS})
  target_link_libraries(
    portolan_${ARG_NAME}
    PUBLIC ${ARG_DEPENDS}
    PRIVATE portolan_options ${ARG_PRIVATE_DEPENDS})
endfunction()

# portolan_add_test(NAME stats SOURCES ... DEPENDS portolan::stats LABELS unit)
function(portolan_add_test)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPENDS;LABELS" ${ARGN})
  add_executable(${ARG_NAME} ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME} PRIVATE portolan_options ${ARG_DEPENDS} GTest::gmock_main)
  gtest_discover_tests(${ARG_NAME} DISCOVERY_MODE PRE_TEST PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT 120)
endfunction()
