// Transfer functions under the hand: values along them, and the changes that an editor makes. Every change leaves a
// function that core::validate accepts. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>

#include "core/view.h"
#include "core/volume.h"

namespace core {

// Colour and opacity (of 1 mm) at a value: linear between the function's points, constant beyond them.
TransferPoint at(const TransferFunction& function, double value);

// From the least to the largest value that is not wholly transparent; nothing where all are.
std::optional<IntensityRange> seenRange(const TransferFunction& function);

// A new point on the curve, which so stays as it is; its place among the points. A value that has a point already
// yields that one.
std::size_t insertPoint(TransferFunction& function, double value);

// Moves a point as far as its neighbours let it: values keep rising, by leastGap at least where that was so before.
void movePoint(TransferFunction& function, std::size_t point, double value, float opacity, double leastGap);

// Whether there were points enough to take one away.
bool removePoint(TransferFunction& function, std::size_t point);

// A colour as HSL has it, each 0..1, and back.
struct Tone {
  double hue = 0;
  double saturation = 0;
  double lightness = 0;
};
Tone toneOf(glm::vec3 color);
glm::vec3 colorOf(const Tone& tone);

}  // namespace core
