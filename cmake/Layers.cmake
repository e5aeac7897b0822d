# Layers by construction. Every library's headers are reached through an include folder of its own that holds nothing
# but a link to that library's source folder, so `#include "store/log.h"` compiles only in a target that links `store`.
#
#   sagitta_library(NAME [COLD] FOLDER path PUBLIC libs... PRIVATE libs... SOURCES files...)
#
# FOLDER is relative to the repository and is what the include line starts with, less a leading "app/". COLD: see
# Precompile.cmake.
function(sagitta_library name)
  cmake_parse_arguments(arg "COLD" "FOLDER" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  string(REGEX REPLACE "^app/" "" visible ${arg_FOLDER})
  set(root ${CMAKE_BINARY_DIR}/layers/${name})
  cmake_path(GET visible PARENT_PATH parent)
  file(MAKE_DIRECTORY ${root}/${parent})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/${arg_FOLDER} ${root}/${visible} SYMBOLIC)

  add_library(sagitta_${name} STATIC ${arg_SOURCES})
  target_include_directories(sagitta_${name} PUBLIC ${root})
  foreach(scope PUBLIC PRIVATE)
    foreach(library IN LISTS arg_${scope})
      if(TARGET sagitta_${library})
        set(library sagitta_${library})
      endif()
      target_link_libraries(sagitta_${name} ${scope} ${library})
    endforeach()
  endforeach()
  target_link_libraries(sagitta_${name} PRIVATE sagitta_warnings)
  if(arg_COLD)
    sagitta_precompile(sagitta_${name} cold)
  else()
    sagitta_precompile(sagitta_${name} hot)
  endif()
endfunction()
