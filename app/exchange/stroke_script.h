// A stroke script: strokes written down, for `sagitta paint` and for tests. Read and checked whole before its first
// stroke is painted.
//
//   {"strokes": [{"lesion": "L1", "class": "lesion", "mode": "add|erase", "radius_mm": 5,
//                 "points_mm": [[x, y, z], ...], "range": [low, high], "protect_others": true,
//                 "shape": "sphere|disc", "normal": [x, y, z]}]}
//
// lesion: a name in case and track (made when first painted) or the id of a lesion there is; class: of a new lesion,
// "lesion" unless given; mode: "add" unless given; range and protect_others may be left out. shape: "sphere" unless
// given; a disc has a normal, to which all of its points lie square, and is one layer of voxels thick. Points are LPS
// millimetres.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/brush.h"

namespace exchange {

struct ScriptedStroke {
  std::string lesion;
  std::string className;  // empty where the script gives none
  core::BrushStroke stroke;
};

// `subject` names the script in messages. Throws core::Error that names the stroke, what is wrong with it, and how it
// should be.
std::vector<ScriptedStroke> parseStrokeScript(const nlohmann::json& document, const std::string& subject);

}  // namespace exchange
