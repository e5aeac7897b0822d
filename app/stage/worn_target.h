// An image of what is worn, as passes draw onto it.
#pragma once

#include "interaction/xr/worn.h"
#include "renderer/ui_pass.h"

namespace stage {

inline renderer::UiTarget targetOf(const xr::Target& target, VkImageLayout layout) {
  return {target.image, target.view, target.format, target.size, layout};
}

}  // namespace stage
