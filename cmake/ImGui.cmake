# Dear ImGui as Debian has it: one static archive without a CMake package, which needs stb beside it. Sets the target
# imgui::imgui. Its own window and graphics backends lie in the archive too; none is used, so none is linked.
if(NOT TARGET imgui::imgui)
  find_path(IMGUI_INCLUDE_DIR imgui.h PATH_SUFFIXES imgui REQUIRED)
  find_library(IMGUI_LIBRARY imgui REQUIRED)
  find_library(STB_LIBRARY stb REQUIRED)
  add_library(imgui::imgui STATIC IMPORTED GLOBAL)
  set_target_properties(imgui::imgui PROPERTIES
    IMPORTED_LOCATION ${IMGUI_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${IMGUI_INCLUDE_DIR}
    INTERFACE_LINK_LIBRARIES ${STB_LIBRARY})
endif()
