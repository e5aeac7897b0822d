#include "stage/guideline_card.h"

#include <algorithm>
#include <ctime>
#include <set>

#include "stage/local_time.h"

namespace stage {
namespace {

constexpr const char* kUnnamed = "lesion";  // what is drawn before anybody said what there is

std::vector<std::string> limitsOf(const core::GuidelineClass& each) {
  std::vector<std::string> limits;
  if (each.granularity != core::Granularity::Instance) {
    limits.push_back(each.granularity == core::Granularity::Box ? "marked by a box" : "one region, not single lesions");
  }
  if (each.smallestMm3 > 0) {
    limits.push_back("from " + core::volumeInWords(each.smallestMm3) + " on");
  }
  if (!each.mayOverlap) {
    limits.push_back("never overlaps another lesion");
  }
  if (each.critical) {
    limits.push_back("critical: reviewed more closely");
  }
  return limits;
}

}  // namespace

std::vector<ui::ClassItem> classesOf(const workflow::Record& record, std::span<const ui::LesionItem> lesions) {
  std::vector<ui::ClassItem> classes;
  std::set<std::string> inUse;
  if (!record.guidelines.empty()) {
    for (const core::GuidelineClass& each : record.guidelines.back().guideline.classes) {
      classes.push_back({each.name, true});
    }
  }
  for (const ui::LesionItem& lesion : lesions) {
    const bool listed = std::any_of(classes.begin(), classes.end(),
                                    [&](const ui::ClassItem& each) { return each.name == lesion.className; });
    if (!lesion.gone && !listed) {
      inUse.insert(lesion.className);
    }
  }
  for (const std::string& each : inUse) {
    classes.push_back({each, false});
  }
  if (classes.empty()) {
    classes.push_back({kUnnamed, false});
  }
  return classes;
}

std::optional<ui::GuidelineCard> guidelineCard(const workflow::Record& record, const std::string& className) {
  if (record.guidelines.empty()) {
    return std::nullopt;
  }
  const workflow::GuidelineVersion& version = record.guidelines.back();
  const core::Guideline& guideline = version.guideline;
  ui::GuidelineCard card{.title = guideline.title.empty() ? "Guideline" : guideline.title,
                         .version = record.guidelines.size(),
                         .published = localTime("%d %b %Y", version.wallClockMs / 1000) +
                                      (version.person.empty() ? "" : ", " + version.person),
                         .className = className,
                         .definition = guideline.objective,
                         .readingAcceptance = guideline.readingAcceptance,
                         .acceptance = guideline.acceptance};
  if (const core::GuidelineClass* found = guideline.find(className)) {
    card.defined = true;
    card.definition = found->definition;
    card.includes = found->includes;
    card.excludes = found->excludes;
    card.limits = limitsOf(*found);
  }
  for (std::size_t i = 0; i < guideline.edgeCases.size(); ++i) {
    const core::EdgeCase& each = guideline.edgeCases[i];
    if (each.classes.empty() || std::find(each.classes.begin(), each.classes.end(), className) != each.classes.end()) {
      const bool shows = core::caseNamed(record.cases, each.caseName) != nullptr;
      card.edgeCases.push_back({each.title, each.decision, shows ? std::optional(i) : std::nullopt});
    }
  }
  return card;
}

}  // namespace stage
