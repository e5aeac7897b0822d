#include "stage/hub_link.h"

#include <string>

#include "imaging/volume_codec.h"

namespace stage {
namespace {

std::string changes(std::int64_t count) {
  return count == 1 ? "One change" : std::to_string(count) + " changes";
}

}  // namespace

HubLink::HubLink(store::ProjectFile project, const store::HubAddress& address, const core::SiteId& session,
                 std::function<void()> changed)
    : client_(
          std::move(project), address,
          [](const store::Blob& blob) { return imaging::decodeChunk(blob.data, blob.rawBytes); },
          [changed = std::move(changed)](const store::HubStatus&) { changed(); }, session) {}

std::unique_ptr<HubLink> HubLink::of(const store::ProjectFile& project, const core::SiteId& session,
                                     std::function<void()> changed) {
  const std::vector<core::EditId> roots = project.roots();
  const auto noted = roots.empty() ? std::nullopt : project.installation().hubOf(roots.front());
  if (!noted || !project.isWritable()) {
    return nullptr;
  }
  store::ProjectFile again(project.path(), store::Access::Write, project.installation());
  return std::unique_ptr<HubLink>(
      new HubLink(std::move(again), store::HubAddress(*noted), session, std::move(changed)));
}

ui::SyncSign signOf(const store::HubStatus& status) {
  using State = ui::SyncSign::State;
  ui::SyncSign sign{.waiting = std::size_t(status.waiting)};
  switch (status.state) {
    case store::HubState::Connecting:
      sign.words = "Looking for the hub. Work goes on meanwhile.";
      break;
    case store::HubState::Syncing:
      sign.words = sign.waiting > 0 ? changes(status.waiting) + " made here " + (sign.waiting == 1 ? "is" : "are") +
                                          " on the way to the hub."
                                    : "What others did is being fetched from the hub.";
      if (status.progress.total > 0) {
        sign.words += " " + status.progress.what + ".";
        sign.fraction = double(status.progress.done) / double(status.progress.total);
      }
      break;
    case store::HubState::InSync:
      sign.state = State::InStep;
      sign.words = "In step with the hub: what is done here is there, and what others did there is here.";
      break;
    case store::HubState::Offline:
      sign.state = State::Offline;
      sign.words = "The hub cannot be reached. Work goes on here" +
                   (sign.waiting == 0 ? std::string(", and is sent as soon as it can be.")
                                      : "; " + changes(status.waiting) + " " + (sign.waiting == 1 ? "waits" : "wait") +
                                            ", to be sent as soon as that can be.");
      break;
    case store::HubState::Refused:
      sign.state = State::Stopped;
      sign.words = "The hub is no longer synced with. " + status.words;
      break;
  }
  return sign;
}

}  // namespace stage
