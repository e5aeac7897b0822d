#include "renderer/renderer.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <glm/geometric.hpp>
#include <glm/matrix.hpp>
#include <glm/trigonometric.hpp>
#include <limits>
#include <optional>
#include <utility>

#include "core/error.h"
#include "renderer/marked_tiles.h"
#include "renderer/presets.h"

namespace renderer {
namespace {

constexpr glm::ivec3 kGroup{8, 8, 1};  // of march and slice
constexpr int kGap = 8;                // pixels between the panes of a quad

double stepOf(const core::View& view, const core::Grid& grid) {
  const glm::dvec3 spacing = grid.spacingMm();
  return view.stepMm > 0 ? view.stepMm : 0.5 * std::min({spacing.x, spacing.y, spacing.z});
}

glm::dvec3 unit(glm::dvec3 v) {
  return glm::normalize(v);
}

SeenBox wholeBox(const VolumeTexture& volume) {
  SeenBox box;
  box.include(glm::dvec3(-0.5), glm::dvec3(volume.grid().size()) - 0.5);
  return box;
}

// Of all layers of blocks in which a table shows anything.
SeenBox seenBox(const VolumeTexture& volume, const TransferTable& table) {
  SeenBox box = wholeBox(volume);
  const double side = volume.voxelsPerTexel() << gpu_types::kBlockShift;
  const auto valueOf = [&](std::uint32_t bits) { return double(bits) * volume.rangeScale() + volume.rangeOffset(); };
  for (int axis = 0; axis < 3; ++axis) {
    const std::vector<std::uint32_t>& layers = volume.layerRanges()[std::size_t(axis)];
    const auto shows = [&](std::uint32_t range) { return table.shows(valueOf(range & 0xFFFFu), valueOf(range >> 16)); };
    const auto first = std::find_if(layers.begin(), layers.end(), shows);
    if (first == layers.end()) {
      return {};
    }
    const auto last = std::find_if(layers.rbegin(), layers.rend(), shows);
    // Samples before the first voxel's middle lie in its block, and those after the last one's.
    box.low[axis] = std::max(box.low[axis], double(first - layers.begin()) * side - 1);
    box.high[axis] = std::min(box.high[axis], double(layers.rend() - last) * side + 1);
  }
  return box;
}

}  // namespace

// A rectangle of the picture and what it shows: the volume, or a slice.
struct Renderer::Pane {
  glm::ivec2 origin;
  glm::ivec2 size;
  std::optional<core::SlicePlane> slice;
};

// What the device holds of the case.
struct Renderer::Scene {
  Scene(gpu::Device& device, Programs& programs, const core::Volume& loaded, std::string itsModality,
        const core::ProgressSink& progress)
      : volume(device, loaded, progress),
        modality(std::move(itsModality)),
        tissue(tissueRange(loaded)),
        lesions(device, loaded.grid),
        painter(device, programs, volume, lesions),
        skipMap(device, volume) {}

  VolumeTexture volume;
  std::string modality;
  core::IntensityRange tissue;
  LesionSet lesions;
  Painter painter;
  SkipMap skipMap;

  // The transfer table in use and what it was made from.
  struct TableKey {
    core::ViewMode mode;
    core::TransferFunction function;
    core::Window window;
    glm::vec3 background;
    double stepMm;
    bool operator==(const TableKey&) const = default;
  };
  std::optional<TableKey> tableKey;
  std::optional<TransferTable> table;
  std::uint64_t tableRevision = 0;
  SeenBox seen;  // by that table

  // What the skip map must have been built for, or it hides what shows.
  struct SkipKey {
    std::uint64_t table;
    bool showLesions;
    bool operator==(const SkipKey&) const = default;
  };
  std::optional<SkipKey> skipKey;
  // Whether it marks blocks that show nothing; and whether that came about since tightening began.
  bool loose = false;
  bool looser = false;
  std::uint64_t skipLesions = 0;  // their revision, as the map knows of it
};

// The picture while it is on the device, and the way back.
struct Renderer::Target {
  Target(gpu::Device& device, glm::ivec2 itsSize, std::size_t counters)
      : size(itsSize),
        color(device, gpu::Image::Shape::Flat, VK_FORMAT_R8G8B8A8_UNORM, {size, 1}, gpu::Image::WrittenBy::Shaders),
        lesion(device, gpu::Image::Shape::Flat, VK_FORMAT_R32_UINT, {size, 1}, gpu::Image::WrittenBy::Shaders),
        depth(device, gpu::Image::Shape::Flat, VK_FORMAT_R32_SFLOAT, {size, 1}, gpu::Image::WrittenBy::Shaders),
        colorBack(device, pixels() * 4, gpu::BufferUse::Readback),
        lesionBack(device, pixels() * 4, gpu::BufferUse::Readback),
        depthBack(device, pixels() * 4, gpu::BufferUse::Readback),
        costs(device, counters * sizeof(gpu_types::RayCost), gpu::BufferUse::Readback) {
    device.run([&](gpu::Commands& commands) {
      commands.prepare(color);
      commands.prepare(lesion);
      commands.prepare(depth);
    });
  }
  std::size_t pixels() const { return std::size_t(size.x) * std::size_t(size.y); }
  bool counts() const { return costs.bytes() >= sizeof(gpu_types::RayCost); }

  glm::ivec2 size;
  gpu::Image color;
  gpu::Image lesion;
  gpu::Image depth;
  gpu::Buffer colorBack;
  gpu::Buffer lesionBack;
  gpu::Buffer depthBack;
  gpu::Buffer costs;
  gpu::Ticket drawn;
  bool readBack = false;
};

Renderer::Renderer(gpu::Device& device)
    : device_(device), programs_(device), linear_(device, VK_FILTER_LINEAR), nearest_(device, VK_FILTER_NEAREST) {}

Renderer::~Renderer() {
  device_.waitIdle();
}

void Renderer::setVolume(const core::Volume& volume, std::string modality, const core::ProgressSink& progress) {
  device_.waitIdle();
  scene_.reset();  // first: two volumes may not fit
  scene_ = std::make_unique<Scene>(device_, programs_, volume, std::move(modality), progress);
}

LesionSet& Renderer::lesions() {
  core::check(scene_ != nullptr, "a volume is set");
  return scene_->lesions;
}

Painter& Renderer::painter() {
  core::check(scene_ != nullptr, "a volume is set");
  return scene_->painter;
}

int Renderer::voxelsPerTexel() const {
  return scene_->volume.voxelsPerTexel();
}

std::uint64_t Renderer::volumeBytes() const {
  const glm::ivec3 blocks = scene_->volume.blocks();
  const glm::ivec3 size = scene_->volume.image().size();
  const std::uint64_t texel = scene_->volume.image().format() == VK_FORMAT_R16_UNORM ? 2 : 4;
  return std::uint64_t(size.x) * std::uint64_t(size.y) * std::uint64_t(size.z) * texel +
         scene_->volume.blockRanges().bytes() +
         3 * std::uint64_t(blocks.x) * std::uint64_t(blocks.y) * std::uint64_t(blocks.z) + scene_->lesions.bytes();
}

SkipMap::Sources Renderer::skipSources(const gpu::Buffer& scene) const {
  return {.scene = scene,
          .volume = scene_->volume,
          .table = *scene_->table,
          .lesions = scene_->lesions,
          .strokePages = scene_->painter.pages(),
          .strokeChunks = scene_->painter.chunks(),
          .markLesions = scene_->skipKey->showLesions};
}

// So that nothing that shows is leapt over. To rebuild the map takes long where the volume is large, so that is left to
// what can be done no other way; lesions that change only mark the blocks where they may show now.
void Renderer::updateSkipMap(gpu::Commands& commands, const gpu::Buffer& scene, bool showLesions) {
  const Scene::SkipKey key{scene_->tableRevision, showLesions};
  const bool lesionsChanged = scene_->lesions.revision() != scene_->skipLesions;
  scene_->skipLesions = scene_->lesions.revision();
  const LesionSet::Changes changes = scene_->lesions.takeChanges();
  if (scene_->skipKey != key || changes.anywhere) {
    scene_->skipKey = key;
    scene_->skipMap.rebuild(commands, programs_, skipSources(scene));
    scene_->loose = scene_->looser = scene_->painter.isOpen();
    return;
  }
  if (lesionsChanged) {
    scene_->loose = scene_->looser = true;
  }
  if (changes.gained && showLesions) {
    scene_->skipMap.include(commands, programs_, *changes.gained, SkipMap::Bits::Came);
  }
  if (changes.lost && showLesions) {
    scene_->skipMap.include(commands, programs_, *changes.lost, SkipMap::Bits::Went);
  }
}

bool Renderer::isLoose() const {
  return scene_ != nullptr && scene_->loose && !scene_->painter.isOpen();
}

std::optional<gpu::Ticket> Renderer::tighten(std::size_t blocks) {
  if (!isLoose() || !scene_->skipKey || !scene_->lesions.isFlushed()) {
    return std::nullopt;
  }
  if (!scene_->skipMap.isBeingTightened()) {
    scene_->looser = false;
  }
  const gpu_types::SceneInfo info = sceneInfo();
  return device_.submit([&](gpu::Commands& commands) {
    const gpu::Buffer& scene = commands.upload(bytesOf(info));
    if (scene_->skipMap.tighten(commands, programs_, skipSources(scene), std::max<std::size_t>(blocks, 1))) {
      scene_->loose = scene_->looser;
    }
  });
}

gpu::Ticket Renderer::draw(const core::View& view, glm::ivec2 size, const RenderOptions& options) {
  core::check(scene_ != nullptr, "a volume is set");
  core::check(size.x > 0 && size.y > 0, "a picture has pixels");
  core::check(options.zones.empty() || (view.layout == core::Layout::ThreeD && !options.tile),
              "zones are of a whole picture in 3D");
  prepareTarget(size, options);
  prepareTable(view);
  scene_->lesions.hide(view.hiddenLesions);
  scene_->lesions.flush();
  Painter& painter = scene_->painter;
  const gpu_types::SceneInfo info = sceneInfo();

  target_->drawn = device_.submit([&](gpu::Commands& commands) {
    const gpu::Buffer& scene = commands.upload(bytesOf(info));
    const std::optional<core::VoxelBox> painted = painter.record(commands);

    updateSkipMap(commands, scene, view.showLesions);
    if (painted) {
      const bool came = !painter.erases();
      scene_->skipMap.include(commands, programs_, *painted, came ? SkipMap::Bits::Came : SkipMap::Bits::Went);
      scene_->loose = scene_->looser = true;
    }

    if (view.layout == core::Layout::Quad) {  // its panes leave gaps
      commands.barrier(gpu::Access::Transfer, gpu::Access::Transfer);
      commands.clear(target_->color, glm::vec4(view.background, 1));
      commands.clear(target_->lesion, glm::vec4(0));
      commands.clear(target_->depth, glm::vec4(std::numeric_limits<float>::infinity()));
      commands.barrier(gpu::Access::Transfer, gpu::Access::Shader);
    }
    for (const Pane& pane : panes(view, size)) {
      if (pane.slice) {
        drawSlice(commands, view, pane, scene, options);
      } else {
        drawVolume(commands, view, pane, scene, options);
      }
    }

    if (options.readBack) {
      commands.barrier(gpu::Access::Shader, gpu::Access::Transfer);
      commands.copy(target_->color, target_->colorBack, {size, 1});
      commands.copy(target_->lesion, target_->lesionBack, {size, 1});
      commands.copy(target_->depth, target_->depthBack, {size, 1});
      commands.barrier(gpu::Access::Transfer, gpu::Access::Host);
      commands.barrier(gpu::Access::Shader, gpu::Access::Host);
    }
  });
  target_->readBack = target_->readBack || options.readBack;
  return target_->drawn;
}

const gpu::Image* Renderer::image(int target) const {
  const auto found = targets_.find(target);
  return found == targets_.end() ? nullptr : &found->second->color;
}

const gpu::Image* Renderer::depthImage(int target) const {
  const auto found = targets_.find(target);
  return found == targets_.end() ? nullptr : &found->second->depth;
}

bool Renderer::isDone(int target) const {
  const auto found = targets_.find(target);
  return found == targets_.end() || device_.isDone(found->second->drawn);
}

Seen Renderer::seenAt(int target, glm::ivec2 pixel) const {
  const auto found = targets_.find(target);
  if (found == targets_.end() || !found->second->readBack) {
    return {};
  }
  const Target& from = *found->second;
  if (pixel.x < 0 || pixel.y < 0 || pixel.x >= from.size.x || pixel.y >= from.size.y) {
    return {};
  }
  device_.wait(from.drawn);
  const std::size_t index = std::size_t(pixel.y) * std::size_t(from.size.x) + std::size_t(pixel.x);
  return {from.lesionBack.as<const std::uint32_t>()[index], from.depthBack.as<const float>()[index]};
}

std::vector<float> Renderer::depths(int target) const {
  const auto found = targets_.find(target);
  if (found == targets_.end() || !found->second->readBack) {
    return {};
  }
  device_.wait(found->second->drawn);
  const auto depth = found->second->depthBack.as<const float>();
  return {depth.begin(), depth.end()};
}

Picture Renderer::picture() {
  core::check(target_ != nullptr, "something was drawn");
  device_.wait(target_->drawn);
  const auto color = target_->colorBack.as<const std::uint8_t>();
  const auto lesion = target_->lesionBack.as<const std::uint32_t>();
  const auto depth = target_->depthBack.as<const float>();
  return {target_->size, {color.begin(), color.end()}, {lesion.begin(), lesion.end()}, {depth.begin(), depth.end()}};
}

Picture Renderer::render(const core::View& view, glm::ivec2 size, const RenderOptions& options, RenderStats* stats) {
  draw(view, size, options);
  Picture result = picture();
  if (stats != nullptr && options.count) {
    *stats = {};
    for (const Pane& pane : panes(view, size)) {
      stats->rays += pane.slice ? 0 : std::uint64_t(pane.size.x) * std::uint64_t(pane.size.y);
    }
    const auto costs = target_->costs.as<const gpu_types::RayCost>();
    for (std::uint64_t ray = 0; ray < stats->rays; ++ray) {
      stats->samples += costs[ray].samples;
      stats->leaps += costs[ray].leaps;
    }
  }
  return result;
}

// All in which lesions or the open stroke have bits; some of them more than once.
std::vector<core::BrickKey> Renderer::markedBricks(const core::View& view) const {
  if (!view.showLesions) {
    return {};
  }
  std::vector<core::BrickKey> bricks = scene_->lesions.bricks();
  const std::vector<core::BrickKey>& painted = scene_->painter.bricks();
  bricks.insert(bricks.end(), painted.begin(), painted.end());
  return bricks;
}

void Renderer::drawVolume(gpu::Commands& commands, const core::View& view, const Pane& pane, const gpu::Buffer& scene,
                          const RenderOptions& options) {
  const bool tissue = view.mode == core::ViewMode::Volume;
  const bool shaded = tissue && scene_->tableKey->function.shading.enabled;
  const gpu::Image* gradients =
      shaded && options.gradientVolume ? scene_->volume.gradients(programs_, scene, nearest_) : nullptr;
  const gpu_types::MarchInfo info = marchInfo(view, pane, tissue ? &scene_->tableKey->function : nullptr, options);
  const std::uint32_t shade = !shaded                ? gpu_types::kShadeNone
                              : gradients != nullptr ? gpu_types::kShadeGradients
                                                     : gpu_types::kShadeDifferences;
  const std::uint32_t surfaces =
      view.lesionSurface == core::LesionSurface::Crisp ? gpu_types::kLesionsCrisp : gpu_types::kLesionsSmooth;
  const LesionSet& lesions = scene_->lesions;
  const bool isCpu = device_.info().kind == gpu::DeviceKind::Cpu;
  // A processor, whose lanes go in lockstep, takes a sample and looks where the next one is: 1.2 times as fast, in
  // bone, as four at a time.
  const int run = options.run != RenderOptions::kRunByDevice ? options.run : isCpu ? 1 : 0;
  const gpu::Buffer& march = commands.upload(bytesOf(info));
  const auto mode = std::uint32_t(view.mode);
  const auto drawTiles = [&](const std::vector<Tile>& tiles, std::uint32_t drawn, std::uint32_t looksFor, int side) {
    for (const Tile& tile : tiles) {
      const Zone zone{tile, side};  // as march.comp is told of it
      commands.dispatch(programs_.march,
                        {scene,
                         march,
                         {gradients != nullptr ? *gradients : scene_->volume.image(), linear_},
                         {scene_->skipMap.image(), nearest_},
                         {scene_->table->entries(), nearest_},
                         scene_->volume.blockRanges(),
                         lesions.looks(),
                         lesions.pages(),
                         lesions.entries(),
                         lesions.bits().addresses(),
                         scene_->painter.pages(),
                         scene_->painter.chunks(),
                         target_->color,
                         target_->lesion,
                         target_->depth,
                         target_->costs},
                        gpu::groupsFor({(tile.size + side - 1) / side, 1}, kGroup),
                        {drawn, shade, looksFor, options.skip ? 1u : 0u,
                         tissue ? std::uint32_t(scene_->tableKey->function.shading.shininess) : 1u,
                         options.count ? 1u : 0u, std::uint32_t(run)},
                        bytesOf(zone));
    }
  };
  const std::vector<core::BrickKey> bricks = markedBricks(view);
  SeenBox seen = scene_->seen;
  for (const core::BrickKey brick : bricks) {
    const glm::dvec3 corner = glm::dvec3(brick.brick() * core::Brick::kSide) - 0.5;
    seen.include(corner, corner + double(core::Brick::kSide));
  }
  const auto drawZone = [&](const Zone& zone) {
    const core::Grid& grid = scene_->volume.grid();
    const Tile part = options.split ? seenPart(info, grid, seen, zone.tile) : zone.tile;
    const SplitArea parts = options.split || bricks.empty() ? splitVolume(info, grid, bricks, part)
                                                            : SplitArea{.marked = {part}, .plain = {}};
    drawTiles(parts.marked, mode, surfaces, zone.side);
    drawTiles(parts.plain, mode, gpu_types::kLesionsNone, zone.side);
    drawTiles(tilesAround(zone.tile, part), gpu_types::kModeNothing, gpu_types::kLesionsNone, zone.side);
  };
  if (options.zones.empty()) {
    drawZone({options.tile.value_or(Tile{{0, 0}, pane.size}), 1});
  }
  for (const Zone& zone : options.zones) {
    drawZone(zone);
  }
}

void Renderer::drawSlice(gpu::Commands& commands, const core::View& view, const Pane& pane, const gpu::Buffer& scene,
                         const RenderOptions& options) {
  const LesionSet& lesions = scene_->lesions;
  const gpu_types::SliceInfo info = sliceInfo(view, pane);
  const bool given = scene_->volume.voxelsPerTexel() > 1;  // slices show true voxels, whatever 3D has
  const std::vector<float> values = given ? scene_->volume.valuesOf(info) : std::vector<float>(1);
  const gpu::Buffer& slice = commands.upload(bytesOf(info));
  const gpu::Buffer& givenValues = commands.upload(std::as_bytes(std::span(values)));
  const auto drawTiles = [&](const std::vector<Tile>& tiles, bool looksForLesions) {
    for (const Tile& tile : tiles) {
      commands.dispatch(programs_.slice,
                        {scene,
                         slice,
                         {scene_->volume.image(), nearest_},
                         lesions.looks(),
                         lesions.pages(),
                         lesions.entries(),
                         lesions.bits().addresses(),
                         scene_->painter.pages(),
                         scene_->painter.chunks(),
                         target_->color,
                         target_->lesion,
                         target_->depth,
                         givenValues},
                        gpu::groupsFor({tile.size, 1}, kGroup), {given ? 1u : 0u, looksForLesions ? 1u : 0u},
                        bytesOf(tile));
    }
  };
  const Tile area{{0, 0}, pane.size};
  const std::vector<core::BrickKey> bricks = markedBricks(view);
  const SplitArea parts =
      options.split || bricks.empty() ? splitSlice(info, bricks, area) : SplitArea{.marked = {area}, .plain = {}};
  drawTiles(parts.marked, true);
  drawTiles(parts.plain, false);
}

std::vector<Renderer::Pane> Renderer::panes(const core::View& view, glm::ivec2 size) const {
  const core::Grid& grid = scene_->volume.grid();
  const glm::dvec3 focus = view.focusMm.value_or(core::defaultFocus(grid, {}));
  if (view.layout == core::Layout::ThreeD) {
    return {{{0, 0}, size, std::nullopt}};
  }
  if (view.layout == core::Layout::Oblique) {
    return {{{0, 0}, size, view.oblique}};
  }
  if (view.layout != core::Layout::Quad) {
    return {{{0, 0}, size, core::patientSlice(grid, view.layout, focus)}};
  }
  const int side = std::max(1, std::min((size.y - 2 * kGap) / 3, size.x * 2 / 5));
  std::vector<Pane> result{{{0, 0}, {std::max(1, size.x - side - kGap), size.y}, std::nullopt}};
  int y = 0;
  for (const core::Layout layout : {core::Layout::Axial, core::Layout::Coronal, core::Layout::Sagittal}) {
    const int height = layout == core::Layout::Sagittal ? std::max(1, size.y - y) : side;
    result.push_back({{size.x - side, y}, {side, height}, core::patientSlice(grid, layout, focus)});
    y += side + kGap;
  }
  return result;
}

gpu_types::SceneInfo Renderer::sceneInfo() const {
  const VolumeTexture& volume = scene_->volume;
  gpu_types::SceneInfo info{};
  info.size = volume.grid().size();
  info.bricks = core::bricksOf(volume.grid());
  info.blocks = volume.blocks();
  info.blockShift = gpu_types::kBlockShift + std::countr_zero(unsigned(volume.voxelsPerTexel()));
  info.texturePerVoxel = 1.f / glm::vec3(volume.image().size() * volume.voxelsPerTexel());
  info.voxelsPerTexel = float(volume.voxelsPerTexel());
  info.spacing = volume.grid().spacingMm();
  info.voxelFromWorld = glm::mat3(glm::dmat3(volume.grid().voxelFromWorld()));
  info.valueScale = float(volume.storedScale());
  info.valueOffset = float(volume.storedOffset());
  info.rangeScale = float(volume.rangeScale());
  info.rangeOffset = float(volume.rangeOffset());
  info.lesionCount = scene_->lesions.count();
  info.strokeLesion = scene_->painter.lesion();
  info.strokeErases = scene_->painter.erases() ? 1 : 0;
  return info;
}

gpu_types::MarchInfo Renderer::marchInfo(const core::View& view, const Pane& pane,
                                         const core::TransferFunction* function, const RenderOptions& options) const {
  const core::Grid& grid = scene_->volume.grid();
  const double aspect = double(pane.size.x) / double(pane.size.y);
  const core::Camera camera = view.camera.value_or(core::framingCamera(grid, aspect));
  const glm::dvec3 forward = unit(camera.targetMm - camera.positionMm);
  const glm::dvec3 right = unit(glm::cross(forward, camera.up));
  const glm::dvec3 up = glm::cross(right, forward);
  const glm::dmat3 voxelFromWorld(grid.voxelFromWorld());

  gpu_types::MarchInfo info{};
  info.paneOrigin = pane.origin;
  info.paneSize = pane.size;
  info.originVoxel = grid.voxelOf(camera.positionMm);
  info.directionMm = forward;
  if (camera.projection == core::Projection::Perspective && camera.frustum) {
    const core::Frustum& eye = *camera.frustum;
    info.directionMm = forward + right * ((eye.left + eye.right) / 2) + up * ((eye.down + eye.up) / 2);
    info.directionMmU = right * ((eye.right - eye.left) / 2);
    info.directionMmV = up * ((eye.up - eye.down) / 2);
  } else if (camera.projection == core::Projection::Perspective) {
    const double halfHeight = std::tan(glm::radians(camera.fieldOfViewDeg) / 2);
    info.directionMmU = right * (halfHeight * aspect);
    info.directionMmV = up * halfHeight;
  } else {
    info.originVoxelU = voxelFromWorld * (right * (camera.heightMm / 2 * aspect));
    info.originVoxelV = voxelFromWorld * (up * (camera.heightMm / 2));
  }
  info.boxMin = glm::vec3(options.voxelCentersOnly ? 0.f : -0.5f);
  info.boxMax = glm::vec3(grid.size()) - (options.voxelCentersOnly ? 1.f : 0.5f);
  info.stepMm = float(stepOf(view, grid));
  info.firstStep = float(options.firstStep);
  info.jitter = view.jitter ? 1 : 0;
  info.opaque = 1.f / 255.f;
  info.tableScale = scene_->table->scale();
  info.tableOffset = scene_->table->offset();
  info.tableLast = scene_->table->last();
  info.opacityInAlpha = options.opacityInAlpha ? 1 : 0;
  if (function != nullptr) {
    info.ambient = function->shading.ambient;
    info.diffuse = function->shading.diffuse;
    info.specular = function->shading.specular;
  }
  // Into the axes of the voxels, in mm: lighting needs lengths, not indices.
  const glm::vec3 offset = function != nullptr ? function->shading.lightOffset : glm::vec3(0);
  const glm::dvec3 lightMm = right * double(offset.x) + up * double(offset.y) - forward * double(offset.z);
  info.lightRight = (voxelFromWorld * lightMm) * grid.spacingMm();
  info.background = view.background;
  info.lesionOpacity = float(view.lesionOpacity);
  info.lesionsThroughTissue = float(view.lesionsThroughTissue);
  for (const core::ClipPlane& plane : view.clipPlanes) {
    if (plane.enabled) {
      // n . (M v + o - p) in voxel coordinates v.
      const glm::dvec3 normal = unit(plane.normal);
      const glm::dvec3 inVoxels = glm::transpose(glm::dmat3(grid.worldFromVoxel())) * normal;
      info.planes[info.planeCount++] = glm::vec4(inVoxels, glm::dot(normal, grid.worldOf({0, 0, 0}) - plane.pointMm));
    }
  }
  return info;
}

gpu_types::SliceInfo Renderer::sliceInfo(const core::View& view, const Pane& pane) const {
  const core::Grid& grid = scene_->volume.grid();
  const core::SlicePlane& plane = *pane.slice;
  const glm::dvec3 right = unit(plane.right);
  const glm::dvec3 down = unit(plane.down);
  // The volume's shadow on the plane decides how many mm a pixel is.
  double acrossMm = 0;
  double alongMm = 0;
  for (int a = 0; a < 3; ++a) {
    const glm::dvec3 edge = glm::dvec3(grid.worldFromVoxel()[a]) * double(grid.size()[a]);
    acrossMm += std::abs(glm::dot(edge, right));
    alongMm += std::abs(glm::dot(edge, down));
  }
  const double mmPerPixel = std::max(acrossMm / pane.size.x, alongMm / pane.size.y) / view.sliceZoom;
  glm::dvec3 center = plane.centerMm;
  if (view.sliceZoom > 1 && view.focusMm) {  // closer: around the focus, within the plane
    const glm::dvec3 toFocus = *view.focusMm - center;
    center += right * glm::dot(toFocus, right) + down * glm::dot(toFocus, down);
  }
  const glm::dvec3 corner = center - right * (mmPerPixel * pane.size.x / 2) - down * (mmPerPixel * pane.size.y / 2);
  const glm::dmat3 voxelFromWorld(grid.voxelFromWorld());
  const core::Window window =
      view.window.value_or(defaultWindow(core::ViewMode::Volume, scene_->modality, scene_->tissue));

  gpu_types::SliceInfo info{};
  info.paneOrigin = pane.origin;
  info.paneSize = pane.size;
  info.originVoxel = grid.voxelOf(corner);
  info.rightVoxel = voxelFromWorld * (right * mmPerPixel);
  info.downVoxel = voxelFromWorld * (down * mmPerPixel);
  info.windowScale = float(scene_->volume.valueScale() / window.width);
  info.windowOffset = float((scene_->volume.valueOffset() - window.center) / window.width + 0.5);
  info.outlinePixels = view.lesionOutlines ? 2 : 0;
  info.fill = 0.22f;
  info.background = view.background;
  return info;
}

void Renderer::prepareTarget(glm::ivec2 size, const RenderOptions& options) {
  if (size.x > kMaxSide || size.y > kMaxSide) {
    throw core::Error("picture", "it is larger than " + std::to_string(kMaxSide) + " pixels", "Choose a smaller size");
  }
  std::unique_ptr<Target>& target = targets_[options.target];
  if (target == nullptr || target->size != size || target->counts() != options.count) {
    device_.waitIdle();
    target.reset();  // first: two may not fit
    target = std::make_unique<Target>(device_, size, options.count ? std::size_t(size.x) * std::size_t(size.y) : 0);
  }
  target_ = target.get();
}

void Renderer::prepareTable(const core::View& view) {
  Scene& scene = *scene_;
  Scene::TableKey key{view.mode, {}, {}, {}, 0};
  if (view.mode == core::ViewMode::Volume) {
    key.function =
        view.transferFunction ? *view.transferFunction : presetFunction(view.preset, scene.modality, scene.tissue);
    key.function.shading.enabled = key.function.shading.enabled && view.shaded;
    key.stepMm = stepOf(view, scene.volume.grid());
  } else {
    key.background = view.background;
    key.window = view.window.value_or(defaultWindow(view.mode, scene.modality, scene.tissue));
  }
  if (scene.tableKey != key) {
    device_.waitIdle();
    if (view.mode == core::ViewMode::Volume) {
      scene.table.emplace(device_, scene.volume, key.function, key.stepMm);
    } else {
      scene.table.emplace(device_, scene.volume, key.window, key.background);
    }
    const double stepMm = std::exchange(key.stepMm, scene.tableKey ? scene.tableKey->stepMm : key.stepMm);
    if (scene.tableKey != key) {
      ++scene.tableRevision;  // a longer step alone makes nothing else visible
    }
    key.stepMm = stepMm;
    scene.tableKey = key;
    scene.seen = view.mode == core::ViewMode::Volume ? seenBox(scene.volume, *scene.table) : wholeBox(scene.volume);
  }
}

}  // namespace renderer
