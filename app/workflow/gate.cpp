#include "workflow/gate.h"

#include <algorithm>
#include <map>

#include "analysis/overlap.h"
#include "core/text.h"
#include "workflow/assignment.h"
#include "workflow/project_record.h"

namespace workflow {
namespace {

class ReleaseGate {
 public:
  ReleaseGate(const Record& record, const MaskOf& maskOf) : record_(record), maskOf_(maskOf) {}

  void add(std::string rule, std::string subject, std::string what) {
    obstacles_.push_back({std::move(rule), std::move(subject), std::move(what), {}, {}, {}});
  }
  void add(std::string rule, const LesionFacts& facts, std::string what) {
    obstacles_.push_back(
        {std::move(rule), nameOf(facts), std::move(what), facts.lesion.caseId, facts.lesion.track, facts.lesion.id});
  }
  void add(std::string rule, const core::CaseId& caseId, const std::string& track, std::string what) {
    obstacles_.push_back({std::move(rule), record_.findCase(caseId)->name, std::move(what), caseId, track, {}});
  }

  void checkQueue(std::span<const QueueItem> queue) {
    for (const QueueItem& item : queue) {
      if (isWaiting(item.state)) {
        const bool late = item.escalation && item.escalation->overdue;
        add(late ? "overdue" : std::string(name(item.state)), record_.lesions[item.lesion],
            whatIsToBeDone(item, record_.lesions[item.lesion]));
      }
    }
  }

  void checkCases() {
    for (const core::Case& each : record_.cases) {
      for (const std::string& what : lackingReadings(record_, each.id)) {
        add(what == kNotBroughtTogether ? "consensus" : "readings", each.id, "", what);
      }
    }
    for (const Reading& each : readingsOf(record_)) {
      if (each.overdue) {
        add("overdue", each.caseId, each.track,
            each.assigned.reader + " has not handed in the reading in track \"" + each.track + "\"");
      }
    }
  }

  void checkWatches(std::span<const ClassWatch> watches) {
    for (const ClassWatch& each : watches) {
      if (each.state == analysis::CusumState::Paused) {
        add("paused", each.className + " of " + modelWords(each.model, each.modelVersion),
            "too many candidates of it were not good enough; somebody has to look into it");
      }
    }
  }

  void checkLesions(std::span<const std::size_t> released) {
    if (released.empty()) {
      add("empty", "release", "no lesion is accepted yet");
    }
    const core::Guideline* rules = record_.guidelines.empty() ? nullptr : &record_.guidelines.back().guideline;
    if (rules == nullptr) {
      add("guideline", "project", "it has no guideline");
    }
    for (const std::size_t each : released) {
      const LesionFacts& facts = record_.lesions[each];
      const core::Grid& grid = record_.findCase(facts.lesion.caseId)->grid;
      if (facts.voxels == 0) {
        add("empty", facts, "it has no voxel");
      } else if (!core::isInside(maskOf_(facts.lesion.id), grid)) {
        add("outside", facts, "a part of it lies outside of the image");
      }
      const core::GuidelineClass* rule = rules == nullptr ? nullptr : rules->find(facts.lesion.className);
      if (rules != nullptr && !rules->classes.empty() && rule == nullptr) {
        add("class", facts, "the guideline has no class \"" + facts.lesion.className + "\"");
      }
      if (rule != nullptr && facts.volumeMl * 1000 < rule->smallestMm3) {
        add("size", facts,
            core::printed("it has %.0f mm\u00B3, and the guideline asks for %.0f: make it larger, reject it, or change "
                          "the guideline",
                          facts.volumeMl * 1000, rule->smallestMm3));
      }
      if (rule != nullptr && !rule->mayOverlap) {
        checkOverlap(each, released);
      }
    }
    checkClasses(released);
  }

  std::vector<Obstacle> take() { return std::move(obstacles_); }

 private:
  // What happened, and who is to do what about it.
  std::string whatIsToBeDone(const QueueItem& item, const LesionFacts& facts) const {
    switch (item.state) {
      case LesionState::Contested:
        return "people painted against each other, unaware of it; waits for " + item.waitsFor;
      case LesionState::Escalated:
        return askedBy(item, core::Verdict::Escalate).empty()
                   ? "reviewers contradict each other; " + item.waitsFor + " has to decide"
                   : askedBy(item, core::Verdict::Escalate) + " handed it on; " + item.waitsFor + " has to decide";
      case LesionState::Stale:
        return (isChanged(item) ? "it was changed since it was decided on; waits for "
                                : "the guideline was changed since it was decided on; waits for ") +
               decider(item);
      case LesionState::ChangesAsked:
        return askedBy(item, core::Verdict::Changes) + " asked for changes; " +
               core::joined(changesFallTo(record_, facts), " or ") + " has to make them";
      default:
        return (item.opinions.empty() ? "nobody has decided on it yet; waits for "
                                      : "not enough people have decided on it yet; waits for ") +
               (item.requirement.adjudicator ? decider(item) : item.waitsFor);
    }
  }
  // The latest who said so, of what counts; empty: nobody.
  static std::string askedBy(const QueueItem& item, core::Verdict verdict) {
    const auto found = std::find_if(item.opinions.rbegin(), item.opinions.rend(),
                                    [&](const Opinion& each) { return each.counts() && each.verdict == verdict; });
    return found == item.opinions.rend() ? "" : found->person;
  }
  static bool isChanged(const QueueItem& item) {
    return std::any_of(item.opinions.begin(), item.opinions.end(),
                       [](const Opinion& each) { return each.voxelsChanged; });
  }
  // Who decides on it, by name where the policy says one.
  std::string decider(const QueueItem& item) const {
    const core::PolicySet policy = record_.policy();
    return !item.requirement.adjudicator ? "a reviewer"
           : policy.resolvers.empty()    ? "an adjudicator"
                                         : policy.resolvers.front();
  }

  std::string nameOf(const LesionFacts& facts) const {
    return "\"" + facts.lesion.name + "\" of " + record_.findCase(facts.lesion.caseId)->name;
  }

  void checkOverlap(std::size_t at, std::span<const std::size_t> released) {
    const LesionFacts& facts = record_.lesions[at];
    const core::Mask mask = maskOf_(facts.lesion.id);
    for (const std::size_t other : released) {
      const LesionFacts& neighbour = record_.lesions[other];
      if (other != at && neighbour.lesion.caseId == facts.lesion.caseId &&
          analysis::overlapOf(mask, maskOf_(neighbour.lesion.id)).both > 0) {
        const bool elsewhere = neighbour.lesion.track != facts.lesion.track;
        add("overlap", facts,
            "it overlaps \"" + neighbour.lesion.name + "\"" +
                (elsewhere ? " of track \"" + neighbour.lesion.track + "\"" : "") + ", which its class must not");
      }
    }
  }

  // What two readers marked as one and the same thing is of one class, whatever may overlap.
  void checkClasses(std::span<const std::size_t> released) {
    std::map<std::size_t, core::Mask> masks;
    const auto maskAt = [&](std::size_t at) -> const core::Mask& {
      const auto [found, isNew] = masks.try_emplace(at);
      if (isNew) {
        found->second = maskOf_(record_.lesions[at].lesion.id);
      }
      return found->second;
    };
    for (const std::size_t at : released) {
      for (const std::size_t other : released) {
        const core::Lesion& one = record_.lesions[at].lesion;
        const core::Lesion& two = record_.lesions[other].lesion;
        if (other < at && one.caseId == two.caseId && one.className != two.className &&
            analysis::overlapOf(maskAt(at), maskAt(other)).dice().value_or(0) >= kAgreedDice) {
          add("overlap", record_.lesions[at],
              "it lies where \"" + two.name + "\" lies, which is called \"" + two.className +
                  "\": one of them is wrong");
        }
      }
    }
  }

  const Record& record_;
  const MaskOf& maskOf_;
  std::vector<Obstacle> obstacles_;
};

// A lesion that is in no track of the standard, and that nobody has said to be none.
std::string undecidedLesion(const TiedLesion& tied) {
  return "half of its readers marked \"" + tied.name + "\": an adjudicator says whether it is a lesion";
}

std::string undecidedClass(const TiedLesion& tied) {
  std::string classes;
  for (const auto& [name, readers] : tied.classes) {
    classes += (classes.empty() ? "" : " as ") + name;
  }
  return "as many readers called \"" + tied.name + "\" " + classes + ": an adjudicator says which it is";
}

}  // namespace

std::vector<Obstacle> obstaclesOf(const core::Case& image, std::span<const ConsensusState> consensus) {
  std::vector<Obstacle> obstacles;
  const auto add = [&](const ConsensusState& state, std::string what) {
    obstacles.push_back({"consensus", image.name, std::move(what), image.id, state.made.track, {}});
  };
  for (const ConsensusState& each : consensus) {
    if (!each.isCurrent()) {
      add(each, "its consensus in track \"" + each.made.track + "\" is older than the reading of " +
                    core::joined(each.changed) + ": it is to be made again");
    }
    for (const TiedLesion& tied : each.ties) {
      if (tied.id.isZero()) {
        add(each, undecidedLesion(tied));
      }
      if (!tied.classes.empty()) {
        add(each, undecidedClass(tied));
      }
    }
  }
  return obstacles;
}

bool asksForDecision(const Obstacle& obstacle) {
  return !obstacle.lesion.isZero() && obstacle.rule != name(LesionState::Contested) &&
         obstacle.rule != name(LesionState::ChangesAsked);
}

std::span<const GateCheck> gateChecks() {
  static const std::vector<GateCheck> checks{
      {"The log is whole, and its signatures are good", {"chain"}},
      {"Nothing is contested or escalated", {"contested", "escalated"}},
      {"Everything that asks for a decision has one", {"undecided", "changes asked"}},
      {"What was decided on is still as it was", {"stale"}},
      {"Nothing is overdue", {"overdue"}},
      {"Every case was read as the policy asks, or reviewed from a model\u2019s candidates", {"readings"}},
      {"Readings have a consensus, and it is up to date", {"consensus"}},
      {"No class of a model\u2019s candidates is paused", {"paused"}},
      {"There is a guideline, and something to release", {"guideline", "empty"}},
      {"No lesion breaks the guideline", {"class", "size", "overlap", "outside"}},
      {"Files were read back, and hold the same voxels", {"geometry"}, true},
      {"Nothing in them says who the patient is", {"identity"}, true},
  };
  return checks;
}

std::vector<std::size_t> releasable(const Record& record, std::span<const QueueItem> queue) {
  std::vector<std::size_t> lesions;
  for (const QueueItem& item : queue) {
    if (item.state == LesionState::Accepted || item.state == LesionState::NotRequired) {
      lesions.push_back(item.lesion);
    }
  }
  std::sort(lesions.begin(), lesions.end());
  core::check(lesions.empty() || lesions.back() < record.lesions.size(), "the queue is of this record");
  return lesions;
}

std::vector<Obstacle> obstaclesOf(const Record& record, std::span<const QueueItem> queue,
                                  std::span<const ClassWatch> watches, const MaskOf& maskOf) {
  ReleaseGate gate(record, maskOf);
  gate.checkQueue(queue);
  gate.checkCases();
  gate.checkWatches(watches);
  gate.checkLesions(releasable(record, queue));
  return gate.take();
}

}  // namespace workflow
