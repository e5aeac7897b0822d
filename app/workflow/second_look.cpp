#include "workflow/second_look.h"

#include <algorithm>

#include "workflow/session_past.h"

namespace workflow {

const Opinion* decidedBeforeChange(const QueueItem& item) {
  const auto found = std::find_if(item.opinions.rbegin(), item.opinions.rend(),
                                  [](const Opinion& each) { return !each.own && each.voxelsChanged; });
  return found == item.opinions.rend() ? nullptr : &*found;
}

std::optional<AsDecided> asDecided(const store::ProjectFile& project, const Record& record, const QueueItem& item) {
  const Opinion* decision = decidedBeforeChange(item);
  const auto edit = decision == nullptr
                        ? record.edits.end()
                        : std::find_if(record.edits.begin(), record.edits.end(),
                                       [&](const core::Edit& each) { return each.id == decision->edit; });
  if (edit == record.edits.end()) {
    return std::nullopt;
  }
  const core::Lesion& now = record.lesions[item.lesion].lesion;
  Past past = pastOf(project, project.log(), {{now.caseId, now.track}}, edit->header);
  const auto lesion = std::find_if(past.state.lesions.begin(), past.state.lesions.end(),
                                   [&](const core::Lesion& each) { return each.id == now.id; });
  if (lesion == past.state.lesions.end()) {
    return std::nullopt;
  }
  AsDecided was{*lesion, std::move(past.state.masks.at(now.id))};
  return core::lesionVersion(was.lesion, was.mask) == decision->version ? std::optional(std::move(was)) : std::nullopt;
}

}  // namespace workflow
