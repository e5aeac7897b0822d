#include "imaging/nifti.h"

#include <nifti2_io.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <glm/geometric.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/error.h"
#include "imaging/gzip_stream.h"
#include "imaging/refuse.h"

namespace imaging {
namespace {

struct FreeImage {
  void operator()(nifti_image* image) const { nifti_image_free(image); }
};
using Header = std::unique_ptr<nifti_image, FreeImage>;

// What of the raw header niftilib's structure no longer tells.
struct Raw {
  bool twoFiles = false;
  bool swapped = false;  // the file's byte order is not this machine's
  std::array<double, 8> pixdim{};
  double slope = 0;
  double intercept = 0;
};

template <typename RawHeader>
Raw rawOf(const RawHeader& header, bool swapped) {
  Raw raw;
  raw.twoFiles = header.magic[1] == 'i';
  raw.swapped = swapped;
  std::copy(std::begin(header.pixdim), std::end(header.pixdim), raw.pixdim.begin());
  raw.slope = header.scl_slope;
  raw.intercept = header.scl_inter;
  return raw;
}

// niftilib trusts these fields: it indexes by dim[0], multiplies sides and casts the offset without a look.
template <typename RawHeader>
void requireSaneFields(const std::filesystem::path& file, const RawHeader& header) {
  const std::string remedy = "Check that the file is what it should be";
  if (header.dim[0] < 1 || header.dim[0] > 7) {
    refuse(file, "its header gives " + std::to_string(header.dim[0]) + " dimensions", remedy);
  }
  double elements = 1;
  for (int axis = 1; axis <= int(header.dim[0]); ++axis) {
    if (header.dim[axis] < 1) {
      refuse(file,
             "its header gives " + std::to_string(header.dim[axis]) + " as size of dimension " + std::to_string(axis),
             remedy);
    }
    elements *= double(header.dim[axis]);
  }
  constexpr double kMaxElements = 1e15;
  if (elements > kMaxElements) {
    refuse(file, "its header gives more values than any file holds", remedy);
  }
  if (header.datatype == DT_BINARY || nifti_datatype_is_valid(header.datatype, 1) == 0) {
    refuse(file, "its data type " + std::to_string(header.datatype) + " is not supported",
           "Convert it to int16 or float32");
  }
  constexpr double kMaxOffset = 1 << 30;
  if (!(double(header.vox_offset) >= 0 && double(header.vox_offset) <= kMaxOffset)) {
    refuse(file, "its header puts the voxels at byte " + std::to_string(header.vox_offset), remedy);
  }
}

template <typename T>
T loaded(std::span<const std::byte> bytes) {
  T value;
  core::check(bytes.size() >= sizeof(T), "a header is loaded from enough bytes");
  std::memcpy(&value, bytes.data(), sizeof(T));
  return value;
}

// 1 or 2; 0 where it is no NIfTI.
int versionOf(std::span<const std::byte> start) {
  if (start.size() < sizeof(nifti_1_header)) {
    return 0;
  }
  const auto has = [&](std::size_t at, const char* magic) { return std::memcmp(start.data() + at, magic, 4) == 0; };
  if (has(344, "n+1\0") || has(344, "ni1\0")) {
    return 1;
  }
  return start.size() >= sizeof(nifti_2_header) && (has(4, "n+2\0") || has(4, "ni2\0")) ? 2 : 0;
}

struct Opened {
  Header header;
  Raw raw;
};

Opened openHeader(GzipInput& input) {
  std::array<std::byte, sizeof(nifti_2_header)> bytes{};
  const std::size_t got = input.read(bytes);
  const std::span<const std::byte> start(bytes.data(), got);
  const int version = versionOf(start);
  if (version == 0) {
    refuse(input.file(), "it is no NIfTI file (or ANALYZE 7.5, which does not say left from right)",
           "Convert it to NIfTI with the program that wrote it");
  }
  nifti_set_debug_level(0);  // niftilib otherwise writes to stderr
  Opened opened;
  const auto convert = [&]<typename RawHeader>(RawHeader raw, auto convertNative) {
    const bool swapped = raw.sizeof_hdr != int(sizeof raw);
    if (swapped) {
      swap_nifti_header(&raw, version);
    }
    if (raw.sizeof_hdr != int(sizeof raw)) {
      refuse(input.file(), "its NIfTI header gives a size that none has", "Check that the file is what it should be");
    }
    requireSaneFields(input.file(), raw);
    opened.raw = rawOf(raw, swapped);
    opened.header.reset(convertNative(raw, nullptr));
  };
  if (version == 1) {
    convert(loaded<nifti_1_header>(start), nifti_convert_n1hdr2nim);
  } else {
    convert(loaded<nifti_2_header>(start), nifti_convert_n2hdr2nim);
  }
  if (!opened.header) {
    refuse(input.file(), "its NIfTI header is malformed", "Write the file again with the program it came from");
  }
  return opened;
}

double millimetresPerUnit(int units) {
  switch (units) {
    case NIFTI_UNITS_METER:
      return 1e3;
    case NIFTI_UNITS_MICRON:
      return 1e-3;
    default:
      return 1;  // millimetres, or not said
  }
}

glm::dmat4 matrixOf(const nifti_dmat44& rows) {
  glm::dmat4 matrix(1);
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 4; ++column) {
      matrix[column][row] = rows.m[row][column];
    }
  }
  return matrix;
}

bool isUsable(const glm::dmat4& affine) {
  const glm::dvec3 i(affine[0]), j(affine[1]), k(affine[2]), origin(affine[3]);
  const double volume = std::abs(glm::dot(i, glm::cross(j, k)));
  return std::isfinite(volume) && volume > 1e-6 * glm::length(i) * glm::length(j) * glm::length(k) &&
         std::isfinite(glm::dot(origin, origin));
}

// Without sform and qform the standard attaches no orientation to the axes. The convention of ANALYZE, which nibabel
// and FSL keep to: i runs to the patient's left, j to the front, k to the head, the origin in the middle.
glm::dmat4 rasFromSpacing(const nifti_image& header) {
  const glm::dvec3 spacing(-header.dx, header.dy, header.dz);
  glm::dmat4 affine(1);
  const glm::dvec3 middle(double(header.nx - 1) / 2, double(header.ny - 1) / 2, double(header.nz - 1) / 2);
  for (int a = 0; a < 3; ++a) {
    affine[a][a] = spacing[a];
    affine[3][a] = -spacing[a] * middle[a];
  }
  return affine;
}

glm::dmat4 worldFromVoxel(const std::filesystem::path& file, const Opened& opened, std::vector<std::string>& notes) {
  const nifti_image& header = *opened.header;
  std::optional<glm::dmat4> ras;
  if (header.sform_code > 0) {
    ras = matrixOf(header.sto_xyz);
    if (!isUsable(*ras)) {
      notes.push_back("The sform is not an invertible matrix and was left aside");
      ras.reset();
    }
  }
  if (!ras) {
    for (int a = 1; a <= 3; ++a) {
      if (!(std::abs(opened.raw.pixdim[std::size_t(a)]) > 0)) {
        notes.push_back("The file gives no spacing along axis " + std::to_string(a) + "; 1 mm is assumed");
      }
    }
  }
  if (!ras && header.qform_code > 0) {
    ras = matrixOf(header.qto_xyz);
    if (!isUsable(*ras)) {
      refuse(file, "its qform is not a finite, invertible matrix", "Repair the header of the file");
    }
  }
  if (!ras) {
    ras = rasFromSpacing(header);
    if (!isUsable(*ras)) {
      refuse(file, "its voxel spacing is not a finite number above zero", "Repair the header of the file");
    }
    notes.push_back(
        "The file gives neither position nor orientation (sform and qform codes are 0): the first axis is taken to run "
        "to the patient's left, the third to the head; check left and right");
  }
  const double scale = millimetresPerUnit(header.xyz_units);
  if (scale != 1) {
    notes.push_back(std::string("Lengths are given in ") + (scale > 1 ? "metres" : "micrometres") +
                    "; they were converted to millimetres");
  }
  glm::dmat4 lps = *ras * scale;
  for (int column = 0; column < 4; ++column) {
    lps[column][0] = -lps[column][0];
    lps[column][1] = -lps[column][1];
  }
  lps[3][3] = 1;
  return lps;
}

core::Rescale rescaleOf(const std::filesystem::path& file, const Raw& raw) {
  if (raw.slope == 0 || !std::isfinite(raw.slope)) {
    return {};  // the standard: no scaling
  }
  if (!std::isfinite(raw.intercept)) {
    refuse(file, "its scl_inter is not a finite number", "Repair the header of the file");
  }
  return {raw.slope, raw.intercept};
}

ScalarImage::Values readValues(GzipInput& input, const Opened& opened, std::size_t count) {
  const auto read = [&]<typename T>(T) -> ScalarImage::Values {
    std::vector<T> values = input.readValues<T>(count);
    if (opened.raw.swapped && sizeof(T) > 1) {
      nifti_swap_Nbytes(std::int64_t(count), int(sizeof(T)), values.data());
    }
    return values;
  };
  switch (opened.header->datatype) {
    case DT_INT8:
      return read(std::int8_t{});
    case DT_UINT8:
      return read(std::uint8_t{});
    case DT_INT16:
      return read(std::int16_t{});
    case DT_UINT16:
      return read(std::uint16_t{});
    case DT_INT32:
      return read(std::int32_t{});
    case DT_UINT32:
      return read(std::uint32_t{});
    case DT_INT64:
      return read(std::int64_t{});
    case DT_UINT64:
      return read(std::uint64_t{});
    case DT_FLOAT32:
      return read(float{});
    case DT_FLOAT64:
      return read(double{});
    case DT_COMPLEX64:
    case DT_COMPLEX128:
    case DT_COMPLEX256:
      refuse(input.file(), "its voxels are complex numbers", "Export magnitude or phase as an image of its own");
    case DT_RGB24:
    case DT_RGBA32:
      refuse(input.file(), "its voxels are colours (RGB), not intensities", "Export an image of one value per voxel");
    default:
      refuse(input.file(),
             "its data type " + std::string(nifti_datatype_string(opened.header->datatype)) + " is not supported",
             "Convert it to int16 or float32");
  }
}

// The two files of a pair by either's name: .hdr and .img, with or without .gz.
std::filesystem::path otherOfPair(const std::filesystem::path& file, const char* from, const char* to) {
  std::filesystem::path plain = file;
  const bool compressed = plain.extension() == ".gz";
  if (compressed) {
    plain.replace_extension();
  }
  if (plain.extension() != from) {
    return {};
  }
  plain.replace_extension(to);
  std::filesystem::path packed = plain;
  packed += ".gz";
  std::error_code ignored;
  const std::filesystem::path& first = compressed ? packed : plain;
  const std::filesystem::path& second = compressed ? plain : packed;
  return std::filesystem::exists(first, ignored) || !std::filesystem::exists(second, ignored) ? first : second;
}

}  // namespace

bool isNifti(std::span<const std::byte> start) {
  return versionOf(start) != 0;
}

void readNifti(const std::filesystem::path& file, const std::function<void(NiftiTimePoint)>& sink) {
  const std::filesystem::path headerFile = otherOfPair(file, ".img", ".hdr");
  GzipInput headerInput(headerFile.empty() ? file : headerFile);
  const Opened opened = openHeader(headerInput);
  const nifti_image& header = *opened.header;

  for (int axis = 5; axis <= 7; ++axis) {
    if (axis <= header.dim[0] && header.dim[axis] > 1) {
      refuse(file,
             "it holds several values per voxel (dimension " + std::to_string(axis) + " is " +
                 std::to_string(header.dim[axis]) + ")",
             "Export an image of one value per voxel");
    }
  }
  const auto side = [&](int axis) { return axis <= header.dim[0] ? header.dim[axis] : 1; };
  constexpr std::int64_t kMaxTimePoints = 100'000;
  const std::int64_t times = side(4);
  if (times < 1 || times > kMaxTimePoints) {
    refuse(file, "its header gives " + std::to_string(times) + " time points",
           "Check that the file is what it should be");
  }
  const std::size_t voxels = voxelCountOf(file, side(1), side(2), side(3));

  ScalarImage common;
  common.size = glm::ivec3(side(1), side(2), side(3));
  common.worldFromVoxel = worldFromVoxel(file, opened, common.notes);
  common.rescale = rescaleOf(file, opened.raw);

  std::optional<GzipInput> pair;
  if (opened.raw.twoFiles) {
    pair.emplace(headerFile.empty() ? otherOfPair(file, ".hdr", ".img") : file);
  } else {
    pair.emplace(headerInput.file());
  }
  pair->skip(std::uint64_t(header.iname_offset));
  for (int t = 0; t < int(times); ++t) {
    NiftiTimePoint point{common, t, int(times)};
    point.image.values = readValues(*pair, opened, voxels);
    if (t + 1 == times) {
      pair->isAtEnd();  // verifies the checksum before the last image is handed over
    }
    sink(std::move(point));
  }
}

}  // namespace imaging
