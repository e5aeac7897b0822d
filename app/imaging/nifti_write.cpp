#include "imaging/nifti_write.h"

#include <nifti2_io.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <glm/geometric.hpp>
#include <type_traits>

#include "core/error.h"
#include "imaging/gzip_stream.h"

namespace imaging {
namespace {

constexpr std::array<int, std::variant_size_v<ScalarImage::Values>> kDatatypes{
    DT_INT8, DT_UINT8, DT_INT16, DT_UINT16, DT_INT32, DT_UINT32, DT_INT64, DT_UINT64, DT_FLOAT32, DT_FLOAT64};

// RAS, as NIfTI has it.
glm::dmat4 rasFrom(const glm::dmat4& lps) {
  glm::dmat4 ras = lps;
  for (int column = 0; column < 4; ++column) {
    ras[column][0] = -ras[column][0];
    ras[column][1] = -ras[column][1];
  }
  return ras;
}

// Sets the qform to the nearest rotation; false where that places a corner elsewhere by more than 1e-3 mm.
bool setQform(const ScalarImage& image, const glm::dmat4& ras, nifti_1_header& header) {
  nifti_dmat44 matrix{};
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) {
      matrix.m[row][column] = ras[column][row];
    }
  }
  double b = 0, c = 0, d = 0, x = 0, y = 0, z = 0, dx = 0, dy = 0, dz = 0, handedness = 0;
  nifti_dmat44_to_quatern(matrix, &b, &c, &d, &x, &y, &z, &dx, &dy, &dz, &handedness);
  header.quatern_b = float(b);
  header.quatern_c = float(c);
  header.quatern_d = float(d);
  header.qoffset_x = float(x);
  header.qoffset_y = float(y);
  header.qoffset_z = float(z);
  header.pixdim[0] = float(handedness);
  const nifti_dmat44 back = nifti_quatern_to_dmat44(b, c, d, x, y, z, dx, dy, dz, handedness);
  for (int corner = 0; corner < 8; ++corner) {
    const glm::dvec4 voxel((corner & 1) ? image.size.x - 1 : 0, (corner & 2) ? image.size.y - 1 : 0,
                           (corner & 4) ? image.size.z - 1 : 0, 1);
    const glm::dvec3 meant(ras * voxel);
    glm::dvec3 said(0);
    for (int row = 0; row < 3; ++row) {
      for (int column = 0; column < 4; ++column) {
        said[row] += back.m[row][column] * voxel[column];
      }
    }
    if (glm::distance(meant, said) > 1e-3) {
      return false;
    }
  }
  return true;
}

nifti_1_header headerOf(const ScalarImage& image) {
  nifti_1_header header;
  static_assert(std::is_trivially_copyable_v<nifti_1_header> && sizeof header == 348);
  std::memset(&header, 0, sizeof header);
  header.sizeof_hdr = 348;
  header.regular = 'r';
  std::memcpy(header.magic, "n+1", 4);
  header.vox_offset = 352;
  header.datatype = short(kDatatypes[image.values.index()]);
  header.bitpix = std::visit([](const auto& values) { return short(8 * sizeof values[0]); }, image.values);
  header.xyzt_units = NIFTI_UNITS_MM;
  header.scl_slope = float(image.rescale.slope);
  header.scl_inter = float(image.rescale.intercept);
  header.dim[0] = 3;
  std::fill(header.dim + 4, header.dim + 8, short(1));
  std::fill(header.pixdim, header.pixdim + 8, 1.0f);
  const glm::dmat4 ras = rasFrom(image.worldFromVoxel);
  for (int a = 0; a < 3; ++a) {
    header.dim[a + 1] = short(image.size[a]);
    header.pixdim[a + 1] = float(glm::length(glm::dvec3(ras[a])));
  }
  for (int column = 0; column < 4; ++column) {
    // 0 + turns -0 to 0.
    header.srow_x[column] = float(0 + ras[column][0]);
    header.srow_y[column] = float(0 + ras[column][1]);
    header.srow_z[column] = float(0 + ras[column][2]);
  }
  header.sform_code = NIFTI_XFORM_SCANNER_ANAT;
  header.qform_code = setQform(image, ras, header) ? NIFTI_XFORM_SCANNER_ANAT : NIFTI_XFORM_UNKNOWN;
  return header;
}

}  // namespace

void writeNifti(const ScalarImage& image, const std::filesystem::path& file) {
  constexpr int kLevel = 4;  // half the time of zlib's default, within a few percent of its size
  const nifti_1_header header = headerOf(image);
  GzipOutput output(file);
  if (file.extension() == ".gz") {
    output.compress(kLevel);
  }
  output.write(std::as_bytes(std::span(&header, 1)));
  constexpr std::array<std::byte, 4> kNoExtension{};
  output.write(kNoExtension);
  std::visit([&](const auto& values) { output.write(std::as_bytes(std::span(values))); }, image.values);
  output.finish();
}

}  // namespace imaging
