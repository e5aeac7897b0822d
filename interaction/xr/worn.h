// What is worn, as those who draw for it see it: a display with two eyes, a panel and hands. A headset is one
// (headset.h); another, whose pictures stay in memory, serves tests and measurements. The thread that draws.
#pragma once

#include <optional>

#include "core/foveation.h"
#include "interaction/display.h"
#include "interaction/xr/bindings.h"
#include "renderer/gpu/device.h"

namespace xr {

// An image to draw into, to be left in VK_IMAGE_LAYOUT_COLOR_ATTACHMENT_OPTIMAL (of depths:
// VK_IMAGE_LAYOUT_DEPTH_STENCIL_ATTACHMENT_OPTIMAL). Colours that are written count as sRGB.
struct Target {
  VkImage image{};
  VkImageView view{};
  VkFormat format = VK_FORMAT_UNDEFINED;
  glm::ivec2 size{0};
};

// How the panel comes before the eyes.
enum class PanelLayer : std::uint8_t {
  Under,   // a layer below the eyes' pictures, which are left open where it is seen: what is nearer, as hands, hides it
  Over,    // a layer above them: it hides hands, and needs nothing of the headset's software but layers
  Within,  // no layer, but a part of those pictures: as coarse as they are, and needs nothing
};

// A panel in the room, drawn once and sharp at any resolution of the eyes.
struct PanelPlace {
  interaction::Pose pose;  // of its middle; it faces +z
  glm::dvec2 sizeM{0};
};

class Worn : public interaction::Display {
 public:
  virtual gpu::Device& device() = 0;
  virtual bool seeThrough() const = 0;  // it can show the room around, or not, as asked
  virtual bool addsLight() const = 0;   // glasses: the room is always seen, where pictures are black

  // Between a begin() that said Render and its end(): where each view is drawn, in the rectangle that the view names.
  virtual const Target& eye(std::size_t view) const = 0;
  // And where its depth goes, as 1 - kNearestM / metres ahead; null where none is wanted.
  virtual const Target* eyeDepth(std::size_t view) const = 0;
  static constexpr float kNearestM = 0.03f;

  // In the same time: the panel's image, for a fresh picture of it. It stays up, as last drawn, until hidden.
  virtual const Target& panelTarget() = 0;
  static constexpr glm::ivec2 kPanelPx{1024, 800};
  virtual void placePanel(const std::optional<PanelPlace>& place) = 0;
  virtual PanelLayer panelLayer() const = 0;

  // Where the headset can: the room around shows through wherever the pictures say so by their alpha.
  virtual void seeRoom(bool sees) = 0;

  // How long the last picture took on the GPU; decides how many pixels the next ones have, and how coarse their rim is.
  virtual void tookMs(double gpuMs) = 0;
  virtual double scale() const = 0;
  virtual core::Foveation foveation() const = 0;

  // What is in a hand; null where nobody says.
  virtual const Profile* profile(interaction::Side side) const = 0;
  virtual void buzz(const interaction::Buzz& buzz) = 0;
  // Where what was at a place is now, once after the wearer recentred.
  virtual std::optional<interaction::Pose> takeRecentring() = 0;
  // Takes the pictures down; begin() says Close when that is done.
  virtual void leave() = 0;
};

}  // namespace xr
