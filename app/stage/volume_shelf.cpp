#include "stage/volume_shelf.h"

#include <chrono>
#include <thread>
#include <utility>

#include "core/error.h"
#include "intake/load.h"

namespace stage {

VolumeShelf::VolumeShelf(store::Installation installation)
    : installation_(std::move(installation)),
      loading_([this](const Question& question, const auto&) -> std::optional<std::shared_ptr<const core::Volume>> {
        try {
          const store::ProjectFile project(question.project, store::Access::Read, installation_);
          for (const core::Case& each : project.cases()) {
            if (each.id == question.caseId) {
              return std::make_shared<const core::Volume>(intake::loadVolume(project, each));
            }
          }
        } catch (const core::Error&) {
          // Whoever opens the case meets the same, and can say it.
        }
        return std::nullopt;
      }) {}

void VolumeShelf::expect(const std::filesystem::path& project, const core::CaseId& caseId) {
  if (expected_ != caseId && !(held_ && held_->caseId == caseId)) {
    expected_ = caseId;
    loading_.ask({project, caseId});
  }
}

bool VolumeShelf::isAtHand(const core::CaseId& caseId) const {
  return (held_ && held_->caseId == caseId) || expected_ != caseId || !loading_.isWorking();
}

void VolumeShelf::put(const core::CaseId& caseId, std::shared_ptr<const core::Volume> volume) {
  held_ = Held{caseId, std::move(volume)};
}

std::shared_ptr<const core::Volume> VolumeShelf::take(const core::CaseId& caseId) {
  if (held_ && held_->caseId == caseId) {
    return held_->volume;
  }
  if (expected_ != caseId) {
    return nullptr;
  }
  expected_.reset();
  std::optional<std::shared_ptr<const core::Volume>> loaded = loading_.take();
  while (!loaded && loading_.isWorking()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    loaded = loading_.take();
  }
  if (!loaded) {
    loaded = loading_.take();  // between the two questions it may have come
  }
  return loaded.value_or(nullptr);
}

}  // namespace stage
