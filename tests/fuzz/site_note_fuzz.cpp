// What an installation noted of the project files that it wrote to: read as written, or taken for no note at all.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/error.h"
#include "fuzz_file.h"
#include "store/installation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::File project("p.sagitta");
  static const store::Installation here(project.path().parent_path() / "home");
  static const std::filesystem::path place = [] {
    project.write(nullptr, 0);
    here.write(project.path(), {});
    return std::filesystem::directory_iterator(here.home() / "sites")->path();
  }();
  std::ofstream(place, std::ios::binary | std::ios::trunc)
      .write(reinterpret_cast<const char*>(data), std::streamsize(size));
  const auto note = here.noteOf(project.path());
  if (note) {
    here.write(project.path(), *note);
    const auto again = here.noteOf(project.path());
    core::check(again && again->site == note->site && again->sequence == note->sequence && again->edit == note->edit,
                "a note comes back as it was");
  }
  return 0;
}
