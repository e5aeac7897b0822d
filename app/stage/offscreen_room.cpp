#include "stage/offscreen_room.h"

namespace stage {

OffscreenRoom::OffscreenRoom(gpu::Device& device, core::Volume volume, const std::string& modality)
    : folder_("sagitta-headset"),
      installation_(folder_.path() / "home"),
      review_("Wearer", "", installation_),
      compare_("Wearer", installation_) {
  const std::filesystem::path file = folder_.path() / "room.sagitta";
  store::ProjectFile::create(file, "Room", "Wearer", installation_);
  core::Case added{.name = "Case", .modality = modality, .grid = volume.grid};
  added.id = core::caseId(added.grid, added.voxelType, added.rescale, added.chunks);  // its voxels stay in memory
  store::ProjectFile project(file, store::Access::Write, installation_);
  project.append({.person = "Wearer", .caseId = added.id, .body = core::CaseAdded{added}});
  const ui::Ui::Atlas atlas = panel_.atlas();
  panelPass_ = std::make_unique<renderer::UiPass>(device, atlas.rgba, atlas.size);
  panel_.setAtlasTexture(const_cast<gpu::Image*>(&panelPass_->atlas()));
  workspace_ = std::make_unique<Workspace>(device, std::move(project), added.id, "shared", "Wearer",
                                           core::ProgressSink{}, std::make_shared<core::Volume>(std::move(volume)));
}

OffscreenRoom::~OffscreenRoom() = default;

std::optional<Destination> OffscreenRoom::wear(xr::Worn& headset, HeadsetLoopOptions options) {
  if (!options.tell) {
    options.tell = [](std::string_view) {};
  }
  ReviewFeed feed(workspace_->session().path(), installation_, [] {});
  return HeadsetLoop(headset, panel_, *panelPass_, *workspace_, feed, {review_, compare_}, std::move(options)).run();
}

}  // namespace stage
