#include "interaction/placement.h"

#include <algorithm>
#include <cmath>
#include <glm/geometric.hpp>

namespace interaction {
namespace {

constexpr double kReachM = 0.55;  // of the case's middle from the eyes: the hands meet there with bent elbows
constexpr double kBelowM = 0.15;
constexpr double kLargestM = 0.40;
constexpr double kScaleLimit = 50;  // times true size, and its inverse
constexpr double kTrueSize = 0.001;

// Which of the patient's directions (LPS) come toward the wearer and go up.
struct Facing {
  glm::dvec3 toward;
  glm::dvec3 up;
};
Facing facingOf(PatientSide side) {
  const glm::dvec3 left(1, 0, 0), back(0, 1, 0), head(0, 0, 1);
  switch (side) {
    case PatientSide::Front:
      return {-back, head};
    case PatientSide::Back:
      return {back, head};
    case PatientSide::Left:
      return {left, head};
    case PatientSide::Right:
      return {-left, head};
    case PatientSide::Above:
      return {head, -back};
    case PatientSide::Below:
      break;
  }
  return {-head, -back};
}

// Room from patient, for a wearer who looks along -z.
glm::dquat turnOf(const Facing& facing) {
  const glm::dmat3 patientFromRoom(glm::cross(facing.up, facing.toward), facing.up, facing.toward);
  return glm::quat_cast(glm::transpose(patientFromRoom));
}

glm::dvec3 middleOf(const core::Grid& grid) {
  return grid.worldOf(glm::dvec3(grid.size() - 1) * 0.5);
}

// Where the head looks along the floor: a bent neck tilts nothing.
glm::dvec3 aheadOf(const Pose& head) {
  glm::dvec3 ahead = head.forward();
  ahead.y = 0;
  return glm::length(ahead) > 1e-3 ? glm::normalize(ahead) : glm::dvec3(0, 0, -1);
}

// Where hands meet with bent elbows.
glm::dvec3 reachOf(const Pose& head) {
  return head.positionM + aheadOf(head) * kReachM - glm::dvec3(0, kBelowM, 0);
}

glm::dquat upright(const Facing& facing, const Pose& head) {
  const glm::dvec3 ahead = aheadOf(head);
  return glm::angleAxis(std::atan2(-ahead.x, -ahead.z), glm::dvec3(0, 1, 0)) * turnOf(facing);
}

glm::dquat part(const glm::dquat& turn, double gain) {
  return gain == 1 ? turn : glm::slerp(glm::dquat(1, 0, 0, 0), turn, gain);
}

// Applies a turn and scale about one point, and takes that point to another.
Placement moved(const Placement& placement, const glm::dquat& turn, double scale, glm::dvec3 from, glm::dvec3 to) {
  return {placement.metresPerMm * scale, glm::normalize(turn * placement.turn),
          to + turn * ((placement.originM - from) * scale)};
}

// The angle by which a turn twists about a unit axis.
double twist(const glm::dquat& turn, glm::dvec3 axis) {
  return 2 * std::atan2(glm::dot(glm::dvec3(turn.x, turn.y, turn.z), axis), turn.w);
}

glm::dquat arc(glm::dvec3 from, glm::dvec3 to) {
  const double cosine = glm::dot(from, to);
  if (cosine < -0.999999) {  // half a turn, about whatever is square to it
    const glm::dvec3 aside = std::abs(from.x) < 0.9 ? glm::dvec3(1, 0, 0) : glm::dvec3(0, 1, 0);
    const glm::dvec3 axis = glm::normalize(glm::cross(from, aside));
    return {0, axis.x, axis.y, axis.z};
  }
  const glm::dvec3 axis = glm::cross(from, to);
  return glm::normalize(glm::dquat(1 + cosine, axis.x, axis.y, axis.z));
}

double wrapped(double angle) {
  return std::remainder(angle, 2 * std::acos(-1.0));
}

}  // namespace

Placement seated(const core::Grid& grid, const Pose& head) {
  const glm::dvec3 sizeMm = glm::dvec3(grid.size()) * grid.spacingMm();
  const double largestMm = std::max({sizeMm.x, sizeMm.y, sizeMm.z});
  Placement placement;
  placement.metresPerMm = std::min(kTrueSize, kLargestM / largestMm);
  placement.turn = upright(facingOf(PatientSide::Front), head);
  placement.originM = reachOf(head) - placement.turn * (middleOf(grid) * placement.metresPerMm);
  return placement;
}

Placement facing(const Placement& placement, const core::Grid& grid, PatientSide side, const Pose& head) {
  const glm::dvec3 middleM = placement.room(middleOf(grid));
  return moved(placement, upright(facingOf(side), head) * glm::conjugate(placement.turn), 1, middleM, middleM);
}

Placement trueSize(const Placement& placement, const core::Grid& grid) {
  const glm::dvec3 middleM = placement.room(middleOf(grid));
  return moved(placement, glm::dquat(1, 0, 0, 0), kTrueSize / placement.metresPerMm, middleM, middleM);
}

Placement broughtBefore(const Placement& placement, glm::dvec3 pointMm, double metresPerMm, const Pose& head) {
  const double scale = std::clamp(metresPerMm, kTrueSize / kScaleLimit, kTrueSize * kScaleLimit);
  return moved(placement, glm::dquat(1, 0, 0, 0), scale / placement.metresPerMm, placement.room(pointMm),
               reachOf(head));
}

Placement seenAlong(const Placement& placement, glm::dvec3 pointMm, glm::dvec3 forward, glm::dvec3 up,
                    const Pose& head) {
  const glm::dvec3 toward = -glm::normalize(forward);
  const glm::dvec3 square = glm::normalize(up - toward * glm::dot(up, toward));
  const glm::dvec3 pointM = placement.room(pointMm);
  return moved(placement, upright({toward, square}, head) * glm::conjugate(placement.turn), 1, pointM, pointM);
}

Placement carried(const Placement& placement, const Pose& before, const Pose& now, double gain) {
  const glm::dquat turn = part(glm::normalize(now.turn * glm::conjugate(before.turn)), gain);
  return moved(placement, turn, 1, before.positionM, glm::mix(before.positionM, now.positionM, gain));
}

Placement carried(const Placement& placement, const std::array<Pose, 2>& before, const std::array<Pose, 2>& now,
                  double gain) {
  const glm::dvec3 lineBefore = before[1].positionM - before[0].positionM;
  const glm::dvec3 lineNow = now[1].positionM - now[0].positionM;
  const double lengthBefore = std::max(glm::length(lineBefore), 0.01);  // hands that touch say nothing
  const double lengthNow = std::max(glm::length(lineNow), 0.01);
  const glm::dvec3 axisBefore = lineBefore / lengthBefore;
  const glm::dvec3 axisNow = lineNow / lengthNow;
  glm::dquat turn = arc(axisBefore, axisNow);
  double twisted = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    const glm::dquat own = now[i].turn * glm::conjugate(before[i].turn);
    twisted += wrapped(twist(glm::conjugate(turn) * own, axisBefore)) / 2;
  }
  turn = turn * glm::angleAxis(twisted, axisBefore);
  const double wished = placement.metresPerMm * std::pow(lengthNow / lengthBefore, gain);
  const double scale = std::clamp(wished, kTrueSize / kScaleLimit, kTrueSize * kScaleLimit) / placement.metresPerMm;
  const glm::dvec3 middleBefore = (before[0].positionM + before[1].positionM) * 0.5;
  const glm::dvec3 middleNow = (now[0].positionM + now[1].positionM) * 0.5;
  return moved(placement, part(turn, gain), scale, middleBefore, glm::mix(middleBefore, middleNow, gain));
}

Placement recentred(const Placement& placement, const Pose& newFromOld) {
  return {placement.metresPerMm, glm::normalize(newFromOld.turn * placement.turn),
          newFromOld.positionM + newFromOld.turn * placement.originM};
}

}  // namespace interaction
