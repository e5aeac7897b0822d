// What panels of a comparison draw in the window and in the headset alike. Lives for one frame; same thread as the
// panels.
#pragma once

#include "ui/compare_model.h"
#include "ui/widgets.h"

namespace ui {

// What the colours say, in one line: steps of a scale, each `stepDp` wide, then the others; hatching says it once more,
// for whoever cannot tell them apart.
void drawCompareLegend(Widgets& widgets, const CompareCard& card, const Rect& line, ImFont* font, double stepDp);
// Full where a reader found a lesion, an empty ring where not.
void drawFound(Widgets& widgets, glm::dvec2 middle, bool found);
// Who is shown where nobody was chosen: the one who looks, else the first.
std::size_t likelyReader(const CompareCard& card);

}  // namespace ui
