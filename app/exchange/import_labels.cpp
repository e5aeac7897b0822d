#include "exchange/import_labels.h"

#include <algorithm>

#include "core/error.h"
#include "exchange/glb.h"
#include "exchange/mapping.h"
#include "exchange/sidecar.h"
#include "imaging/dicom_seg.h"
#include "imaging/labelmap.h"
#include "shape/surface.h"

namespace exchange {

namespace {

// Null: only what the file names is asked for, not where it lies.
using MaybeTarget = const LabelTarget*;

void requireSameFrame(const std::filesystem::path& path, const std::string& uid, MaybeTarget target) {
  if (target != nullptr && !uid.empty() && !target->frameOfReferenceUid.empty() && uid != target->frameOfReferenceUid) {
    throw core::Error(path.string(),
                      "its Frame of Reference (" + uid + ") is not that of case '" + target->caseName + "' (" +
                          target->frameOfReferenceUid + "), so the two can't be laid over each other",
                      "Choose the case that the labels were drawn on");
  }
}

void append(std::vector<std::string>& to, std::vector<std::string> notes) {
  to.insert(to.end(), std::make_move_iterator(notes.begin()), std::make_move_iterator(notes.end()));
}

ImportedLabels mapped(const std::filesystem::path& path, imaging::LabelFile labels, MaybeTarget target) {
  requireSameFrame(path, labels.frameOfReferenceUid, target);
  ImportedLabels imported;
  if (target == nullptr) {
    imported.grid = labels.grid;
  }
  imported.segments = target == nullptr ? std::move(labels.segments) : mapOnto(target->grid, labels, path.string());
  imported.format = std::move(labels.format);
  imported.notes = std::move(labels.notes);
  return imported;
}

imaging::LabelFile segmentation(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path)) {
    throw core::Error(path.string(), "there is no such file", "Check the path");
  }
  try {
    return imaging::readSegmentation(path);
  } catch (const core::Error& error) {
    if (imaging::isSegmentation(path)) {
      throw;
    }
    throw core::Error(path.string(), "it is no label map, DICOM SEG or GLB (read as DICOM: " + error.cause() + ")",
                      "Give a file of one of these formats");
  }
}

// One layer, its segments named as the sidecar says, those without voxels among them.
ImportedLabels layer(const std::filesystem::path& path, const SidecarFile& file, MaybeTarget target) {
  ImportedLabels imported = mapped(path, imaging::readLabelmap(path), target);
  std::vector<imaging::LabelSegment> named;
  for (const auto& [value, lesion] : file.lesions) {
    imaging::LabelSegment segment;
    const auto found = std::find_if(imported.segments.begin(), imported.segments.end(),
                                    [&](const imaging::LabelSegment& candidate) { return candidate.value == value; });
    if (found != imported.segments.end()) {
      segment = std::move(*found);
      imported.segments.erase(found);
    }
    segment.value = value;
    segment.name = lesion.name;
    segment.className = lesion.className;
    segment.colour = lesion.colour;
    named.push_back(std::move(segment));
  }
  if (!imported.segments.empty()) {
    imported.notes.push_back(std::to_string(imported.segments.size()) + " values of " + path.filename().string() +
                             " are not in its list of lesions");
    std::move(imported.segments.begin(), imported.segments.end(), std::back_inserter(named));
  }
  imported.segments = std::move(named);
  return imported;
}

// The layers that `wanted` names, or all where it is empty.
ImportedLabels layers(const std::filesystem::path& list, const std::string& wanted, MaybeTarget target) {
  const Sidecar sidecar = readSidecar(list);
  requireSameFrame(list, sidecar.frameOfReferenceUid, target);
  ImportedLabels all;
  for (const SidecarFile& file : sidecar.files) {
    if (!wanted.empty() && file.file != wanted) {
      continue;
    }
    ImportedLabels one = layer(list.parent_path() / file.file, file, target);
    all.format = one.format;
    all.grid = one.grid;
    append(all.notes, std::move(one.notes));
    std::move(one.segments.begin(), one.segments.end(), std::back_inserter(all.segments));
  }
  std::stable_sort(all.segments.begin(), all.segments.end(),
                   [](const auto& a, const auto& b) { return a.value < b.value; });
  return all;
}

ImportedLabels surfaces(const std::filesystem::path& path, MaybeTarget target) {
  SurfaceFile file = readGlb(path);
  requireSameFrame(path, file.frameOfReferenceUid, target);
  ImportedLabels imported;
  imported.format = "GLB";
  for (NamedSurface& surface : file.surfaces) {
    imaging::LabelSegment segment;
    segment.value = int(imported.segments.size()) + 1;
    segment.name = surface.name.empty() ? "surface " + std::to_string(segment.value) : std::move(surface.name);
    segment.className = std::move(surface.className);
    segment.colour = surface.colour;
    try {
      if (target != nullptr) {
        segment.mask = shape::voxelsInside(std::array{std::move(surface.surface)}, target->grid);
      }
    } catch (const core::Error& error) {
      throw core::Error(path.string(), "of '" + segment.name + "', " + error.cause(), error.remedy());
    }
    imported.segments.push_back(std::move(segment));
  }
  if (imported.segments.empty()) {
    throw core::Error(path.string(), "it shows no surface", "Export closed surfaces");
  }
  return imported;
}

ImportedLabels readAny(const std::filesystem::path& path, MaybeTarget target) {
  if (isGlb(path)) {
    return surfaces(path, target);
  }
  if (isSidecar(path)) {
    return layers(path, "", target);
  }
  if (imaging::isLabelmap(path)) {
    const auto list = sidecarOf(path);
    if (!list) {
      return mapped(path, imaging::readLabelmap(path), target);
    }
    const std::string name = path.filename().string();
    const bool isFirst = readSidecar(*list).files.front().file == name;
    return layers(*list, isFirst ? "" : name, target);
  }
  return mapped(path, segmentation(path), target);
}

}  // namespace

ImportedLabels importLabels(const std::filesystem::path& path, const LabelTarget& target) {
  return readAny(path, &target);
}

ImportedLabels labelsIn(const std::filesystem::path& path) {
  return readAny(path, nullptr);
}

}  // namespace exchange
