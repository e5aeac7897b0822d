#include "imaging/itk_image.h"

#include "imaging/itk_compiler.h"

#include <itkMetaImageIO.h>
#include <itkNrrdImageIO.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "imaging/refuse.h"

namespace imaging {
namespace {

constexpr std::size_t kMaxLayers = 1024;

itk::ImageIOBase::Pointer makeReader(ItkFormat format) {
  if (format == ItkFormat::Nrrd) {
    return itk::NrrdImageIO::New().GetPointer();
  }
  return itk::MetaImageIO::New().GetPointer();
}

// The last line of what ITK says; the ones before tell where in ITK it happened.
std::string causeOf(const itk::ExceptionObject& exception) {
  std::istringstream lines(exception.GetDescription());
  std::string line, last;
  while (std::getline(lines, line)) {
    if (line.find_first_not_of(" \t\r") != std::string::npos) {
      last = line.substr(line.find_first_not_of(" \t\r"));
    }
  }
  return "it can't be decoded (" + last + ")";
}

// One after the other, `layers` sets of `count` values, which ITK gives voxel by voxel.
using Layers = std::vector<ScalarImage::Values>;

template <typename T>
Layers readValues(itk::ImageIOBase& reader, std::size_t count, std::size_t layers) {
  std::vector<T> values(count * layers);
  reader.Read(values.data());
  if (layers == 1) {
    return {std::move(values)};
  }
  Layers result;
  for (std::size_t layer = 0; layer < layers; ++layer) {
    std::vector<T> one(count);
    for (std::size_t i = 0; i < count; ++i) {
      one[i] = values[i * layers + layer];
    }
    result.emplace_back(std::move(one));
  }
  return result;
}

Layers readValues(const std::filesystem::path& file, itk::ImageIOBase& reader, std::size_t count, std::size_t layers) {
  using Type = itk::IOComponentEnum;
  switch (reader.GetComponentType()) {
    case Type::CHAR:
      return readValues<std::int8_t>(reader, count, layers);
    case Type::UCHAR:
      return readValues<std::uint8_t>(reader, count, layers);
    case Type::SHORT:
      return readValues<std::int16_t>(reader, count, layers);
    case Type::USHORT:
      return readValues<std::uint16_t>(reader, count, layers);
    case Type::INT:
      return readValues<std::int32_t>(reader, count, layers);
    case Type::UINT:
      return readValues<std::uint32_t>(reader, count, layers);
    case Type::LONG:
    case Type::LONGLONG:
      static_assert(sizeof(long) == 8);
      return readValues<std::int64_t>(reader, count, layers);
    case Type::ULONG:
    case Type::ULONGLONG:
      return readValues<std::uint64_t>(reader, count, layers);
    case Type::FLOAT:
      return readValues<float>(reader, count, layers);
    case Type::DOUBLE:
      return readValues<double>(reader, count, layers);
    default:
      refuse(file, "its voxels are of a type that is not supported", "Convert it to int16 or float32");
  }
}

glm::dmat4 worldFromVoxel(const itk::ImageIOBase& reader) {
  glm::dmat4 affine(1);
  for (unsigned axis = 0; axis < 3; ++axis) {
    const std::vector<double> direction = reader.GetDirection(axis);
    for (unsigned row = 0; row < 3; ++row) {
      affine[int(axis)][int(row)] = direction.at(row) * reader.GetSpacing(axis);
    }
    affine[3][int(axis)] = reader.GetOrigin(axis);
  }
  return affine;
}

// What ITK takes for granted where the header is silent.
std::vector<std::string> assumptions(const TextHeader& header) {
  std::vector<std::string> notes;
  if (header.format == ItkFormat::Nrrd) {
    const bool oriented = !header.field("space directions").empty();
    if (!oriented && header.field("spacings").empty()) {
      notes.emplace_back("The file gives no voxel spacing; 1 mm is assumed");
    }
    const std::string& space = header.field("space");
    const bool anatomical = space.find('-') != std::string::npos && !space.starts_with("3") && !space.starts_with("s");
    const bool abbreviated = space == "LPS" || space == "RAS" || space == "LAS";
    if (!oriented || !(anatomical || abbreviated)) {
      notes.emplace_back(
          "The file does not say how its axes lie in the patient: x is taken to run to the left, y to the back, z to "
          "the "
          "head; check left and right");
    }
  } else if (header.field("elementspacing").empty() && header.field("elementsize").empty()) {
    notes.emplace_back("The file gives no voxel spacing; 1 mm is assumed");
  }
  return notes;
}

enum class VoxelValues { One, Several };  // per voxel

std::vector<ScalarImage> decode(const std::filesystem::path& file, ItkFormat format, VoxelValues allowed) {
  const TextHeader header = readTextHeader(file, format);
  // teem and MetaIO keep error messages and tables in globals.
  static std::mutex oneAtATime;
  const std::lock_guard lock(oneAtATime);
  try {
    const itk::ImageIOBase::Pointer reader = makeReader(format);
    reader->SetFileName(file.string());
    reader->ReadImageInformation();
    const std::size_t layers = reader->GetNumberOfComponents();
    if (layers != 1 && (allowed == VoxelValues::One || layers == 0 || layers > kMaxLayers)) {
      refuse(file, "it holds " + std::to_string(layers) + " values per voxel",
             "Export an image of one value per voxel");
    }
    if (reader->GetNumberOfDimensions() != 3) {
      refuse(file, "it has " + std::to_string(reader->GetNumberOfDimensions()) + " axes instead of 3",
             "Export each volume to a file of its own");
    }
    const auto side = [&](unsigned axis) {
      return std::int64_t(std::min<std::uint64_t>(reader->GetDimensions(axis), std::uint64_t{1} << 30));
    };
    const std::size_t count = voxelCountOf(file, side(0), side(1), side(2));
    requireData(file, header, std::uint64_t(count) * layers * reader->GetComponentSize());
    ScalarImage common;
    common.notes = assumptions(header);
    common.size = glm::ivec3(side(0), side(1), side(2));
    common.worldFromVoxel = worldFromVoxel(*reader);
    itk::ImageIORegion all(3);
    for (unsigned axis = 0; axis < 3; ++axis) {
      all.SetSize(axis, itk::SizeValueType(side(axis)));
    }
    reader->SetIORegion(all);
    std::vector<ScalarImage> images;
    for (ScalarImage::Values& values : readValues(file, *reader, count, layers)) {
      images.push_back(common);
      images.back().values = std::move(values);
    }
    return images;
  } catch (const itk::ExceptionObject& exception) {
    refuse(file, causeOf(exception),
           "Check that the file is complete, or write it again with the program it came from");
  }
}

}  // namespace

ScalarImage readItkImage(const std::filesystem::path& file, ItkFormat format) {
  return std::move(decode(file, format, VoxelValues::One).front());
}

std::vector<ScalarImage> readItkLayers(const std::filesystem::path& file, ItkFormat format) {
  return decode(file, format, VoxelValues::Several);
}

}  // namespace imaging
