# The standard library's headers are half of what a file costs to compile: read them once per group of targets.
#
#   sagitta_precompile(TARGET GROUP)
#
# A group's precompiled header is a small target of its own, so that nothing waits for the first library that needs it.
# All targets of a group are optimised alike, as GCC demands. Only what nobody here writes belongs in it: layers are
# kept apart by include paths, and a file still names what it includes. The preset `fuzz` compiles without, and so finds
# a missing #include.
set(SAGITTA_STANDARD_HEADERS
  <algorithm> <array> <bit> <chrono> <cmath> <cstdint> <cstdio> <cstring> <deque> <filesystem> <fstream> <functional>
  <limits> <map> <memory> <mutex> <optional> <set> <span> <sstream> <string> <string_view> <thread> <tuple>
  <unordered_map> <utility> <variant> <vector>
  <glm/common.hpp> <glm/geometric.hpp> <glm/gtc/quaternion.hpp> <glm/mat4x4.hpp> <glm/matrix.hpp>
  <glm/trigonometric.hpp> <glm/vec2.hpp> <glm/vec3.hpp>)

find_package(glm REQUIRED CONFIG)
add_library(sagitta_glm INTERFACE)
target_link_libraries(sagitta_glm INTERFACE glm::glm)
target_compile_definitions(sagitta_glm INTERFACE GLM_FORCE_SILENT_WARNINGS GLM_FORCE_DEPTH_ZERO_TO_ONE)

# sagitta_precompiled(GROUP [PROGRAMS] [LIBRARIES libs...] [OPTIONS options...] [HEADERS headers...]): the header of a
# group. PROGRAMS: its targets are programs, not libraries. LIBRARIES are packages' targets that HEADERS need, OPTIONS
# are what the group's targets are compiled with.
function(sagitta_precompiled group)
  cmake_parse_arguments(arg "PROGRAMS" "" "LIBRARIES;OPTIONS;HEADERS" ${ARGN})
  set_property(GLOBAL PROPERTY sagitta_options_${group} "${arg_OPTIONS}")
  if(SAGITTA_FUZZ)
    return()
  endif()
  set(nothing ${CMAKE_BINARY_DIR}/precompiled_${group}.cpp)
  file(GENERATE OUTPUT ${nothing} CONTENT "// Carries the precompiled header of the group ${group}.\n")
  add_library(precompiled_${group} OBJECT ${nothing})
  if(arg_PROGRAMS)  # position-independent in another way
    set_target_properties(precompiled_${group} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(precompiled_${group} PRIVATE -fPIE)
  endif()
  target_link_libraries(precompiled_${group} PRIVATE sagitta_glm ${arg_LIBRARIES})
  target_compile_options(precompiled_${group} PRIVATE ${arg_OPTIONS})
  target_precompile_headers(precompiled_${group} PRIVATE ${SAGITTA_STANDARD_HEADERS} ${arg_HEADERS})
endfunction()

function(sagitta_precompile target group)
  get_property(options GLOBAL PROPERTY sagitta_options_${group})
  target_compile_options(${target} PRIVATE ${options})
  if(NOT SAGITTA_FUZZ)
    target_precompile_headers(${target} REUSE_FROM precompiled_${group})
  endif()
endfunction()

# What walks voxels or pixels is optimised to the last; what hands work on, writes text or lays out panels is not:
# building it takes a fifth less.
# GCC 12 then takes an empty std::optional in a std::variant for one that was not set.
set(SAGITTA_LIGHTLY $<$<CONFIG:Release>:-O1> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
sagitta_precompiled(hot)
sagitta_precompiled(cold OPTIONS ${SAGITTA_LIGHTLY})
