# One language level and one set of warnings for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# A static library's PRIVATE packages are linked where the library is: tests and programs have to know their targets.
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# Assertions guard invariants in release builds too (core/error.h has its own), so NDEBUG buys nothing but speed in
# the libraries' headers: keep it there.
option(SAGITTA_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
set(SAGITTA_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=")

# -Wno-missing-field-initializers: Vulkan structures are initialised by their first member, {sType}.
add_library(sagitta_warnings INTERFACE)
target_compile_options(sagitta_warnings INTERFACE -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Werror
                       -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 warns of overlapping and of endless copies in "text" + std::string: false alarms, mended in 13. It keeps
  # them to itself where the library is not precompiled.
  target_compile_options(sagitta_warnings INTERFACE -Wno-restrict -Wno-stringop-overflow
                         -Wno-stringop-overread -Wno-array-bounds)
endif()

if(SAGITTA_SANITIZE)
  add_compile_options(-fsanitize=${SAGITTA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SAGITTA_SANITIZE})
endif()
if(SAGITTA_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Its manual on precompiled headers asks for this leniency, and for -fpch-preprocess.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()
find_program(LLD NAMES ld.lld ld.lld-14)
if(LLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_link_options(-fuse-ld=lld)
endif()
