#include <algorithm>
#include <array>
#include <cmath>
#include <glm/matrix.hpp>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/resample.h"
#include "imaging/file_format.h"
#include "imaging/itk_image.h"
#include "imaging/labelmap.h"
#include "imaging/labelmap_slicer.h"
#include "imaging/nifti.h"

namespace imaging {
namespace {

constexpr std::size_t kMaxValues = 65535;
// Bricks of all segments together: 2 GiB. Label maps stay far below; images, whose values are strewn everywhere, don't.
constexpr std::size_t kMaxValueBricks = std::size_t{1} << 19;

[[noreturn]] void refuseLabels(const std::filesystem::path& file, const std::string& cause) {
  throw core::Error(file.string(), cause,
                    "Give a label map: 0 where nothing is marked, a number of its own for each segment");
}

// The values as integers, or a refusal.
std::vector<std::int32_t> labelsIn(const std::filesystem::path& file, const ScalarImage& image) {
  return std::visit(
      [&](const auto& stored) {
        std::vector<std::int32_t> labels;
        labels.reserve(stored.size());
        for (const auto each : stored) {
          const double value = image.rescale.valueOf(double(each));
          if (!(value >= 0 && value <= 2147483647.0 && std::trunc(value) == value)) {
            refuseLabels(file, "it is no label map: it holds the value " + std::to_string(value));
          }
          labels.push_back(std::int32_t(value));
        }
        return labels;
      },
      image.values);
}

// Nearest voxel; 0 outside.
std::vector<std::int32_t> resampled(const std::vector<std::int32_t>& labels, const glm::dmat4& worldFromVoxel,
                                    glm::ivec3 size, const core::Grid& target) {
  std::vector<std::int32_t> result(target.voxelCount());
  const glm::dmat4 sourceFromTarget = glm::inverse(worldFromVoxel) * target.worldFromVoxel();
  std::size_t index = 0;
  for (int k = 0; k < target.size().z; ++k) {
    for (int j = 0; j < target.size().y; ++j) {
      for (int i = 0; i < target.size().x; ++i, ++index) {
        const glm::dvec3 at(sourceFromTarget * glm::dvec4(i, j, k, 1));
        const glm::ivec3 voxel(glm::floor(at + 0.5));
        if (glm::all(glm::greaterThanEqual(voxel, glm::ivec3(0))) && glm::all(glm::lessThan(voxel, size))) {
          result[index] =
              labels[(std::size_t(voxel.z) * std::size_t(size.y) + std::size_t(voxel.y)) * std::size_t(size.x) +
                     std::size_t(voxel.x)];
        }
      }
    }
  }
  return result;
}

std::map<int, core::Mask> masksOf(const std::filesystem::path& file, const std::vector<std::int32_t>& labels,
                                  glm::ivec3 size) {
  std::map<int, core::Mask> masks;
  std::size_t bricks = 0;
  std::size_t row = 0;
  for (int k = 0; k < size.z; ++k) {
    for (int j = 0; j < size.y; ++j, row += std::size_t(size.x)) {
      for (int i = 0; i < size.x;) {
        const std::int32_t label = labels[row + std::size_t(i)];
        int end = i + 1;
        while (end < size.x && labels[row + std::size_t(end)] == label) {
          ++end;
        }
        if (label != 0) {
          core::Mask& mask = masks[label];
          const std::size_t before = mask.bricks().size();
          mask.setRun({i, j, k}, end - i);
          bricks += mask.bricks().size() - before;
          if (masks.size() > kMaxValues || bricks > kMaxValueBricks) {
            refuseLabels(file, "it is no label map: it holds " + std::to_string(masks.size()) +
                                   " different values or more, strewn over the whole image");
          }
        }
        i = end;
      }
    }
  }
  return masks;
}

// Adds one map's segments. `layer`: which of a NRRD's layers it is.
void addSegments(const std::filesystem::path& file, ScalarImage& image, const std::vector<SlicerSegment>& described,
                 int layer, LabelFile& result) {
  std::vector<std::int32_t> labels = labelsIn(file, image);
  try {
    if (core::hasOrthogonalAxes(image.worldFromVoxel)) {
      result.grid = core::Grid(image.size, image.worldFromVoxel);
    } else {
      result.grid = core::orthogonalCover(image.size, image.worldFromVoxel);
      labels = resampled(labels, image.worldFromVoxel, image.size, result.grid);
      if (layer == 0) {
        result.notes.emplace_back(
            "The axes are sheared: labels were taken from the nearest voxel on an orthogonal grid");
      }
    }
  } catch (const core::Error& error) {
    throw core::Error(file.string(), error.cause(), error.remedy());
  }
  std::map<int, core::Mask> masks = masksOf(file, labels, result.grid.size());
  for (const SlicerSegment& each : described) {
    if (each.layer == layer) {
      masks.try_emplace(each.segment.value);  // named, though nothing of it is drawn
    }
  }
  for (auto& [value, mask] : masks) {
    LabelSegment segment;
    segment.value = value;
    segment.name = "label " + std::to_string(value);
    for (const SlicerSegment& each : described) {
      if (each.layer == layer && each.segment.value == value) {
        segment = each.segment;
      }
    }
    segment.mask = std::move(mask);
    result.segments.push_back(std::move(segment));
  }
}

void readNiftiLabels(const std::filesystem::path& file, LabelFile& result) {
  result.format = "NIfTI";
  readNifti(file, [&](NiftiTimePoint point) {
    if (point.count > 1) {
      refuseLabels(file, "it holds " + std::to_string(point.count) + " time points");
    }
    result.notes = std::move(point.image.notes);
    addSegments(file, point.image, {}, 0, result);
  });
}

void readItkLabels(const std::filesystem::path& file, ItkFormat format, LabelFile& result) {
  result.format = format == ItkFormat::Nrrd ? "NRRD" : "MetaImage";
  const TextHeader header = readTextHeader(file, format);
  const std::vector<SlicerSegment> described = slicerSegments(header.keyValue);
  std::vector<ScalarImage> layers = readItkLayers(file, format);
  result.notes = layers.front().notes;
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    addSegments(file, layers[layer], described, int(layer), result);
  }
  if (layers.size() > 1) {
    // Values repeat from layer to layer; numbers of their own tell segments apart.
    for (std::size_t i = 0; i < result.segments.size(); ++i) {
      result.segments[i].value = int(i) + 1;
    }
  }
}

}  // namespace

bool isLabelmap(const std::filesystem::path& file) {
  const FileFormat format = formatOf(file);
  return format == FileFormat::Nifti || format == FileFormat::Nrrd || format == FileFormat::MetaImage;
}

LabelFile readLabelmap(const std::filesystem::path& file) {
  LabelFile result;
  switch (formatOf(file)) {
    case FileFormat::Nifti:
      readNiftiLabels(file, result);
      break;
    case FileFormat::Nrrd:
      readItkLabels(file, ItkFormat::Nrrd, result);
      break;
    case FileFormat::MetaImage:
      readItkLabels(file, ItkFormat::MetaImage, result);
      break;
    default:
      throw core::Error(file.string(), "it is no label map of a kind that can be read",
                        "Give a NIfTI, NRRD or MetaImage file");
  }
  return result;
}

}  // namespace imaging
