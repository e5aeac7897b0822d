#include "renderer/painter.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

#include "core/error.h"

namespace renderer {
namespace {

constexpr int kSide = core::Brick::kSide;
constexpr std::size_t kCapsulesPerBatch = 1 << 16;  // pairs of brick and capsule in one submission
constexpr std::size_t kBricksPerBatch = 1 << 14;

// The part of a segment inside a box (Liang and Barsky), as parameters; nothing where it misses it.
std::optional<glm::dvec2> clip(glm::dvec3 from, glm::dvec3 along, glm::dvec3 low, glm::dvec3 high) {
  double t0 = 0;
  double t1 = 1;
  for (int a = 0; a < 3; ++a) {
    if (along[a] == 0) {
      if (from[a] < low[a] || from[a] > high[a]) {
        return std::nullopt;
      }
      continue;
    }
    const double u = (low[a] - from[a]) / along[a];
    const double v = (high[a] - from[a]) / along[a];
    t0 = std::max(t0, std::min(u, v));
    t1 = std::min(t1, std::max(u, v));
  }
  return t0 <= t1 ? std::optional(glm::dvec2(t0, t1)) : std::nullopt;
}

}  // namespace

core::Mask StrokeBits::take() {
  core::Mask mask;
  if (device_ == nullptr) {
    return mask;
  }
  device_->wait(ticket_);
  const std::span<const core::Brick> bricks = bits_.as<const core::Brick>();
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    mask.assign(keys_[i], bricks[i]);
  }
  device_ = nullptr;
  bits_ = {};
  return mask;
}

Painter::Painter(gpu::Device& device, Programs& programs, const VolumeTexture& volume, LesionSet& lesions)
    : device_(device),
      programs_(programs),
      volume_(volume),
      lesions_(lesions),
      bricks_(core::bricksOf(volume.grid())),
      nearest_(device, VK_FILTER_NEAREST),
      pool_(device),
      pages_(std::size_t(bricks_.x) * std::size_t(bricks_.y) * std::size_t(bricks_.z)) {
  pageBuffer_ = gpu::upload<std::uint32_t>(device, pages_);
}

void Painter::begin(const core::BrushStroke& settings, std::uint32_t lesion) {
  core::check(!open_, "one stroke is open at a time");
  core::check(lesion >= 1 && lesion <= Lesion::kMaxNumber, "lesions are numbered from 1 to 65535");
  open_ = true;
  settings_ = settings;
  settings_.pointsMm.clear();
  lesion_ = lesion;
  if (settings.range) {
    range_ = core::storedRange(*settings.range, volume_.rescale(), volume_.type());
  }
  extend(settings.pointsMm);
}

void Painter::extend(std::span<const glm::dvec3> pointsMm) {
  core::check(open_, "a stroke is open");
  for (const glm::dvec3& point : pointsMm) {
    segments_.push_back({last_.value_or(point), point});
    last_ = point;
  }
}

void Painter::cancel() {
  open_ = false;
  clearPages_ = clearPages_ || !keys_.empty();
  last_.reset();
  segments_.clear();
  std::fill(pages_.begin(), pages_.end(), 0u);
  keys_.clear();
  full_.clear();
  pool_.clear();
}

std::uint32_t Painter::slotOf(core::BrickKey key) {
  const glm::ivec3 brick = key.brick();
  std::uint32_t& page =
      pages_[(std::size_t(brick.z) * std::size_t(bricks_.y) + std::size_t(brick.y)) * std::size_t(bricks_.x) +
             std::size_t(brick.x)];
  if (page == 0) {
    page = pool_.take(1) + 1;
    keys_.push_back(key);
  }
  return page - 1;
}

// Adds the capsule to every brick that it may touch; how many those are.
std::size_t Painter::collect(const Segment& segment, Work& work, core::VoxelBox& touched) {
  const core::Grid& grid = volume_.grid();
  const double radius = settings_.radiusMm;
  const std::optional<core::VoxelBox> box = core::capsuleBounds(grid, segment.fromMm, segment.toMm, radius);
  if (!box) {
    return 0;
  }
  touched.min = glm::min(touched.min, box->min);
  touched.max = glm::max(touched.max, box->max);
  const double halfDiagonal = 0.5 * glm::length(grid.spacingMm() * double(kSide - 1)) + 1e-3;
  const glm::ivec3 first = box->min / kSide;
  const glm::ivec3 last = box->max / kSide;
  std::size_t pairs = 0;
  for (int z = first.z; z <= last.z; ++z) {
    for (int y = first.y; y <= last.y; ++y) {
      for (int x = first.x; x <= last.x; ++x) {
        const glm::ivec3 brick(x, y, z);
        const core::BrickKey key = core::BrickKey::of(brick);
        const glm::dvec3 middleMm = grid.worldOf(glm::dvec3(brick * kSide) + 0.5 * (kSide - 1));
        const double away = std::sqrt(core::squaredDistanceToSegment(middleMm, segment.fromMm, segment.toMm));
        if (away > radius + halfDiagonal || full_.contains(key)) {
          continue;
        }
        if (away + halfDiagonal < radius && !settings_.discNormal) {
          full_[key] = true;
        }
        // Only the part of the axis within reach of the brick matters; cut to it, float32 keeps its precision however
        // long the segment is.
        const glm::dvec3 origin = grid.worldOf(glm::dvec3(brick * kSide));
        const glm::dvec3 from = segment.fromMm - origin;
        const glm::dvec3 along = segment.toMm - segment.fromMm;
        const glm::dvec3 reach(radius + halfDiagonal + 1);
        const std::optional<glm::dvec2> part = clip(from, along, middleMm - origin - reach, middleMm - origin + reach);
        if (!part) {
          continue;
        }
        const glm::dvec3 cutAlong = along * (part->y - part->x);
        const double lengthSquared = glm::dot(cutAlong, cutAlong);
        work[key].push_back({.fromMm = from + along * part->x,
                             .alongMm = cutAlong,
                             .inverseLengthSquared = lengthSquared > 1e-24 ? float(1 / lengthSquared) : 0.f,
                             .boxMin = glm::max(box->min - brick * kSide, glm::ivec3(0)),
                             .boxMax = glm::min(box->max - brick * kSide, glm::ivec3(kSide - 1))});
        ++pairs;
      }
    }
  }
  return pairs;
}

gpu_types::PaintInfo Painter::info() const {
  gpu_types::PaintInfo info{};
  info.size = volume_.grid().size();
  info.bricks = bricks_;
  info.worldFromVoxel = glm::mat3(glm::dmat3(volume_.grid().worldFromVoxel()));
  info.radiusSquared = float(settings_.radiusMm * settings_.radiusMm);
  info.hasRange = !settings_.range ? 0 : volume_.voxelsPerTexel() == 1 ? 1 : 2;
  info.rangeMin = float(range_.min);
  info.rangeMax = float(range_.max);
  info.valueScale = float(volume_.storedScale());
  info.valueOffset = float(volume_.storedOffset());
  info.integers = volume_.type() != core::VoxelType::Float32 ? 1 : 0;
  info.lesion = lesion_;
  info.protectOthers = settings_.protectOthers ? 1 : 0;
  if (settings_.discNormal) {
    const core::Disc disc = core::discOf(settings_, volume_.grid());
    info.isDisc = 1;
    info.discNormal = disc.normal;
    info.discHalfMm = float(disc.halfThicknessMm);
  }
  return info;
}

std::optional<core::VoxelBox> Painter::record(gpu::Commands& commands) {
  if (clearPages_) {
    commands.barrier(gpu::Access::Shader, gpu::Access::Transfer);
    commands.fill(pageBuffer_, 0);
    commands.barrier(gpu::Access::Transfer, gpu::Access::Transfer);
    commands.barrier(gpu::Access::Transfer, gpu::Access::Shader);
    clearPages_ = false;
  }
  if (segments_.empty()) {
    return std::nullopt;
  }
  Work work;
  core::VoxelBox touched{volume_.grid().size(), glm::ivec3(-1)};
  for (std::size_t pairs = 0; !segments_.empty() && pairs < kCapsulesPerBatch && work.size() < kBricksPerBatch;
       segments_.pop_front()) {
    pairs += collect(segments_.front(), work, touched);
  }
  if (work.empty()) {
    return std::nullopt;
  }
  lesions_.flush();
  const std::uint32_t before = std::uint32_t(pool_.used());
  std::vector<gpu_types::PaintBrick> bricks;
  std::vector<gpu_types::PaintCapsule> capsules;
  std::vector<core::Brick> inRange(1);  // or one for each of the bricks
  if (settings_.range && volume_.voxelsPerTexel() > 1) {
    inRange.clear();
  }
  for (const auto& [key, ofBrick] : work) {
    bricks.push_back({.brick = key.brick(),
                      .slot = slotOf(key),
                      .firstCapsule = std::uint32_t(capsules.size()),
                      .capsuleCount = std::uint32_t(ofBrick.size())});
    if (inRange.size() + 1 == bricks.size()) {
      inRange.push_back(volume_.inRange(key.brick(), range_));
    }
    capsules.insert(capsules.end(), ofBrick.begin(), ofBrick.end());
  }
  // New bricks start empty and become known; what earlier submissions do with old ones is over first.
  commands.barrier(gpu::Access::Shader, gpu::Access::Transfer);
  commands.barrier(gpu::Access::Transfer, gpu::Access::Transfer);
  const std::uint32_t after = std::uint32_t(pool_.used());
  for (std::uint32_t slot = before; slot < after;) {
    const std::uint32_t end =
        std::min(after, (slot / std::uint32_t(BitPool::kBricksPerChunk) + 1) * std::uint32_t(BitPool::kBricksPerChunk));
    commands.fill(pool_.chunkOf(slot), 0, BitPool::byteOf(slot), (end - slot) * BitPool::kBytesPerBrick);
    slot = end;
  }
  if (after > before) {
    commands.copy(commands.upload(std::as_bytes(std::span(pages_))), pageBuffer_, 0, 0, pages_.size() * 4);
  }
  commands.barrier(gpu::Access::Transfer, gpu::Access::Shader);
  commands.dispatch(programs_.paint,
                    {commands.upload(bytesOf(info())),
                     {volume_.image(), nearest_},
                     commands.upload(std::as_bytes(std::span(bricks))),
                     commands.upload(std::as_bytes(std::span(capsules))),
                     lesions_.pages(),
                     lesions_.entries(),
                     lesions_.bits().addresses(),
                     pool_.addresses(),
                     lesions_.looks(),
                     commands.upload(std::as_bytes(std::span(inRange)))},
                    {std::uint32_t(bricks.size()), kSide / 8, 1});
  commands.barrier(gpu::Access::Shader, gpu::Access::Shader);
  return touched;
}

StrokeBits Painter::finish() {
  core::check(open_, "a stroke is open");
  while (hasWork()) {
    device_.submit([&](gpu::Commands& commands) { record(commands); });
  }
  StrokeBits result;
  if (!keys_.empty()) {
    result.bits_ = gpu::Buffer(device_, keys_.size() * BitPool::kBytesPerBrick, gpu::BufferUse::Readback);
    result.keys_ = keys_;
    result.device_ = &device_;
    result.ticket_ = device_.submit([&](gpu::Commands& commands) {
      commands.barrier(gpu::Access::Shader, gpu::Access::Transfer);
      for (std::size_t slot = 0; slot < keys_.size();) {
        const std::size_t end =
            std::min(keys_.size(), (slot / BitPool::kBricksPerChunk + 1) * BitPool::kBricksPerChunk);
        commands.copy(pool_.chunkOf(std::uint32_t(slot)), result.bits_, BitPool::byteOf(std::uint32_t(slot)),
                      slot * BitPool::kBytesPerBrick, (end - slot) * BitPool::kBytesPerBrick);
        slot = end;
      }
      commands.barrier(gpu::Access::Transfer, gpu::Access::Host);
    });
  }
  cancel();
  return result;
}

core::Mask Painter::paint(const core::BrushStroke& stroke, std::uint32_t lesion) {
  begin(stroke, lesion);
  return finish().take();
}

}  // namespace renderer
