// What a new guideline changes, and whose decisions it asks to be looked at again. Pure functions; any thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "workflow/record.h"

namespace workflow {

struct GuidelineDifference {
  std::vector<std::string> lines;  // in plain words, what was added, removed and changed, part by part
  std::set<std::string> classes;   // that it touches: declared by the new version, or of another content
  bool allClasses = false;         // an edge case that is about all of them was changed
};

// From one version to the next, or to any later one.
GuidelineDifference differenceOf(const core::Guideline& before, const core::Guideline& after);

// From one version of a record to another, by their places; classes are those that any version in between touches.
GuidelineDifference differenceOf(const Record& record, std::size_t from, std::size_t to);
// The lesions whose class it touches: indices of record.lesions, in total order.
std::vector<std::size_t> touchedBy(const Record& record, const GuidelineDifference& difference);

// Whether what was decided about `className` under the version `then` may be wrong now: a version published after that
// one touches the class. Decisions from before there was a guideline are touched by the first one, since they were
// made without any rule; those under a version that is not in the project likewise.
bool isTouchedSince(const Record& record, const core::Hash& then, const std::string& className);

// What their authors said that the versions after that one change about a class, in their words and order.
std::vector<std::string> changesSince(const Record& record, const core::Hash& then, const std::string& className);

// What publishing a version would do to the lesions that are there; indices of record.lesions, in total order.
struct GuidelineEffect {
  GuidelineDifference difference;    // against the version in force
  std::vector<std::size_t> touched;  // of classes that it touches
  std::vector<std::size_t> again;    // decided on, and to be looked at again because of it
};
GuidelineEffect effectOf(const Record& record, const GuidelineVersion& next);

}  // namespace workflow
