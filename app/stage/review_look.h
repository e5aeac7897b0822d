// How a finding is looked at: where slices cut, from where and how near 3D sees it, and the same as text that travels
// with a remark. Pure; any thread.
#pragma once

#include <span>
#include <string>

#include "core/mask.h"
#include "core/volume.h"
#include "interaction/tools.h"
#include "ui/model.h"

namespace stage {

// The middle of a mask, within it: of its voxels the one nearest to their mean. The mask is not empty.
glm::dvec3 middleOf(const core::Mask& mask, const core::Grid& grid);

// Slices cut through its middle and are as large as shows what lies around it; 3D sees it from where it was seen
// before, cut open before its middle. The mask is not empty.
void lookAt(interaction::ViewState& state, const core::Grid& grid, const core::Mask& mask);
// Whether most of what lies around a finding, up to 10 mm from its box, is as dark as lung. Of a CT.
bool liesInLung(const core::Volume& volume, const core::Mask& mask);
// The windows of intensities that are offered; standard: of what is no CT.
std::vector<ui::WindowItem> windowsOf(const std::string& modality, const core::Window& standard);
// Takes the lung's window where a finding lies in lung, and leaves it where one does not. windows: those that are
// offered; without one called "Lung" it is no CT, and nothing is done.
void chooseWindow(interaction::ViewState& state, std::span<const ui::WindowItem> windows, const core::Volume& volume,
                  const core::Mask& mask);
// Moves the focus to a lesion, and with it whatever is enlarged so far that it would lie outside.
void bringIntoView(interaction::ViewState& state, const core::Grid& grid, const core::Mask& mask);
// The 3D view whole again.
void lookAway(interaction::ViewState& state);

// As a remark keeps it (exchange/view_file.h), and back. lookAs() throws core::Error, with nothing changed, where the
// text is no view.
std::string lookText(const interaction::ViewState& state);
void lookAs(interaction::ViewState& state, const core::Grid& grid, const std::string& text);

}  // namespace stage
