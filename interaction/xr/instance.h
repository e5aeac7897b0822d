// The headset's software (OpenXR's runtime) and the headset it speaks for. Made where a headset is opened or asked for;
// one thread.
#pragma once

#include <glm/vec2.hpp>
#include <string>
#include <vector>

#include "interaction/xr/handle.h"

namespace xr {

struct RuntimeInfo {
  std::string name;
  std::string version;
  std::vector<std::string> extensions;  // all that it has, sorted

  bool has(std::string_view extension) const;
  // Pictures can come with how far away what they show is, so that it stays in place when it is shown late.
  bool takesDepth() const { return has(XR_KHR_COMPOSITION_LAYER_DEPTH_EXTENSION_NAME); }
};

struct HeadsetInfo {
  std::string name;
  bool tracksPosition = false;
  std::vector<glm::ivec2> eyesPx;                  // as recommended, left first
  std::vector<XrEnvironmentBlendMode> blendModes;  // how its pictures meet the room, the runtime's favourite first

  bool has(XrEnvironmentBlendMode mode) const;
  bool seeThrough() const;  // it can show the room around, or not, as asked
  bool addsLight() const;   // glasses: the room around is always seen, where pictures are black
  // The one for a wearer who wants to see the room, or not; glasses that only add light do so in any case.
  XrEnvironmentBlendMode blendMode(bool seesRoom) const;
};

class Instance {
 public:
  // Throws core::Error saying what to install or start where there is no runtime, it does not run, or cannot show what
  // Vulkan draws.
  Instance();

  XrInstance get() const { return instance_.get(); }
  const RuntimeInfo& runtime() const { return runtime_; }
  // Throws core::Error where none is connected, or it is of another kind than worn before both eyes.
  XrSystemId system() const;
  HeadsetInfo headset() const;

  template <typename F>
  F function(const char* name) const {
    PFN_xrVoidFunction found = nullptr;
    require(xrGetInstanceProcAddr(instance_.get(), name, &found), name);
    return reinterpret_cast<F>(found);
  }

 private:
  RuntimeInfo runtime_;
  InstanceHandle instance_;
};

}  // namespace xr
