#include "workflow/guideline_change.h"

#include <algorithm>

#include "workflow/queue.h"

namespace workflow {
namespace {

template <typename Item, typename Key>
const Item* itemNamed(const std::vector<Item>& items, const std::string& name, const Key& key) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const Item& each) { return key(each) == name; });
  return found == items.end() ? nullptr : &*found;
}

void compareText(const char* what, const std::string& before, const std::string& after,
                 std::vector<std::string>& lines) {
  if (before != after) {
    lines.push_back(before.empty()  ? std::string(what) + ": " + after
                    : after.empty() ? std::string(what) + " removed (was: " + before + ")"
                                    : std::string(what) + ": " + after + " (was: " + before + ")");
  }
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

std::string_view verb(bool before, bool after) {
  return !before ? "added" : !after ? "removed" : "changed";
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
        difference.lines.push_back("Class \"" + name + "\" " + std::string(verb(was, is)) +
                                   (is != nullptr && !is->definition.empty() ? ": " + is->definition : ""));
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
        difference.lines.push_back("Edge case \"" + (is == nullptr ? was : is)->title + "\" " +
                                   std::string(verb(was, is)) + (is != nullptr ? ": " + is->decision : ""));
      });
  for (const std::string& each : after.acceptance) {
    if (std::find(before.acceptance.begin(), before.acceptance.end(), each) == before.acceptance.end()) {
      difference.lines.push_back("Acceptance asks for: " + each);
    }
  }
  for (const std::string& each : before.acceptance) {
    if (std::find(after.acceptance.begin(), after.acceptance.end(), each) == after.acceptance.end()) {
      difference.lines.push_back("Acceptance no longer asks for: " + each);
    }
  }
  for (const core::GuidelineChange& change : after.changes) {
    difference.classes.insert(change.classes.begin(), change.classes.end());
  }
  return difference;
}

bool isTouchedSince(const Record& record, const core::Hash& then, const std::string& className) {
  if (record.guidelines.empty() || record.guidelines.back().hash == then) {
    return false;
  }
  // The last place where that version was published: it may have been published again after another.
  const auto from = std::find_if(record.guidelines.rbegin(), record.guidelines.rend(),
                                 [&](const GuidelineVersion& each) { return each.hash == then; });
  if (from == record.guidelines.rend()) {
    return true;
  }
  for (auto after = from.base(); after != record.guidelines.end(); ++after) {
    const GuidelineDifference difference = differenceOf(std::prev(after)->guideline, after->guideline);
    if (difference.allClasses || difference.classes.contains(className)) {
      return true;
    }
  }
  return false;
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
  for (std::size_t i = 0; i < record.lesions.size(); ++i) {
    if (effect.difference.allClasses || effect.difference.classes.contains(record.lesions[i].lesion.className)) {
      effect.touched.push_back(i);
    }
  }
  const std::set<std::size_t> already = stale(record);
  for (const std::size_t lesion : stale(after)) {
    if (!already.contains(lesion)) {
      effect.again.push_back(lesion);
    }
  }
  return effect;
}

}  // namespace workflow
