# sagitta_shaders(TARGET files...): compiles each GLSL file of shaders/ to SPIR-V and makes `#include "NAME.spv.h"`
# available to TARGET: the words of the module as a braced list, to stand after the = of an array. Files that shaders
# include are found by the compiler's own dependency output. gpu_types.h is C++ too: reached as "shaders/gpu_types.h".
function(sagitta_shaders target)
  find_package(Vulkan 1.3 REQUIRED COMPONENTS glslc)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/spirv)
  file(MAKE_DIRECTORY ${folder})
  foreach(source IN LISTS ARGN)
    cmake_path(GET source FILENAME name)
    set(out ${folder}/${name}.spv.h)
    add_custom_command(
      OUTPUT ${out}
      DEPENDS ${CMAKE_SOURCE_DIR}/shaders/${source}
      DEPFILE ${out}.d
      COMMAND Vulkan::glslc --target-env=vulkan1.3 -O -mfmt=c -I ${CMAKE_SOURCE_DIR}/shaders
              -MD -MF ${out}.d -o ${out} ${CMAKE_SOURCE_DIR}/shaders/${source}
      VERBATIM)
    list(APPEND outs ${out})
  endforeach()
  add_custom_target(${target}_spirv DEPENDS ${outs})
  add_dependencies(${target} ${target}_spirv)
  target_include_directories(${target} PRIVATE ${folder})
  set(root ${CMAKE_BINARY_DIR}/layers/shaders)
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/shaders ${root}/shaders SYMBOLIC)
  target_include_directories(${target} PUBLIC ${root})
endfunction()
