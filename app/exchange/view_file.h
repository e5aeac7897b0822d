// A view as a file (sagitta render --view V.json). Every field may be left out; lengths are LPS millimetres, angles
// degrees, intensities the volume's values, colours 0..1 (sRGB).
//
//   {"layout": "quad|3d|axial|coronal|sagittal|oblique", "mode": "volume|maximum|average",
//    "camera": {"position_mm": [x,y,z], "target_mm": [x,y,z], "up": [x,y,z],
//               "projection": "perspective|orthographic", "field_of_view_deg": 30, "height_mm": 300},
//    "preset": "bone", "transfer_function": {"points": [{"value": 0, "color": [r,g,b], "opacity": 0.1}, ...],
//               "shading": {"enabled": true, "ambient": 0.2, "diffuse": 0.8, "specular": 0.1, "shininess": 10}},
//    "shaded": true, "window": {"center": 40, "width": 400},
//    "clip_planes": [{"point_mm": [x,y,z], "normal": [x,y,z], "enabled": true}],
//    "focus_mm": [x,y,z], "oblique": {"center_mm": [x,y,z], "right": [x,y,z], "down": [x,y,z]}, "slice_zoom": 1,
//    "step_mm": 0.5, "jitter": true, "show_lesions": true, "hidden_lesions": ["L1"], "lesion_opacity": 1,
//    "lesion_surface": "smooth|crisp", "lesion_outlines": true, "background": [r,g,b]}
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/view.h"

namespace exchange {

// lesionNames: the lesions of the track in the order that the renderer numbers them (1, 2, ...). Throws core::Error
// that names the field, what is wrong, and what it may be.
core::View parseView(const nlohmann::json& document, const std::string& subject,
                     const std::vector<std::string>& lesionNames);

// What parseView() reads back as the same view; but for hidden lesions, whose numbers mean nothing elsewhere, and a
// headset's frustum, which are left out.
nlohmann::json viewDocument(const core::View& view);

}  // namespace exchange
