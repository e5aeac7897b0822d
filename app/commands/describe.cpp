#include "commands/describe.h"

#include <cstdio>

#include "core/text.h"
#include "exchange/guideline_file.h"

namespace commands {
namespace {

Json rowMajor(const glm::dmat4& matrix) {
  Json rows = Json::array();
  for (int row = 0; row < 4; ++row) {
    rows.push_back({matrix[0][row], matrix[1][row], matrix[2][row], matrix[3][row]});
  }
  return rows;
}

std::string_view provenanceName(core::Provenance provenance) {
  return provenance == core::Provenance::Candidate ? "candidate" : "drawn";
}

// "#E69F00"
std::string text(const core::Color& color) {
  char digits[8];
  std::snprintf(digits, sizeof digits, "#%02X%02X%02X", color[0], color[1], color[2]);
  return digits;
}

}  // namespace

Json describe(const core::Case& each, const std::optional<core::SourceAttributes>& source) {
  const glm::ivec3 size = each.grid.size();
  const glm::dvec3 spacing = each.grid.spacingMm();
  Json json{{"name", each.name},
            {"id", each.id.hex()},
            {"modality", each.modality},
            {"size", {size.x, size.y, size.z}},
            {"spacing_mm", {spacing.x, spacing.y, spacing.z}},
            {"world_from_voxel", rowMajor(each.grid.worldFromVoxel())},
            {"voxel_type", core::name(each.voxelType)},
            {"intensity_min", each.intensity.min},
            {"intensity_max", each.intensity.max},
            {"frame_of_reference_uid", source ? source->frameOfReferenceUid : ""},
            {"series_uid", source ? source->seriesUid : ""},
            {"format", each.format},
            {"notes", each.notes}};
  if (!each.formerNames.empty()) {
    json["former_names"] = each.formerNames;
  }
  return json;
}

Json describe(const store::LesionRow& row, const core::Case& in) {
  const core::Lesion& lesion = row.lesion;
  Json bounds = nullptr;
  if (row.bounds) {
    bounds = {{"min", {row.bounds->min.x, row.bounds->min.y, row.bounds->min.z}},
              {"max", {row.bounds->max.x, row.bounds->max.y, row.bounds->max.z}}};
  }
  return Json{{"id", lesion.id.hex()},
              {"name", lesion.name},
              {"case", in.name},
              {"track", lesion.track},
              {"class", lesion.className},
              {"granularity", exchange::name(lesion.granularity)},
              {"provenance", provenanceName(lesion.provenance)},
              {"color", lesion.color ? Json(text(*lesion.color)) : Json(nullptr)},
              {"attributes", lesion.attributes},
              {"reader", lesion.author},
              {"voxels", row.voxels},
              {"volume_ml", double(row.voxels) * in.grid.voxelVolumeMl()},
              {"bounds", bounds},
              {"version", row.version.hex()},
              {"contested", row.contested},
              {"removal_contested", row.disputed},
              {"state", "open"}};
}

Json describe(const core::LesionChanged& change) {
  Json json = Json::object();
  if (change.name) {
    json["name"] = *change.name;
  }
  if (change.className) {
    json["class"] = *change.className;
  }
  if (change.color) {
    json["color"] = text(*change.color);
  }
  if (change.granularity) {
    json["granularity"] = exchange::name(*change.granularity);
  }
  if (change.attributes) {
    json["attributes"] = *change.attributes;
  }
  return json;
}

std::string lineOf(const core::LesionChanged& change) {
  std::string line;
  const auto add = [&](const std::string& what) { line += (line.empty() ? "" : ", ") + what; };
  if (change.name) {
    add("name \"" + *change.name + "\"");
  }
  if (change.className) {
    add("class \"" + *change.className + "\"");
  }
  if (change.color) {
    add("colour " + text(*change.color));
  }
  if (change.granularity) {
    add(std::string(exchange::name(*change.granularity)));
  }
  if (change.attributes) {
    add("attributes");
    for (const auto& [key, value] : *change.attributes) {
      line += " " + key + "=" + value;
    }
  }
  return line;
}

std::string lineOf(const core::Case& each) {
  const glm::ivec3 size = each.grid.size();
  const glm::dvec3 spacing = each.grid.spacingMm();
  return each.name + "  " + each.modality + "  " + std::to_string(size.x) + "x" + std::to_string(size.y) + "x" +
         std::to_string(size.z) + "  " + core::printed("%.3f", spacing.x) + " x " + core::printed("%.3f", spacing.y) +
         " x " + core::printed("%.3f", spacing.z) + " mm  values " + core::printed("%.0f", each.intensity.min) +
         " to " + core::printed("%.0f", each.intensity.max);
}

std::string lineOf(const store::LesionRow& row, const core::Case& in) {
  return row.lesion.name + "  " + row.lesion.className + "  " +
         core::printed("%.2f", double(row.voxels) * in.grid.voxelVolumeMl()) + " ml  (" + in.name + ", " +
         row.lesion.track + ")" + (row.contested > 0 || row.disputed ? "  [contested]" : "");
}

}  // namespace commands
