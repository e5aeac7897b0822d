// sagitta render FILE --case C --out P.png [--size WxH] [--view V.json] [--track T] [--reader R] [--device D]
#include <charconv>
#include <memory>

#include "commands/commands.h"
#include "commands/lookup.h"
#include "commands/terminal.h"
#include "core/error.h"
#include "core/palette.h"
#include "exchange/files.h"
#include "exchange/view_file.h"
#include "intake/load.h"
#include "renderer/gpu/device.h"
#include "renderer/picture_file.h"
#include "renderer/renderer.h"
#include "store/consultation.h"
#include "store/project_file.h"

namespace commands {
namespace {

struct RenderOptions {
  std::string file;
  std::string caseName;
  std::string out;
  std::string size = "1600x1000";
  std::string view;
  std::string track = kSharedTrack;
  std::string reader;
  std::string device;
  std::uint64_t memoryMiB = 0;
};

std::optional<glm::ivec2> parseSize(const std::string& text) {
  glm::ivec2 size{0};
  const char* const end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, size.x);
  if (width.ec == std::errc() && width.ptr != end && (*width.ptr == 'x' || *width.ptr == 'X')) {
    const auto height = std::from_chars(width.ptr + 1, end, size.y);
    if (height.ec == std::errc() && height.ptr == end && size.x >= 1 && size.y >= 1 &&
        size.x <= renderer::Renderer::kMaxSide && size.y <= renderer::Renderer::kMaxSide) {
      return size;
    }
  }
  return std::nullopt;
}

void renderPicture(const RenderOptions& options) {
  const glm::ivec2 size = parseSize(options.size).value();
  const store::ProjectFile project(options.file, store::Access::Read, store::Installation::standard());
  const core::Case theCase = findCase(project, options.caseName);
  const std::vector<store::LesionRow> rows = lesionsOf(project, theCase.id, options.track);

  if (rows.empty() && options.track != kSharedTrack) {
    throw core::Error(options.file, "case \"" + theCase.name + "\" has no track \"" + options.track + "\"",
                      "See its tracks by: sagitta info " + options.file);
  }
  const store::Consultation look(project, {&theCase, 1}, options.track, options.reader, "render");
  std::vector<std::string> names;
  std::vector<core::Mask> masks;
  std::vector<core::Mask> contested;
  for (const store::LesionRow& row : rows) {
    names.push_back(row.lesion.name);
    masks.push_back(project.mask(row.lesion.id));
    contested.push_back(row.disputed ? masks.back() : project.contested(row.lesion.id));
  }
  core::View view;
  if (!options.view.empty()) {
    view = exchange::parseView(exchange::readJson(options.view), options.view, names);
  }
  TerminalProgress progress;
  const core::Volume volume = intake::loadVolume(project, theCase, progress.sink());
  gpu::Device device(
      {.choice = options.device, .memoryBytes = options.memoryMiB > 0 ? options.memoryMiB << 20 : UINT64_MAX});
  renderer::Renderer renderer(device);
  renderer.setVolume(volume, theCase.modality, progress.sink());
  if (renderer.voxelsPerTexel() > 1) {
    std::fprintf(stderr, "The volume is larger than the graphics memory: in 3D it is drawn %d times coarser.\n",
                 renderer.voxelsPerTexel());
  }
  std::vector<renderer::Lesion> lesions;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    lesions.push_back({.number = std::uint32_t(i + 1),
                       .color = core::lesionColor(i, rows[i].lesion.color),
                       .mask = &masks[i],
                       .contested = &contested[i]});
  }
  renderer.lesions().assign(lesions);
  if (!view.focusMm) {
    std::vector<core::VoxelBox> bounds;
    for (const store::LesionRow& row : rows) {
      if (row.bounds) {
        bounds.push_back(*row.bounds);
      }
    }
    view.focusMm = core::defaultFocus(theCase.grid, bounds);
  }
  const renderer::Picture picture = renderer.render(view, size);
  look.writeDown();
  renderer::writePng(options.out, picture);
  std::fprintf(stderr, "Wrote %s (%dx%d, on %s)\n", options.out.c_str(), size.x, size.y, device.info().name.c_str());
}

}  // namespace

void addRender(Command program) {
  auto options = std::make_shared<RenderOptions>();
  Command command = program.command("render", "Draw a case with its lesions into a PNG file");
  command.option("FILE", options->file, "The project").required();
  command.option("--case", options->caseName, "The case, by name or id").required();
  command.option("--out", options->out, "The picture to write").required();
  command.option("--size", options->size, "WIDTHxHEIGHT in pixels")
      .check({"WxH",
              [](const std::string& text) -> std::optional<std::string> {
                if (parseSize(text)) {
                  return std::nullopt;
                }
                return text + " is no picture size: write WIDTHxHEIGHT, sides of 1 to " +
                       std::to_string(renderer::Renderer::kMaxSide);
              }})
      .showDefault();
  command.option("--view", options->view, "What to show and from where, JSON (default: 3D and three slices)");
  command.option("--track", options->track, "Whose lesions").showDefault();
  command.option("--reader", options->reader, "Who looks: needed for cases of the test set, where it is written down")
      .check(readableName());
  command.option("--device", options->device, "The GPU, by number or part of its name (see: sagitta devices)");
  command
      .option("--graphics-memory", options->memoryMiB,
              "MiB that the volume may take there (default: what the GPU has); larger volumes are drawn coarser")
      .check(within(1, 1 << 20));
  command.runs([options] { renderPicture(*options); });
}

}  // namespace commands
