#include "workflow/guideline_change.h"

#include <algorithm>
#include <tuple>

#include "core/error.h"
#include "core/text.h"
#include "workflow/queue.h"

namespace workflow {
namespace {

template <typename Item, typename Key>
const Item* itemNamed(const std::vector<Item>& items, const std::string& name, const Key& key) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& each) { return key(each) == name; });
  return found == items.end() ? nullptr : &*found;
}

void compareText(const char* what, const std::string& was, const std::string& is, std::vector<std::string>& lines) {
  if (was != is) {
    const std::string before = core::trimmed(was), after = core::trimmed(is);
    lines.push_back(before.empty()  ? std::string(what) + ": " + after
                    : after.empty() ? std::string(what) + " removed (was: " + before + ")"
                                    : std::string(what) + ": " + after + " (was: " + before + ")");
  }
}

// How it is marked, in words that follow "marked".
const char* wordsOf(core::Granularity granularity) {
  switch (granularity) {
    case core::Granularity::Instance:
      return "each by itself";
    case core::Granularity::SemanticRegion:
      return "as one region";
    case core::Granularity::Box:
      return "by boxes";
  }
  core::invariantBroken("every granularity has its words", std::source_location::current());
}

std::string sizeOf(double mm3) {
  return mm3 > 0 ? core::printed("%g mm\u00B3", mm3) : "no limit";
}

std::string toleranceOf(const std::optional<double>& mm) {
  return mm ? core::printed("%g mm", *mm) : "the usual one";
}

// Part by part, what is different about a class that both have.
void compareClass(const core::GuidelineClass& was, const core::GuidelineClass& is, std::vector<std::string>& lines) {
  const std::string about = "Class \"" + is.name + "\", ";
  const auto text = [&](const char* part, const std::string& before, const std::string& after) {
    compareText((about + part).c_str(), before, after, lines);
  };
  text("definition", was.definition, is.definition);
  text("includes", core::joined(was.includes, "; "), core::joined(is.includes, "; "));
  text("excludes", core::joined(was.excludes, "; "), core::joined(is.excludes, "; "));
  text("marked", wordsOf(was.granularity), wordsOf(is.granularity));
  text("smallest size", sizeOf(was.smallestMm3), sizeOf(is.smallestMm3));
  text("surface tolerance", toleranceOf(was.toleranceMm), toleranceOf(is.toleranceMm));
  text("overlap with others", was.mayOverlap ? "allowed" : "not allowed", is.mayOverlap ? "allowed" : "not allowed");
  text("critical", was.critical ? "yes" : "no", is.critical ? "yes" : "no");
}

void compareEdgeCase(const core::EdgeCase& was, const core::EdgeCase& is, std::vector<std::string>& lines) {
  const std::string about = "Edge case \"" + is.title + "\", ";
  const auto classes = [](const core::EdgeCase& each) {
    return each.classes.empty() ? std::string("all classes") : core::joined(each.classes);
  };
  compareText((about + "decision").c_str(), was.decision, is.decision, lines);
  compareText((about + "about").c_str(), classes(was), classes(is), lines);
  const auto example = [](const core::EdgeCase& each) {
    return std::tie(each.caseName, each.track, each.lesion, each.view, each.picture);
  };
  if (example(was) != example(is)) {
    lines.push_back(about + "another example");
  }
}

// of: "a reading", "a finding".
void compareChecklist(const std::string& of, const std::vector<std::string>& before,
                      const std::vector<std::string>& after, std::vector<std::string>& lines) {
  const auto sayMissing = [&](const std::vector<std::string>& from, const std::vector<std::string>& in,
                              const std::string& words) {
    for (const std::string& each : from) {
      if (std::find(in.begin(), in.end(), each) == in.end()) {
        lines.push_back(words + of + ": " + each);
      }
    }
  };
  sayMissing(after, before, "Asked of ");
  sayMissing(before, after, "No longer asked of ");
}

// Calls changed(before, after) for every item that is not the same in both; null where one has none of that name.
template <typename Item, typename Key, typename Changed>
void compareItems(const std::vector<Item>& before, const std::vector<Item>& after, const Key& key,
                  const Changed& changed) {
  for (const Item& each : before) {
    const Item* now = itemNamed(after, key(each), key);
    if (now == nullptr || !(*now == each)) {
      changed(&each, now);
    }
  }
  for (const Item& each : after) {
    if (itemNamed(before, key(each), key) == nullptr) {
      changed(static_cast<const Item*>(nullptr), &each);
    }
  }
}

std::string_view verb(bool before) {
  return before ? "removed" : "added";
}

// The place of the version after the last one that is `then`, which may have been published again after another; 0
// where none is.
std::size_t firstAfter(const Record& record, const core::Hash& then) {
  const auto from = std::find_if(record.guidelines.rbegin(), record.guidelines.rend(),
                                 [&](const GuidelineVersion& each) { return each.hash == then; });
  return std::size_t(from.base() - record.guidelines.begin());
}

}  // namespace

GuidelineDifference differenceOf(const core::Guideline& before, const core::Guideline& after) {
  GuidelineDifference difference;
  compareText("Title", before.title, after.title, difference.lines);
  compareText("Objective", before.objective, after.objective, difference.lines);
  compareText("Intent", before.intent, after.intent, difference.lines);
  compareText("Reason for the granularity", before.granularityReason, after.granularityReason, difference.lines);
  compareItems(
      before.classes, after.classes, [](const core::GuidelineClass& each) { return each.name; },
      [&](const core::GuidelineClass* was, const core::GuidelineClass* is) {
        const std::string& name = (is == nullptr ? was : is)->name;
        difference.classes.insert(name);
        if (was != nullptr && is != nullptr) {
          compareClass(*was, *is, difference.lines);
          return;
        }
        difference.lines.push_back(
            "Class \"" + name + "\" " + std::string(verb(was != nullptr)) +
            (is != nullptr && !is->definition.empty() ? ": " + is->definition : "") +
            (is != nullptr && is->smallestMm3 > 0 ? " (from " + sizeOf(is->smallestMm3) + " on)" : ""));
      });
  compareItems(
      before.edgeCases, after.edgeCases, [](const core::EdgeCase& each) { return each.title; },
      [&](const core::EdgeCase* was, const core::EdgeCase* is) {
        for (const core::EdgeCase* each : {was, is}) {
          if (each != nullptr) {
            difference.allClasses |= each->classes.empty();
            difference.classes.insert(each->classes.begin(), each->classes.end());
          }
        }
        if (was != nullptr && is != nullptr) {
          compareEdgeCase(*was, *is, difference.lines);
          return;
        }
        difference.lines.push_back("Edge case \"" + (is == nullptr ? was : is)->title + "\" " +
                                   std::string(verb(was != nullptr)) + (is != nullptr ? ": " + is->decision : ""));
      });
  compareChecklist("a reading", before.readingAcceptance, after.readingAcceptance, difference.lines);
  compareChecklist("a finding", before.acceptance, after.acceptance, difference.lines);
  for (const core::GuidelineChange& change : after.changes) {
    if (!change.what.empty() &&
        std::find(before.changes.begin(), before.changes.end(), change) == before.changes.end()) {
      difference.lines.push_back("Note: " + change.what +
                                 (change.classes.empty() ? "" : " (" + core::joined(change.classes) + ")"));
    }
    difference.classes.insert(change.classes.begin(), change.classes.end());
  }
  return difference;
}

GuidelineDifference differenceOf(const Record& record, std::size_t from, std::size_t to) {
  GuidelineDifference difference = differenceOf(record.guidelines[from].guideline, record.guidelines[to].guideline);
  for (std::size_t version = std::min(from, to); version < std::max(from, to); ++version) {
    GuidelineDifference step =
        differenceOf(record.guidelines[version].guideline, record.guidelines[version + 1].guideline);
    difference.classes.merge(step.classes);
    difference.allClasses |= step.allClasses;
  }
  return difference;
}

std::vector<std::size_t> touchedBy(const Record& record, const GuidelineDifference& difference) {
  std::vector<std::size_t> touched;
  for (std::size_t i = 0; i < record.lesions.size(); ++i) {
    if (difference.allClasses || difference.classes.contains(record.lesions[i].lesion.className)) {
      touched.push_back(i);
    }
  }
  return touched;
}

bool isTouchedSince(const Record& record, const core::Hash& then, const std::string& className) {
  const std::size_t first = firstAfter(record, then);
  if (first == 0) {
    return !record.guidelines.empty();
  }
  for (auto after = record.guidelines.begin() + std::ptrdiff_t(first); after != record.guidelines.end(); ++after) {
    const GuidelineDifference difference = differenceOf(std::prev(after)->guideline, after->guideline);
    if (difference.allClasses || difference.classes.contains(className)) {
      return true;
    }
  }
  return false;
}

std::vector<std::string> changesSince(const Record& record, const core::Hash& then, const std::string& className) {
  std::vector<std::string> changes;
  for (std::size_t i = firstAfter(record, then); i < record.guidelines.size(); ++i) {
    for (const core::GuidelineChange& each : record.guidelines[i].guideline.changes) {
      const bool about =
          each.classes.empty() || std::find(each.classes.begin(), each.classes.end(), className) != each.classes.end();
      if (about) {
        changes.push_back(each.what);
      }
    }
  }
  return changes;
}

GuidelineEffect effectOf(const Record& record, const GuidelineVersion& next) {
  const auto stale = [](const Record& as) {
    std::set<std::size_t> lesions;
    for (const QueueItem& item : reviewQueue(as)) {
      if (item.state == LesionState::Stale) {
        lesions.insert(item.lesion);
      }
    }
    return lesions;
  };
  Record after = record;
  after.guidelines.push_back(next);
  const core::Guideline before = record.guidelines.empty() ? core::Guideline{} : record.guidelines.back().guideline;
  GuidelineEffect effect{.difference = differenceOf(before, next.guideline)};
  effect.touched = touchedBy(record, effect.difference);
  const std::set<std::size_t> already = stale(record);
  for (const std::size_t lesion : stale(after)) {
    if (!already.contains(lesion)) {
      effect.again.push_back(lesion);
    }
  }
  return effect;
}

}  // namespace workflow
