// A guideline as the program understands it: short, so that it can stand beside the hand that draws. The log holds the
// document that it was read from (GuidelinePublished); exchange/guideline_file.h reads it. Values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/edit.h"

namespace core {

struct GuidelineClass {
  std::string name;
  std::string definition;
  std::vector<std::string> includes;  // what belongs to it, and what does not, though one might think so
  std::vector<std::string> excludes;
  Granularity granularity = Granularity::Instance;
  double smallestMm3 = 0;             // what is smaller is not marked; 0: no limit
  std::optional<double> toleranceMm;  // of surface Dice; nothing: the default
  bool mayOverlap = true;             // whether lesions of it may share voxels with others
  bool critical = false;              // whether it asks for more review

  bool operator==(const GuidelineClass&) const = default;
};

// A decision on what is hard to decide, with where to see it.
struct EdgeCase {
  std::string title;
  std::string decision;
  std::vector<std::string> classes;  // that it is about; none: all
  std::string caseName;              // a case of the project that shows it; empty: none
  std::string track;                 // in which that is; empty: any
  std::string lesion;                // in that case
  std::string view;                  // JSON, as view files are; empty: none
  std::optional<Hash> picture;       // a blob, PNG

  bool operator==(const EdgeCase&) const = default;
};

// Of a volume: how wide a ball of it is, mm; and back, mm^3. Volumes are what a program can check, diameters what
// readers have in mind.
double ballDiameterMm(double mm3);
double ballVolumeMm3(double diameterMm);
// "65 mm³ (a ball 5 mm across)"
std::string volumeInWords(double mm3);

// What a version changes, for people, and whose decisions are to be looked at again.
struct GuidelineChange {
  std::string what;
  std::vector<std::string> classes;

  bool operator==(const GuidelineChange&) const = default;
};

struct Guideline {
  std::string title;
  std::string objective;
  std::string intent;  // "triage support", "treatment planning aid", ...
  std::string granularityReason;
  std::vector<GuidelineClass> classes;
  std::vector<EdgeCase> edgeCases;
  // Checklists. What has to hold of a reading as a whole is ticked by whoever hands it in; what has to hold of each
  // finding by them too, and again by whoever accepts one.
  std::vector<std::string> readingAcceptance;
  std::vector<std::string> acceptance;
  std::vector<GuidelineChange> changes;  // of this version against the one before

  bool operator==(const Guideline&) const = default;
  const GuidelineClass* find(const std::string& className) const;  // null where it has none of that name
};

}  // namespace core
