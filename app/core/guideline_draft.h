// A guideline while somebody writes it: every field as it is typed, also where that is half done, so that it can be
// kept at any moment. exchange/guideline_draft.h makes it of a document and a document of it. Values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/guideline.h"

namespace core {

struct GuidelineDraft {
  // `was`: its place in `document`, whose fields that mean nothing to the program it keeps; nothing: a new one.
  struct Class {
    std::optional<std::size_t> was;
    std::string name;
    std::string definition;
    std::string includes;  // one a line
    std::string excludes;
    std::optional<Granularity> granularity;  // nothing: the guideline's
    std::string smallestMm3;                 // as typed; empty: no limit
    std::string toleranceMm;                 // empty: the default
    bool mayOverlap = true;
    bool critical = false;

    bool operator==(const Class&) const = default;
  };
  struct Example {
    std::optional<std::size_t> was;
    EdgeCase edge;

    bool operator==(const Example&) const = default;
  };
  struct Change {
    std::optional<std::size_t> was;
    GuidelineChange change;

    bool operator==(const Change&) const = default;
  };

  std::string from;      // the version that it takes into account, as it was published; empty: none
  std::string document;  // that its parts were read from: that version, or that with what was carried over
  std::string title;
  std::string objective;
  std::string intent;
  std::optional<Granularity> granularity;
  std::string granularityReason;
  std::vector<Class> classes;
  std::vector<Example> edgeCases;
  std::string readingAcceptance;  // one a line
  std::string acceptance;
  std::vector<Change> changes;

  bool operator==(const GuidelineDraft&) const = default;
};

// What it says, read from what is typed: numbers that are none are left out, and so are blank lines.
Guideline guidelineOf(const GuidelineDraft& draft);

// A number of 0 or more as people type it, with a point or a comma; nothing where it is none.
std::optional<double> typedAmount(const std::string& text);
// A volume in mm^3: "65", "65 mm3", "0.5 ml", or as wide as a ball, "5 mm".
std::optional<double> typedVolume(const std::string& text);
std::vector<std::string> typedLines(const std::string& text);  // without blank ones

// Gives a class another name wherever the draft speaks of it.
void renameClass(GuidelineDraft& draft, std::size_t place, const std::string& name);

}  // namespace core
