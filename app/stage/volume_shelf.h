// Volumes at hand while one case after the other is opened: the one that is open, for its other tracks, and the one
// that is expected next, which is loaded in the background over a connection of its own. Used from the thread that
// draws.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "core/latest.h"
#include "core/volume.h"
#include "store/project_file.h"

namespace stage {

class VolumeShelf {
 public:
  explicit VolumeShelf(store::Installation installation);

  // Has the volume of a case loaded before it is asked for, unless it is here. Never blocks.
  void expect(const std::filesystem::path& project, const core::CaseId& caseId);
  // Whether take() would not have to wait for one that is expected: it is here, or cannot be had.
  bool isAtHand(const core::CaseId& caseId) const;
  // Puts the volume of an open case here, in the place of the one before.
  void put(const core::CaseId& caseId, std::shared_ptr<const core::Volume> volume);
  // Null where the volume is not here and is not on its way; else waits for it.
  std::shared_ptr<const core::Volume> take(const core::CaseId& caseId);

 private:
  struct Question {
    std::filesystem::path project;
    core::CaseId caseId;
  };
  struct Held {
    core::CaseId caseId;
    std::shared_ptr<const core::Volume> volume;
  };

  const store::Installation installation_;
  std::optional<Held> held_;
  std::optional<core::CaseId> expected_;
  core::Latest<Question, std::shared_ptr<const core::Volume>> loading_;  // last: its thread uses what stands above
};

}  // namespace stage
