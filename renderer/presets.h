// How tissue looks: named transfer functions for CT and MR, in one table, and the window that slices start with. Pure;
// any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/view.h"

namespace renderer {

struct PresetInfo {
  std::string_view name;      // as in View::preset
  std::string_view modality;  // "CT" or "MR"
  std::string_view title;     // for people
};

std::span<const PresetInfo> presets();

// What presets and windows of MR, whose values have no unit, are scaled to: the values that 1 % and 99.5 % of what is
// not background lie below.
core::IntensityRange tissueRange(const core::Volume& volume);

// The function of a preset, "" for the modality's first. tissue scales those of MR. Throws core::Error naming those
// that there are.
core::TransferFunction presetFunction(std::string_view preset, std::string_view modality, core::IntensityRange tissue);

// Of slices, or of the projections along rays, which gather other values than slices show.
core::Window defaultWindow(core::ViewMode mode, std::string_view modality, core::IntensityRange tissue);

}  // namespace renderer
