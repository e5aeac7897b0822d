#include "release/pictures.h"

#include <algorithm>

#include "core/palette.h"
#include "exchange/export.h"
#include "intake/load.h"
#include "renderer/gpu/device.h"
#include "renderer/picture_file.h"
#include "renderer/renderer.h"

namespace release {
namespace {

constexpr glm::ivec2 kSize{960, 640};
constexpr double kMarginMm = 30;  // of tissue around a lesion, in slices
constexpr double kMostZoom = 8;

core::View viewOf(const core::Grid& grid, const core::VoxelBox& box) {
  core::View view{.layout = core::Layout::Quad};
  const glm::dvec3 middle = (glm::dvec3(box.min) + glm::dvec3(box.max)) / 2.0;
  view.focusMm = glm::dvec3(grid.worldFromVoxel() * glm::dvec4(middle, 1));
  const glm::dvec3 extentMm = glm::dvec3(box.max - box.min + 1) * grid.spacingMm() + 2 * kMarginMm;
  const glm::dvec3 imageMm = glm::dvec3(grid.size()) * grid.spacingMm();
  const double part = std::max({extentMm.x, extentMm.y, extentMm.z}) / std::max({imageMm.x, imageMm.y, imageMm.z});
  view.sliceZoom = std::clamp(1 / part, 1.0, kMostZoom);
  return view;
}

}  // namespace

std::map<core::LesionId, std::string> writeLesionPictures(const store::ProjectFile& project,
                                                          const std::vector<store::LesionRow>& rows,
                                                          const std::filesystem::path& folder,
                                                          const core::ProgressSink& progress) {
  std::map<core::LesionId, std::string> names;
  gpu::Device device;
  std::filesystem::create_directories(folder);
  std::int64_t done = 0;
  for (const core::Case& each : project.cases()) {
    std::vector<const store::LesionRow*> here;
    for (const store::LesionRow& row : rows) {
      if (row.lesion.caseId == each.id && row.bounds) {
        here.push_back(&row);
      }
    }
    if (here.empty()) {
      continue;
    }
    const core::Volume volume = intake::loadVolume(project, each);
    renderer::Renderer renderer(device);
    renderer.setVolume(volume, each.modality);
    std::vector<core::Mask> masks;
    masks.reserve(here.size());
    std::vector<renderer::Lesion> lesions;
    for (const store::LesionRow* row : here) {
      masks.push_back(project.mask(row->lesion.id));
      lesions.push_back({.number = std::uint32_t(lesions.size() + 1),
                         .color = core::lesionColor(lesions.size(), row->lesion.color),
                         .mask = &masks.back()});
    }
    renderer.lesions().assign(lesions);
    for (std::size_t i = 0; i < here.size(); ++i) {
      const std::string name = exchange::fileNameOf(each.name) + "-" + std::to_string(i + 1) + ".png";
      renderer::writePng(folder / name, renderer.render(viewOf(each.grid, *here[i]->bounds), kSize));
      names.emplace(here[i]->lesion.id, name);
      core::report(progress, "Drawing lesions", ++done, std::int64_t(rows.size()));
    }
  }
  return names;
}

}  // namespace release
