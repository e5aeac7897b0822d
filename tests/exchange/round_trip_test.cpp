// What leaves comes back: every format, to the bit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <glm/geometric.hpp>
#include <glm/gtc/matrix_transform.hpp>
#include <random>

#include "core/error.h"
#include "exchange/export.h"
#include "exchange/import_labels.h"
#include "exchange/sidecar.h"
#include "imaging/test_data.h"

namespace exchange {
namespace {

namespace fs = std::filesystem;

struct Situation {
  const char* name;
  Format format;
  bool leftHanded;
};

class RoundTrip : public testing::TestWithParam<Situation> {
 protected:
  RoundTrip() {
    glm::dmat4 world = glm::translate(glm::dmat4(1), {-112.37, 43.21, -801.113});
    world = glm::rotate(world, 0.4, glm::normalize(glm::dvec3(1, 2, 3)));
    world = glm::scale(world, {0.7, 1.3, GetParam().leftHanded ? -2.5 : 2.5});
    const glm::ivec3 size(37, 21, 34);
    track_.image.grid = core::Grid(size, world);
    track_.image.name = "CASE 1/ä";
    track_.image.id.bytes[3] = 7;
    track_.track = "shared";
    track_.reader = "Anna";
    track_.date = "20260314";
    track_.time = "092653";
    std::mt19937 random(1);
    const auto anywhere = [&] {
      return glm::ivec3(int(random() % unsigned(size.x)), int(random() % unsigned(size.y)),
                        int(random() % unsigned(size.z)));
    };
    for (int n = 0; n < 400; ++n) {  // noise: single voxels, touching diagonals
      masks_[0].set(anywhere());
    }
    for (int k = 0; k < size.z; ++k) {  // a checkerboard from edge to edge, over the noise
      for (int j = 0; j < size.y; ++j) {
        for (int i = (j + k) % 2; i < size.x; i += 2) {
          masks_[1].set({i, j, k});
        }
      }
    }
    for (int k = 10; k < 30; ++k) {
      for (int j = 3; j < 20; ++j) {
        masks_[2].setRun({2, j, k}, 33);  // solid, over both
      }
    }
    masks_[3].set(size - 1);
    for (std::size_t n = 0; n < masks_.size(); ++n) {  // the last is empty
      LesionToExport lesion;
      lesion.id.bytes[0] = std::uint8_t(n + 1);
      lesion.name = n == 0 ? "Läsion \"1\"" : "L" + std::to_string(n);
      lesion.className = n == 2 ? "" : "metastasis";
      lesion.colour = {std::uint8_t(50 * n), std::uint8_t(255 - 30 * n), 128};
      lesion.mask = &masks_[n];
      track_.lesions.push_back(lesion);
    }
  }

  LabelTarget target() const { return {track_.image.name, track_.image.grid, track_.source.frameOfReferenceUid}; }

  std::vector<ExportedFile> exportAll() { return exportLabels(track_, GetParam().format, folder_.path() / "out"); }

  void expectAll(const ImportedLabels& imported) const {
    ASSERT_EQ(imported.segments.size(), masks_.size());
    for (std::size_t n = 0; n < masks_.size(); ++n) {
      const imaging::LabelSegment& segment = imported.segments[n];
      EXPECT_EQ(segment.value, int(n) + 1);
      EXPECT_EQ(segment.name, track_.lesions[n].name);
      EXPECT_EQ(segment.className, track_.lesions[n].className);
      if (!segment.mask.isEmpty()) {  // a GLB has no material without a surface
        EXPECT_EQ(segment.colour, track_.lesions[n].colour);
      }
      EXPECT_TRUE(segment.mask == masks_[n]) << segment.name;
    }
  }

  testing_data::TemporaryFolder folder_;
  std::array<core::Mask, 5> masks_;
  TrackToExport track_;
};

TEST_P(RoundTrip, GivesTheSameVoxelsNamesAndClasses) {
  const std::vector<ExportedFile> files = exportAll();
  for (const ExportedFile& file : files) {
    EXPECT_TRUE(fs::exists(file.path));
    EXPECT_EQ(file.path.parent_path(), folder_.path() / "out");
    EXPECT_EQ(file.caseName, track_.image.name);
    EXPECT_EQ(file.track, "shared");
  }
  expectAll(importLabels(files.front().path, target()));
}

TEST_P(RoundTrip, SaysWhatEachFileHolds) {
  std::map<int, std::string> names;
  for (const ExportedFile& file : exportAll()) {
    for (const auto& [value, lesion] : file.lesions) {
      EXPECT_TRUE(names.emplace(value, lesion.name).second) << "each lesion is in one file";
      EXPECT_EQ(lesion.id, track_.lesions[std::size_t(value) - 1].id.hex());
      EXPECT_EQ(lesion.className, track_.lesions[std::size_t(value) - 1].className);
    }
  }
  ASSERT_EQ(names.size(), masks_.size());
  for (const auto& [value, name] : names) {
    EXPECT_EQ(name, track_.lesions[std::size_t(value) - 1].name);
  }
}

TEST_P(RoundTrip, RepeatsItsBytes) {
  std::map<fs::path, std::string> first;
  const auto bytesOf = [](const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  for (const ExportedFile& file : exportAll()) {
    first[file.path] = bytesOf(file.path);
  }
  for (const ExportedFile& file : exportAll()) {
    EXPECT_EQ(bytesOf(file.path), first.at(file.path)) << file.path;
  }
}

TEST_P(RoundTrip, RefusesAnotherPatientsCase) {
  track_.source.frameOfReferenceUid = "1.2.3";
  const fs::path file = exportAll().front().path;
  LabelTarget other = target();
  EXPECT_NO_THROW(importLabels(file, other));
  other.frameOfReferenceUid = "1.2.4";
  EXPECT_THROW(importLabels(file, other), core::Error);
}

INSTANTIATE_TEST_SUITE_P(
    In, RoundTrip,
    testing::Values(Situation{"Nifti", Format::Nifti, false}, Situation{"NiftiLeftHanded", Format::Nifti, true},
                    Situation{"Nrrd", Format::Nrrd, false}, Situation{"NrrdLeftHanded", Format::Nrrd, true},
                    Situation{"DicomSeg", Format::DicomSeg, false},
                    Situation{"DicomSegLeftHanded", Format::DicomSeg, true}, Situation{"Glb", Format::Glb, false},
                    Situation{"GlbLeftHanded", Format::Glb, true}),
    [](const auto& parameter) { return parameter.param.name; });

using LayeredMaps = RoundTrip;

TEST_P(LayeredMaps, KeepOverlapsApartAndEachLayerCanComeAlone) {
  const std::vector<ExportedFile> files = exportAll();
  ASSERT_EQ(files.size(), 4u);  // three layers, for the first three lesions overlap each other, and the sidecar
  EXPECT_EQ(files[3].kind, "sidecar");
  expectAll(importLabels(files[3].path, target()));
  const ImportedLabels second = importLabels(files[1].path, target());
  ASSERT_EQ(second.segments.size(), 1u);
  EXPECT_EQ(second.segments[0].name, "L1");
  EXPECT_TRUE(second.segments[0].mask == masks_[1]);
  fs::remove(files[3].path);
  EXPECT_NO_THROW(importLabels(files[1].path, target())) << "a label map without its sidecar is still a label map";
}

INSTANTIATE_TEST_SUITE_P(In, LayeredMaps,
                         testing::Values(Situation{"Nifti", Format::Nifti, false},
                                         Situation{"Nrrd", Format::Nrrd, false}),
                         [](const auto& parameter) { return parameter.param.name; });

TEST(Sidecar, ThatNamesOtherFoldersOrIsDamagedIsRefused) {
  testing_data::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.json";
  const auto given = [&](const std::string& text) {
    std::ofstream(path) << text;
    return path;
  };
  const std::string head = R"({"format": "sagitta-labels", "version": 1, "files": [)";
  EXPECT_NO_THROW(readSidecar(given(head + R"({"file": "a.nii", "lesions": {"1": {"name": "x"}}}]})")));
  EXPECT_TRUE(isSidecar(path));
  for (const std::string& text :
       {std::string("[]"), std::string("{"), std::string("{}"), head + "{}]}",
        head + R"({"file": "../a.nii", "lesions": {}}]})", head + R"({"file": "/a.nii", "lesions": {}}]})",
        head + R"({"file": "a.nii", "lesions": {"0": {"name": "x"}}}]})",
        head + R"({"file": "a.nii", "lesions": {"x": {"name": "x"}}}]})", head + R"({"file": "a.nii", "lesions": 7}]})",
        std::string(R"({"format": "sagitta-labels", "version": 2, "files": []})")}) {
    EXPECT_THROW(readSidecar(given(text)), core::Error) << text;
  }
  EXPECT_THROW(readSidecar(folder.path() / "absent.json"), core::Error);
}

TEST(ExportedNames, DependOnCaseAndTrackOnlyAndDiffer) {
  testing_data::TemporaryFolder folder;
  std::set<fs::path> paths;
  for (const char* name : {"A", "A B", "A_B", "A/B", "..", "", "Ä"}) {
    TrackToExport track;
    track.image.name = name;
    track.track = "reader: Zoë";
    for (int times = 0; times < 2; ++times) {
      const auto files = exportLabels(track, Format::Nrrd, folder.path());
      ASSERT_EQ(files.size(), 2u) << "an empty map and its sidecar";
      EXPECT_EQ(paths.insert(files[0].path).second, times == 0);
      EXPECT_EQ(files[0].path.parent_path(), folder.path());
    }
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 14);
}

TEST(ImportLabels, RefusesWhatIsNone) {
  testing_data::TemporaryFolder folder;
  const LabelTarget target{"C", core::Grid(), ""};
  EXPECT_THROW(importLabels(folder.path() / "absent", target), core::Error);
  EXPECT_THROW(importLabels(folder.path(), target), core::Error);
  std::ofstream(folder.path() / "notes.txt") << "Not a label map.";
  EXPECT_THROW(importLabels(folder.path() / "notes.txt", target), core::Error);
}

}  // namespace
}  // namespace exchange
