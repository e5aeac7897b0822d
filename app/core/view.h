// What a picture shows and from where: a value that panels change, a guideline keeps beside an example, a link restores
// and the renderer draws. Lengths are mm in patient space (LPS), angles degrees, intensities the values of the volume
// after rescale. Plain values; any thread.
#pragma once

#include <cstdint>
#include <glm/vec3.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/mask.h"
#include "core/volume.h"

namespace core {

enum class Projection : std::uint8_t { Perspective, Orthographic };

// How far a perspective picture reaches from its axis, as tangents of angles: those of a headset's eye are not alike.
struct Frustum {
  double left = -1;  // < right
  double right = 1;
  double down = -1;  // < up
  double up = 1;

  bool operator==(const Frustum&) const = default;
};

struct Camera {
  glm::dvec3 positionMm{0, -500, 0};
  glm::dvec3 targetMm{0};  // what stands in the middle of the picture; never positionMm
  glm::dvec3 up{0, 0, 1};  // roughly: need not be a unit vector nor square to the view direction
  Projection projection = Projection::Perspective;
  double fieldOfViewDeg = 30;      // from bottom to top, in (0, 170); of a perspective
  std::optional<Frustum> frustum;  // of a headset's eye, instead of fieldOfViewDeg and the picture's shape
  double heightMm = 300;           // from bottom to top; of an orthographic picture

  bool operator==(const Camera&) const = default;
};

enum class ViewMode : std::uint8_t {
  Volume,   // tissue by a transfer function, shaded
  Maximum,  // the largest value along each ray, through the window
  Average,  // the mean value along each ray, through the window
};

enum class Layout : std::uint8_t {
  ThreeD,
  Axial,     // seen from the feet: patient left at the picture's right, front at its top
  Coronal,   // seen from the front: left at the right, head at the top
  Sagittal,  // seen from the patient's left: front at the left, head at the top
  Oblique,   // the plane of View::oblique
  Quad,      // 3D at the left, three slices in a column at the right
};

// Grey levels: centre - width/2 is black, centre + width/2 white. width > 0.
struct Window {
  double center = 40;
  double width = 400;

  bool operator==(const Window&) const = default;
};

// What is behind the plane (opposite its normal) is cut away in 3D.
struct ClipPlane {
  glm::dvec3 pointMm{0};
  glm::dvec3 normal{0, 0, 1};  // any length but zero
  bool enabled = true;         // one that is off keeps its place and cuts nothing

  bool operator==(const ClipPlane&) const = default;
};

// A slice at any angle: `right` and `down` are the picture's directions, orthogonal to each other, of any length.
struct SlicePlane {
  glm::dvec3 centerMm{0};
  glm::dvec3 right{1, 0, 0};
  glm::dvec3 down{0, 1, 0};

  bool operator==(const SlicePlane&) const = default;
};

// Colour (sRGB, 0..1) and opacity of a value; opacity is that of 1 mm of such tissue, 0..1.
struct TransferPoint {
  double value = 0;
  glm::vec3 color{1};
  float opacity = 0;

  bool operator==(const TransferPoint&) const = default;
};

// Light comes from the eye. Phong's terms as VTK has them; a preset may move the light aside.
struct Shading {
  bool enabled = true;
  float ambient = 0.2f;
  float diffuse = 0.8f;
  float specular = 0.1f;
  int shininess = 10;        // the power of the specular term, 1..128
  glm::vec3 lightOffset{0};  // added to the unit vector to the eye: right, up, toward the viewer

  bool operator==(const Shading&) const = default;
};

// Piecewise linear between points of rising value; constant beyond the first and last.
struct TransferFunction {
  std::vector<TransferPoint> points;  // at least two
  Shading shading;

  bool operator==(const TransferFunction&) const = default;
};

// How lesions look in 3D. Slices always show the voxels as they are.
enum class LesionSurface : std::uint8_t {
  Crisp,   // every voxel as the box that it is
  Smooth,  // for the eye only: their bits interpolated, the surface where these pass one half
};

struct View {
  Layout layout = Layout::Quad;
  ViewMode mode = ViewMode::Volume;
  std::optional<Camera> camera;  // without: all of the volume, from the front, a little left and above
  std::string preset;            // a name of renderer/presets.h; empty: by the modality and values
  std::optional<TransferFunction> transferFunction;  // instead of a preset
  bool shaded = true;                                // false: tissue without light, whatever its function says
  std::optional<Window> window;       // of slices, Maximum and Average; without: by the modality and values
  std::vector<ClipPlane> clipPlanes;  // at most kMaxClipPlanes
  std::optional<glm::dvec3> focusMm;  // where slices cut; without: the middle of the lesions, or of the volume
  std::optional<SlicePlane> oblique;  // needed by Layout::Oblique
  double sliceZoom = 1;               // 1: the whole slice is seen; 2: half of its height; > 0
  double stepMm = 0;                  // between samples along a ray; 0: half the smallest voxel spacing, for stills
  bool jitter = true;                 // start rays at differing depths (the same in every run), which hides wood grain
  bool showLesions = true;
  std::vector<std::uint32_t> hiddenLesions;                        // numbers as given to the renderer
  double lesionOpacity = 1;                                        // of their surfaces in 3D, 0..1
  double lesionsThroughTissue = 0.35;                              // of that, where tissue hides them, 0..1
  LesionSurface lesionSurface = LesionSurface::Smooth;             // in 3D
  bool lesionOutlines = true;                                      // on slices; without: their colour as a veil only
  glm::vec3 background{0x0E / 255.f, 0x10 / 255.f, 0x13 / 255.f};  // sRGB

  static constexpr std::size_t kMaxClipPlanes = 8;
  bool operator==(const View&) const = default;
};

// Throws Error ("SUBJECT: which field, why. What it may be") where a field is outside what its comment allows.
void validate(const View& view, const std::string& subject);

// The camera that has all of the grid in a picture of the given width/height: from the front, somewhat left and above.
Camera framingCamera(const Grid& grid, double aspect);

// The middle of everything marked, else of the grid.
glm::dvec3 defaultFocus(const Grid& grid, std::span<const VoxelBox> lesionBounds);

// The plane through focusMm along the grid's own axes nearest to the named patient plane, so that true voxels are seen
// whole. layout: Axial, Coronal or Sagittal.
SlicePlane patientSlice(const Grid& grid, Layout layout, glm::dvec3 focusMm);

// Of unit length, away from whoever looks at the slice.
glm::dvec3 normalOf(const SlicePlane& plane);

// The same plane, moved along its normal until it goes through a point; its middle is the foot of `middleMm`.
SlicePlane movedThrough(const SlicePlane& plane, glm::dvec3 pointMm, glm::dvec3 middleMm);

}  // namespace core
