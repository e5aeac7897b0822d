# The standard library's headers are half of what a file costs to compile: read them once per group of targets.
#
#   sagitta_precompile(TARGET GROUP headers...)
#
# The first target of a GROUP compiles STANDARD_HEADERS and `headers` into a precompiled header, the others read that
# one, so all of a group are compiled by the same options. Only what nobody here writes belongs in it: layers are kept
# apart by include paths, and a file still names what it includes. The preset `fuzz` compiles the libraries without, and
# so finds a missing #include.
set(SAGITTA_STANDARD_HEADERS
  <algorithm> <array> <bit> <chrono> <cmath> <cstdint> <cstdio> <cstring> <deque> <filesystem> <fstream> <functional>
  <limits> <map> <memory> <mutex> <optional> <set> <span> <sstream> <string> <string_view> <thread> <tuple>
  <unordered_map> <utility> <variant> <vector>
  <glm/common.hpp> <glm/geometric.hpp> <glm/gtc/quaternion.hpp> <glm/mat4x4.hpp> <glm/matrix.hpp>
  <glm/trigonometric.hpp> <glm/vec2.hpp> <glm/vec3.hpp>)

function(sagitta_precompile target group)
  if(SAGITTA_FUZZ)
    return()
  endif()
  get_property(first GLOBAL PROPERTY sagitta_precompiled_${group})
  if(first)
    target_precompile_headers(${target} REUSE_FROM ${first})
  else()
    target_precompile_headers(${target} PRIVATE ${SAGITTA_STANDARD_HEADERS} ${ARGN})
    set_property(GLOBAL PROPERTY sagitta_precompiled_${group} ${target})
  endif()
endfunction()
