#include "exchange/shared_view.h"

#include <span>

#include "core/bytes.h"
#include "core/error.h"

namespace exchange {
namespace {

constexpr std::uint8_t kViewVersion = 1;
constexpr char kSubject[] = "shared view";

void write(core::ByteWriter& writer, glm::dvec3 point) {
  for (int axis = 0; axis < 3; ++axis) {
    writer.f64(point[axis]);
  }
}

glm::dvec3 readPoint(core::ByteReader& reader) {
  glm::dvec3 point;
  for (int axis = 0; axis < 3; ++axis) {
    point[axis] = reader.f64();
  }
  return point;
}

}  // namespace

// Bytes: version (u8) | camera: position, target, up (3 f64 each), projection (varint), field of view, height (f64) |
// varint 0..1, focus (3 f64) | mode (varint) | preset (text) | shaded (varint 0..1) | varint 0..1, window: centre,
// width (f64) | clip planes (varint), each: point, normal (3 f64 each), enabled (varint 0..1) | varint 0..1, oblique
// slice: centre, right, down (3 f64 each)
std::string encodeSharedView(const core::View& view) {
  core::check(view.camera.has_value(), "a shared view has a camera");
  core::ByteWriter writer;
  writer.u8(kViewVersion);
  const core::Camera& camera = *view.camera;
  write(writer, camera.positionMm);
  write(writer, camera.targetMm);
  write(writer, camera.up);
  writer.varint(std::uint64_t(camera.projection));
  writer.f64(camera.fieldOfViewDeg);
  writer.f64(camera.heightMm);
  writer.varint(view.focusMm ? 1 : 0);
  if (view.focusMm) {
    write(writer, *view.focusMm);
  }
  writer.varint(std::uint64_t(view.mode));
  writer.text(view.preset);
  writer.varint(view.shaded ? 1 : 0);
  writer.varint(view.window ? 1 : 0);
  if (view.window) {
    writer.f64(view.window->center);
    writer.f64(view.window->width);
  }
  writer.varint(view.clipPlanes.size());
  for (const core::ClipPlane& plane : view.clipPlanes) {
    write(writer, plane.pointMm);
    write(writer, plane.normal);
    writer.varint(plane.enabled ? 1 : 0);
  }
  writer.varint(view.oblique ? 1 : 0);
  if (view.oblique) {
    write(writer, view.oblique->centerMm);
    write(writer, view.oblique->right);
    write(writer, view.oblique->down);
  }
  const core::Bytes& bytes = writer.bytes();
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::optional<core::View> decodeSharedView(std::string_view bytes, core::View onto) {
  try {
    core::ByteReader reader(std::as_bytes(std::span(bytes)), kSubject);
    if (bytes.size() > kMaxSharedView || reader.u8() != kViewVersion) {
      return std::nullopt;
    }
    core::Camera camera;
    camera.positionMm = readPoint(reader);
    camera.targetMm = readPoint(reader);
    camera.up = readPoint(reader);
    camera.projection = core::Projection(reader.varintUpTo(std::uint64_t(core::Projection::Orthographic)));
    camera.fieldOfViewDeg = reader.f64();
    camera.heightMm = reader.f64();
    onto.camera = camera;
    onto.focusMm.reset();
    if (reader.varintUpTo(1) == 1) {
      onto.focusMm = readPoint(reader);
    }
    onto.mode = core::ViewMode(reader.varintUpTo(std::uint64_t(core::ViewMode::Average)));
    onto.preset = reader.text();
    onto.transferFunction.reset();
    onto.shaded = reader.varintUpTo(1) == 1;
    onto.window.reset();
    if (reader.varintUpTo(1) == 1) {
      const double center = reader.f64();
      onto.window = core::Window{center, reader.f64()};
    }
    onto.clipPlanes.clear();
    for (std::uint64_t planes = reader.varintUpTo(core::View::kMaxClipPlanes); planes > 0; --planes) {
      core::ClipPlane plane{.pointMm = readPoint(reader), .normal = {}};
      plane.normal = readPoint(reader);
      plane.enabled = reader.varintUpTo(1) == 1;
      onto.clipPlanes.push_back(plane);
    }
    onto.oblique.reset();
    if (reader.varintUpTo(1) == 1) {
      core::SlicePlane plane{.centerMm = readPoint(reader), .right = {}, .down = {}};
      plane.right = readPoint(reader);
      plane.down = readPoint(reader);
      onto.oblique = plane;
    }
    reader.expectEnd();
    core::validate(onto, kSubject);
    return onto;
  } catch (const core::Error&) {
    return std::nullopt;
  }
}

}  // namespace exchange
