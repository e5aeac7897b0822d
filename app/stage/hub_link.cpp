#include "stage/hub_link.h"

#include "imaging/volume_codec.h"

namespace stage {

HubLink::HubLink(store::ProjectFile project, const store::HubAddress& address)
    : client_(std::move(project), address,
              [](const store::Blob& blob) { return imaging::decodeChunk(blob.data, blob.rawBytes); }) {}

std::unique_ptr<HubLink> HubLink::of(const std::filesystem::path& project, const store::Installation& installation) {
  store::ProjectFile file(project, store::Access::Write, installation);
  const std::vector<core::EditId> roots = file.roots();
  const auto noted = roots.empty() ? std::nullopt : installation.hubOf(roots.front());
  if (!noted) {
    return nullptr;
  }
  return std::unique_ptr<HubLink>(new HubLink(std::move(file), store::HubAddress(*noted)));
}

}  // namespace stage
