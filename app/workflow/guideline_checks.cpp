#include "workflow/guideline_checks.h"

#include <algorithm>
#include <map>

#include "core/name.h"

namespace workflow {
namespace {

using Draft = core::GuidelineDraft;
using Part = GuidelineFault::Part;

std::string quoted(const std::string& text) {
  return "\u201C" + text + "\u201D";
}

std::string lesionCount(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " lesion" : " lesions");
}

class GuidelineCritic {
 public:
  GuidelineCritic(const Draft& draft, const Record& record) : draft_(draft), record_(record) {}

  std::vector<GuidelineFault> faults() && {
    if (draft_.title.empty()) {
      add(Part::Whole, 0, "The guideline has no title", "Say in a few words what it is for");
    }
    if (draft_.classes.empty()) {
      add(Part::Whole, 0, "It defines no class", "Add what is to be marked");
    }
    for (std::size_t i = 0; i < draft_.classes.size(); ++i) {
      judgeClass(i);
    }
    classesInUse();
    for (std::size_t i = 0; i < draft_.edgeCases.size(); ++i) {
      judgeEdgeCase(i);
    }
    changes();
    std::stable_partition(faults_.begin(), faults_.end(), [](const GuidelineFault& each) { return each.blocks; });
    return std::move(faults_);
  }

 private:
  void add(Part part, std::size_t place, std::string what, std::string remedy, bool blocks = false) {
    faults_.push_back({std::move(what), std::move(remedy), blocks, part, place});
  }

  bool defines(const std::string& className) const {
    return std::any_of(draft_.classes.begin(), draft_.classes.end(),
                       [&](const Draft::Class& each) { return each.name == className; });
  }

  void judgeClass(std::size_t place) {
    const Draft::Class& each = draft_.classes[place];
    const std::string name = quoted(each.name);
    if (const auto fault = core::faultOfName(each.name)) {
      add(Part::Class, place, "The name of class " + std::to_string(place + 1) + " " + *fault,
          "Give it a name, or remove the class", true);
      return;
    }
    const auto first = std::find_if(draft_.classes.begin(), draft_.classes.end(),
                                    [&](const Draft::Class& other) { return other.name == each.name; });
    if (std::size_t(first - draft_.classes.begin()) < place) {
      add(Part::Class, place, name + " is defined twice", "Rename one of them, or remove it", true);
    }
    if (!each.smallestMm3.empty() && !core::typedVolume(each.smallestMm3)) {
      add(Part::Class, place, quoted(each.smallestMm3) + " in " + name + " is not a size",
          "Write a number of 0 or more in mm\u00B3, or how wide it is, as in 5 mm; or leave it empty", true);
    }
    if (!each.toleranceMm.empty() && !core::typedAmount(each.toleranceMm)) {
      add(Part::Class, place, quoted(each.toleranceMm) + " in " + name + " is not a number",
          "Write a number of 0 or more, or leave it empty", true);
    }
    if (each.definition.empty()) {
      add(Part::Class, place, name + " has no definition", "Say what it is, so that all mark the same");
    }
  }

  void classesInUse() {
    std::map<std::string, std::size_t> undefined;
    for (const LesionFacts& each : record_.lesions) {
      if (!defines(each.lesion.className)) {
        ++undefined[each.lesion.className];
      }
    }
    for (const auto& [className, count] : undefined) {
      const bool was = !record_.guidelines.empty() && record_.guidelines.back().guideline.find(className) != nullptr;
      add(Part::Whole, 0,
          quoted(className) + (was ? " is removed, and " : " is not defined, and ") + lesionCount(count) +
              (count == 1 ? " is" : " are") + " of it",
          "Define it, or give " + std::string(count == 1 ? "it" : "them") +
              " another class: a release takes none of a class that is not defined");
    }
  }

  void judgeEdgeCase(std::size_t place) {
    const core::EdgeCase& edge = draft_.edgeCases[place].edge;
    const std::string name = edge.title.empty() ? "Edge case " + std::to_string(place + 1) : quoted(edge.title);
    if (edge.title.empty()) {
      add(Part::EdgeCase, place, name + " does not say what is hard", "Write it in a few words");
    }
    for (std::size_t before = 0; before < place && !edge.title.empty(); ++before) {
      if (draft_.edgeCases[before].edge.title == edge.title) {
        add(Part::EdgeCase, place, name + " is there twice", "Write what tells them apart");
        break;
      }
    }
    if (edge.decision.empty()) {
      add(Part::EdgeCase, place, name + " has no decision", "Say how such a lesion is to be marked");
    }
    for (const std::string& className : edge.classes) {
      if (!defines(className)) {
        add(Part::EdgeCase, place, name + " is about " + quoted(className) + ", which is not defined",
            "Choose another class for it");
      }
    }
    if (!edge.caseName.empty() && core::caseNamed(record_.cases, edge.caseName) == nullptr) {
      add(Part::EdgeCase, place, name + " shows " + quoted(edge.caseName) + ", which is not in this project",
          "Show another lesion, or none");
    }
  }

  void changes() {
    for (std::size_t i = 0; i < draft_.changes.size(); ++i) {
      if (draft_.changes[i].change.what.empty()) {
        add(Part::Change, i, "A note on what changes is empty", "Write it, or remove it");
      }
    }
    if (draft_.changes.empty() && !record_.guidelines.empty()) {
      add(Part::Change, 0, "There is no note on what changes, and why", "Write one for those who read and review");
    }
  }

  const Draft& draft_;
  const Record& record_;
  std::vector<GuidelineFault> faults_;
};

}  // namespace

std::vector<GuidelineFault> faultsOf(const core::GuidelineDraft& draft, const Record& record) {
  return GuidelineCritic(draft, record).faults();
}

}  // namespace workflow
