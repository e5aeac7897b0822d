// Everything that the workflow judges from, gathered once: the edits that say who decided what, the lesions as they are
// now, the guidelines. All else in this folder is pure functions of it, so that every machine with the same edits comes
// to the same answer. Values; gather() on the thread of its project file.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/fold.h"
#include "core/guideline.h"
#include "store/project_file.h"

namespace workflow {

// A lesion as it is, with what its review hangs on.
struct LesionFacts {
  core::Lesion lesion;
  core::Hash version;
  std::int64_t voxels = 0;
  double volumeMl = 0;
  bool contested = false;      // in its voxels or in whether it is to stay (core/contest.h)
  bool disputed = false;       // readers do not agree on it, and nobody has settled that
  std::string changedBy = {};  // of a model's candidate: who corrected it last; empty: nobody
  // Likewise: the class that it came with. What people call it since is in `lesion`.
  std::string proposedClass = {};
  // Whose strokes and operations it is made of, in the order in which they came; of a candidate, who corrected it.
  std::vector<std::string> drawnBy = {};
};

struct GuidelineVersion {
  core::Hash hash;
  core::Guideline guideline;
  std::string person;
  std::int64_t wallClockMs = 0;
  std::string document = {};  // as it was published
};

using TrackOf = std::pair<core::CaseId, std::string>;

// By which method a consensus was made, of which tracks.
struct MadeOf {
  std::string method;
  std::vector<std::string> tracks;
};

// A reading that was changed after it was handed in (late_changes.h).
struct LateChange {
  core::CaseId caseId;
  std::string track;
  std::string reader;
  bool handedInAgain = false;  // and nothing was changed since
  bool seeing = false;         // by when its reader could see what others found in the case, having read it blind
};

struct Record {
  std::vector<core::Edit> edits;             // of the workflow, those that stand, in total order
  std::vector<core::Case> cases;             // in total order
  std::vector<LesionFacts> lesions;          // that stand, in total order
  std::vector<GuidelineVersion> guidelines;  // in total order; the last is in force
  std::set<TrackOf> consensus;               // tracks that were made of several readings
  std::int64_t nowMs = 0;                    // since 1970: time limits are held against it
  std::map<TrackOf, MadeOf> madeOf = {};     // of `consensus`, as far as that is known
  std::vector<LateChange> late = {};         // by case in total order, then track

  const core::Case* findCase(const core::CaseId& id) const;    // null where it has none
  const GuidelineVersion* find(const core::Hash& hash) const;  // likewise; also of the zero hash
  core::PolicySet policy() const;                              // the latest, or a specialist for everything
  bool isSequestered(const core::CaseId& id) const;
  std::vector<LateChange> lateIn(const core::CaseId& id) const;
  // Whether a reading has been changed since it was handed in last.
  bool isChangedSince(const TrackOf& reading) const;

  // The edits whose body is a Body, with it, in total order.
  template <typename Body, typename Visit>
  void each(const Visit& visit) const {
    for (const core::Edit& edit : edits) {
      if (const auto* body = std::get_if<Body>(&edit.body)) {
        visit(edit, *body);
      }
    }
  }
};

// "net 3": a model and its version, as people say it.
std::string modelWords(const std::string& model, const std::string& version);

// Whether a lesion, as it is, is this person's own work, on which somebody else decides: they drew it, or corrected
// last what a model proposed. What stands in a consensus is nobody's.
bool isOwnWork(const Record& record, const LesionFacts& facts, const std::string& person);

// What lies above this layer and is needed here: how a guideline's document is read.
using GuidelineReader = std::function<core::Guideline(const std::string& document)>;

// consensus: see Record. nowMs: since 1970.
Record gather(const store::ProjectFile& project, const GuidelineReader& read, std::set<TrackOf> consensus,
              std::int64_t nowMs);

}  // namespace workflow
