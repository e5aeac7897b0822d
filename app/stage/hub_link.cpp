#include "stage/hub_link.h"

#include "imaging/volume_codec.h"

namespace stage {

HubLink::HubLink(store::ProjectFile project, const store::HubAddress& address)
    : client_(std::move(project), address,
              [](const store::Blob& blob) { return imaging::decodeChunk(blob.data, blob.rawBytes); }) {}

std::unique_ptr<HubLink> HubLink::of(const store::ProjectFile& project) {
  const std::vector<core::EditId> roots = project.roots();
  const auto noted = roots.empty() ? std::nullopt : project.installation().hubOf(roots.front());
  if (!noted || !project.isWritable()) {
    return nullptr;
  }
  store::ProjectFile again(project.path(), store::Access::Write, project.installation());
  return std::unique_ptr<HubLink>(new HubLink(std::move(again), store::HubAddress(*noted)));
}

}  // namespace stage
