// make_phantom FOLDER: a CT of a drawn thorax, as a scanner would leave it: one folder of DICOM files in which several
// series of different geometry lie mixed, with lesions of known size and place. Beside it what is true of them, and the
// strokes that paint them:
//
//   FOLDER/dicom/IM...   the images
//   FOLDER/truth.json    lesions (LPS mm, ml, voxels whose centre lies within, per series), series (geometry, UID)
//   FOLDER/strokes.json  a script for `sagitta paint` that covers every lesion
//   FOLDER/readers/NAME.json  with --readers: the same as a reader of known bias, hand and attention draws it; what
//                        each of them does is in truth.json
//
// and on stdout the name and volume of each lesion. The same seed gives the same bytes of pixels, places and UIDs.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdict.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/error.h"
#include "phantom/reader.h"
#include "phantom/scene.h"
#include "phantom/series.h"

namespace {

using nlohmann::ordered_json;

ordered_json json(glm::dvec3 value) {
  return {value.x, value.y, value.z};
}

// Voxels whose centre lies within the lesion, on any grid.
std::size_t voxelsWithin(const phantom::Lesion& lesion, const phantom::Series& series) {
  const glm::dmat4 world = series.worldFromVoxel();
  std::size_t count = 0;
  for (int k = 0; k < series.slices; ++k) {
    for (int j = 0; j < series.rows; ++j) {
      for (int i = 0; i < series.columns; ++i) {
        count += lesion.contains(glm::dvec3(world * glm::dvec4(i, j, k, 1)));
      }
    }
  }
  return count;
}

ordered_json truthOf(const phantom::Scene& scene, const std::vector<phantom::Series>& chosen, std::uint64_t seed) {
  ordered_json truth{{"seed", seed}, {"frame_of_reference_uid", phantom::frameOfReferenceUid(seed)}};
  for (const phantom::Lesion& lesion : scene.lesions()) {
    truth["lesions"].push_back({{"name", lesion.name},
                                {"class", lesion.className},
                                {"centre_mm", json(lesion.centreMm)},
                                {"radii_mm", json(lesion.radiiMm)},
                                {"volume_ml", lesion.volumeMl()},
                                {"hounsfield", lesion.hounsfield}});
  }
  for (const phantom::Series& series : chosen) {
    ordered_json entry{{"name", series.name},
                       {"description", series.description},
                       {"series_uid", phantom::seriesUid(seed, series)},
                       {"files", series.slices},
                       {"is_volume", series.kind == phantom::SeriesKind::Volume}};
    if (series.kind == phantom::SeriesKind::Volume) {
      const glm::dmat4 world = series.worldFromVoxel();
      entry["size"] = {series.columns, series.rows, series.slices};
      for (int row = 0; row < 4; ++row) {
        entry["world_from_voxel"].push_back({world[0][row], world[1][row], world[2][row], world[3][row]});
      }
      entry["gantry_tilt_degrees"] = series.gantryTiltDegrees;
      for (const phantom::Lesion& lesion : scene.lesions()) {
        entry["lesion_voxels"][lesion.name] = voxelsWithin(lesion, series);
      }
    }
    truth["series"].push_back(std::move(entry));
  }
  return truth;
}

ordered_json scriptOf(const std::vector<phantom::Stroke>& strokes) {
  ordered_json script = ordered_json::array();
  for (const phantom::Stroke& stroke : strokes) {
    ordered_json points = ordered_json::array();
    for (const glm::dvec3& point : stroke.pointsMm) {
      points.push_back(json(point));
    }
    script.push_back({{"lesion", stroke.lesion},
                      {"class", stroke.className},
                      {"mode", "add"},
                      {"radius_mm", stroke.radiusMm},
                      {"points_mm", std::move(points)}});
  }
  return {{"strokes", std::move(script)}};
}

std::vector<phantom::Stroke> strokesFor(const phantom::Scene& scene) {
  std::vector<phantom::Stroke> strokes;
  for (const phantom::Lesion& lesion : scene.lesions()) {
    strokes.push_back(phantom::strokeOver(lesion));
  }
  return strokes;
}

void write(const std::filesystem::path& path, const ordered_json& document) {
  std::ofstream stream(path);
  stream << document.dump(2) << "\n";
  if (!stream.flush()) {
    throw core::Error(path.string(), "can't be written", "Choose a folder that can be written and has room");
  }
}

// Writes each reader's script; returns what is true of them.
ordered_json writeReaders(const phantom::Scene& scene, int count, std::uint64_t seed,
                          const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  ordered_json truth = ordered_json::array();
  for (const phantom::Reader& reader : phantom::readers(count)) {
    const phantom::Reading reading = phantom::readingOf(scene, reader, seed);
    write(folder / (reader.name + ".json"), scriptOf(reading.strokes));
    truth.push_back({{"name", reader.name},
                     {"bias_mm", reader.biasMm},
                     {"unsteady_mm", reader.unsteadyMm},
                     {"missed", reading.missed},
                     {"invented", reading.invented}});
  }
  return truth;
}

void makePhantom(const std::filesystem::path& folder, std::uint64_t seed, const std::vector<std::string>& names,
                 int readers) {
  std::vector<phantom::Series> chosen = phantom::allSeries();
  if (!names.empty()) {
    std::erase_if(chosen, [&](const phantom::Series& series) { return !std::ranges::count(names, series.name); });
  }
  if (!dcmDataDict.isDictionaryLoaded()) {
    throw core::Error("DCMTK's data dictionary", "isn't there", "Install the package dcmtk-data or set DCMDICTPATH");
  }
  const std::filesystem::path images = folder / "dicom";
  std::error_code failure;
  if (std::filesystem::exists(images) && !std::filesystem::is_empty(images, failure)) {
    throw core::Error(images.string(), "is there already and isn't empty", "Name another folder, or remove it first");
  }
  std::filesystem::create_directories(images, failure);
  if (failure) {
    throw core::Error(images.string(), "can't be made: " + failure.message(), "Choose a folder that can be written");
  }
  const phantom::Scene scene(seed);
  int number = 1;
  for (const phantom::Series& series : chosen) {
    std::cerr << "Drawing " << series.description << ", " << series.slices
              << (series.slices == 1 ? " image\n" : " images\n");
    phantom::writeSeries(scene, series, number++, seed, images);
  }
  ordered_json truth = truthOf(scene, chosen, seed);
  if (readers > 0) {
    truth["readers"] = writeReaders(scene, readers, seed, folder / "readers");
  }
  write(folder / "truth.json", truth);
  write(folder / "strokes.json", scriptOf(strokesFor(scene)));
  for (const phantom::Lesion& lesion : scene.lesions()) {
    std::printf("%s  %.2f ml\n", lesion.name.c_str(), lesion.volumeMl());
  }
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app("Makes a CT phantom with lesions of known size and place, as a folder of DICOM series.");
  std::string folder;
  std::uint64_t seed = 1;
  std::vector<std::string> names;
  int readers = 0;
  std::vector<std::string> known;
  for (const phantom::Series& series : phantom::allSeries()) {
    known.push_back(series.name);
  }
  app.add_option("FOLDER", folder, "where to: gets dicom/, truth.json and strokes.json")->required();
  app.add_option("--seed", seed, "another seed, another patient: noise, lung vessels, UIDs")->capture_default_str();
  app.add_option("--series", names, "only these series")->delimiter(',')->check(CLI::IsMember(known));
  app.add_option("--readers", readers, "also how so many simulated readers draw the lesions")->check(CLI::Range(0, 60));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  makePhantom(folder, seed, names, readers);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "make_phantom: %s\n", error.what());
  return 1;
}
