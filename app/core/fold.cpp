#include "core/fold.h"

#include <algorithm>
#include <utility>

#include "core/contest.h"
#include "core/error.h"

namespace core {
namespace {

constexpr char kVersionDomain[] = "sagitta.lesion-version.1";
constexpr char kLogDomain[] = "sagitta.log.1";
constexpr char kStateDomain[] = "sagitta.state.1";

Hash hashOf(const ByteWriter& writer) {
  return sha256(writer.bytes());
}

}  // namespace

void UndoneSet::apply(const EditBody& body) {
  if (const auto* undone = std::get_if<Undone>(&body)) {
    undone_.insert(undone->target);
  } else if (const auto* redone = std::get_if<Redone>(&body)) {
    undone_.erase(redone->target);
  }
}

void apply(const MaskChange& change, Mask& mask) {
  mask |= change.set;
  mask -= change.cleared;
}

Lesion lesionOf(const EditId& id, const EditHeader& header, const LesionCreated& created) {
  return {.id = id,
          .name = created.name,
          .className = created.className,
          .granularity = created.granularity,
          .provenance = created.provenance,
          .model = created.model,
          .modelVersion = created.modelVersion,
          .confidence = created.confidence,
          .attributes = created.attributes,
          .color = created.color,
          .caseId = header.caseId,
          .track = header.track,
          .author = header.person};
}

void apply(const LesionChanged& change, Lesion& lesion) {
  lesion.name = change.name.value_or(lesion.name);
  lesion.className = change.className.value_or(lesion.className);
  lesion.color = change.color ? change.color : lesion.color;
  lesion.granularity = change.granularity.value_or(lesion.granularity);
  lesion.attributes = change.attributes.value_or(lesion.attributes);
}

void apply(const CaseRenamed& change, Case& renamed) {
  std::erase(renamed.formerNames, change.name);
  if (renamed.name != change.name) {
    renamed.formerNames.push_back(std::exchange(renamed.name, change.name));
  }
}

bool knewOf(const EditHeader& edit, const EditPlace& place) {
  if (edit.site == place.site) {
    return place.sequence < edit.sequence;
  }
  return std::any_of(edit.heads.begin(), edit.heads.end(),
                     [&](const Head& head) { return head.site == place.site && place.sequence <= head.sequence; });
}

bool stands(const LesionTies& ties) {
  if (!ties.created || (!ties.ownStep && ties.touched.empty())) {
    return false;
  }
  return std::none_of(ties.removals.begin(), ties.removals.end(), [&](const EditHeader* removal) {
    return std::all_of(ties.touched.begin(), ties.touched.end(),
                       [&](const EditHeader* touch) { return knewOf(*removal, EditPlace::of(*touch)); });
  });
}

HistoryEnds historyEnds(std::span<const HistoryStep> steps) {
  std::vector<EditId> standing;
  std::vector<EditId> undone;
  // The target is almost always the last of its list: the search from the back ends at once.
  const auto take = [](std::vector<EditId>& list, const EditId& id) {
    const auto found = std::find(list.rbegin(), list.rend(), id);
    if (found == list.rend()) {
      return false;
    }
    list.erase(std::next(found).base());
    return true;
  };
  for (const HistoryStep& step : steps) {
    if (step.kind == EditKind::Undone) {
      if (take(standing, step.target)) {
        undone.push_back(step.target);
      }
    } else if (step.kind == EditKind::Redone) {
      if (take(undone, step.target)) {
        standing.push_back(step.target);
      }
    } else if (step.undoStep) {
      standing.push_back(step.id);
      undone.clear();
    }
  }
  HistoryEnds ends;
  if (!standing.empty()) {
    ends.undo = standing.back();
  }
  if (!undone.empty()) {
    ends.redo = undone.back();
  }
  return ends;
}

Hash brickHash(const Brick& brick) {
  return sha256(std::as_bytes(std::span(brick.rows)));
}

Hash lesionVersion(const Lesion& lesion, const BrickHashes& bricks) {
  ByteWriter writer;
  writer.text(kVersionDomain);
  writer.hash(lesion.caseId);
  writer.text(lesion.track);
  writer.text(lesion.className);
  writer.varint(std::uint64_t(lesion.granularity));
  writer.varint(lesion.attributes.size());
  for (const auto& [key, value] : lesion.attributes) {
    writer.text(key);
    writer.text(value);
  }
  writer.varint(bricks.size());
  for (const auto& [key, hash] : bricks) {
    writer.varint(key.packed);
    writer.hash(hash);
  }
  return hashOf(writer);
}

Hash lesionVersion(const Lesion& lesion, const Mask& mask) {
  BrickHashes bricks;
  for (const auto& [key, brick] : mask.bricks()) {
    bricks.emplace(key, brickHash(brick));
  }
  return lesionVersion(lesion, bricks);
}

namespace {

std::set<EditId> undoneIn(std::span<const Edit> ordered) {
  std::map<EditId, std::string> owners;
  for (const Edit& edit : ordered) {
    owners.emplace(edit.id, edit.header.person);
  }
  UndoneSet undone;
  for (const Edit& edit : ordered) {
    const EditId* target = nullptr;
    if (const auto* body = std::get_if<Undone>(&edit.body)) {
      target = &body->target;
    } else if (const auto* again = std::get_if<Redone>(&edit.body)) {
      target = &again->target;
    }
    if (target != nullptr) {
      const auto owner = owners.find(*target);
      if (owner != owners.end() && mayUndo(edit.header.person, owner->second)) {
        undone.apply(edit.body);
      }
    }
  }
  return undone.edits();
}

// Everything that the edits say of lesions, whether these stand or not.
struct LesionFold {
  std::vector<Lesion> created;  // in total order
  std::map<LesionId, std::vector<const LesionChanged*>> changes;
  std::map<LesionId, LesionTies> ties;
  std::map<LesionId, Mask> masks;
  std::map<LesionId, std::map<BrickKey, std::vector<Assertion>>> said;

  void add(const Edit& edit, const MaskChanged& changed) {
    for (const MaskChange& change : changed.changes) {
      apply(change, masks[change.lesion]);
      if (!change.set.isEmpty() || !change.cleared.isEmpty()) {
        ties[change.lesion].touched.push_back(&edit.header);
      }
      for (const auto& [key, brick] : change.set.bricks()) {
        said[change.lesion][key].push_back({&edit.header, &brick, change.cleared.find(key)});
      }
      for (const auto& [key, brick] : change.cleared.bricks()) {
        if (change.set.find(key) == nullptr) {
          said[change.lesion][key].push_back({&edit.header, nullptr, &brick});
        }
      }
    }
    for (const LesionId& lesion : changed.removed) {
      ties[lesion].removals.push_back(&edit.header);
    }
  }

  void add(const Edit& edit, const LesionCreated& creation) {
    created.push_back(lesionOf(edit.id, edit.header, creation));
    ties[edit.id].created = true;
    ties[edit.id].ownStep = creation.ownStep;
  }

  // Strokes on a lesion that does not stand wait for its return: they are in the log, not in the state.
  void intoState(State& state) {
    for (Lesion& lesion : created) {
      if (stands(ties[lesion.id])) {
        for (const LesionChanged* change : changes[lesion.id]) {
          apply(*change, lesion);
        }
        state.masks.emplace(lesion.id, std::move(masks[lesion.id]));
        Mask contested;
        for (const auto& [key, assertions] : said[lesion.id]) {
          contested.assign(key, contestedIn(assertions));
        }
        if (!contested.isEmpty()) {
          state.contested.emplace(lesion.id, std::move(contested));
        }
        if (isRemovalContested(ties[lesion.id])) {
          state.disputed.insert(lesion.id);
        }
        state.lesions.push_back(std::move(lesion));
      }
    }
  }
};

}  // namespace

State fold(std::vector<Edit> edits) {
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return isBefore(a.header, a.id, b.header, b.id); });
  const std::set<EditId> undone = undoneIn(edits);
  State state;
  LesionFold lesions;
  std::set<CaseId> cases;
  std::map<CaseId, std::vector<const CaseRenamed*>> renamings;
  for (const Edit& edit : edits) {
    if (undone.contains(edit.id)) {
      continue;
    }
    if (const auto* project = std::get_if<ProjectCreated>(&edit.body)) {
      if (state.title.empty()) {
        state.title = project->title;
      }
    } else if (const auto* added = std::get_if<CaseAdded>(&edit.body)) {
      if (cases.insert(added->added.id).second) {
        state.cases.push_back(added->added);
      }
    } else if (const auto* renamed = std::get_if<CaseRenamed>(&edit.body)) {
      renamings[edit.header.caseId].push_back(renamed);
    } else if (const auto* published = std::get_if<GuidelinePublished>(&edit.body)) {
      state.guideline = Sha256().update(published->document).finish();
    } else if (const auto* created = std::get_if<LesionCreated>(&edit.body)) {
      lesions.add(edit, *created);
    } else if (const MaskChanged* changed = footprintOf(edit.body)) {
      lesions.add(edit, *changed);
    } else if (const auto* change = std::get_if<LesionChanged>(&edit.body)) {
      lesions.changes[change->lesion].push_back(change);
    }
  }
  for (Case& each : state.cases) {
    for (const CaseRenamed* renamed : renamings[each.id]) {
      apply(*renamed, each);
    }
  }
  lesions.intoState(state);
  return state;
}

Hash logHash(std::vector<EditId> edits) {
  std::sort(edits.begin(), edits.end());
  Sha256 hash;
  hash.update(kLogDomain);
  for (const EditId& edit : edits) {
    hash.update(std::as_bytes(std::span(edit.bytes)));
  }
  return hash.finish();
}

Hash stateHash(const std::string& title, const Hash& guideline, std::span<const Case> cases,
               std::vector<LesionSummary> lesions) {
  std::sort(lesions.begin(), lesions.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  ByteWriter writer;
  writer.text(kStateDomain);
  writer.text(title);
  writer.hash(guideline);
  writer.varint(cases.size());
  for (const Case& each : cases) {
    writer.hash(each.id);
    writer.text(each.name);
  }
  writer.varint(lesions.size());
  for (const LesionSummary& lesion : lesions) {
    writer.hash(lesion.id);
    writer.text(lesion.name);
    writer.hash(lesion.version);
  }
  // At the end, and only where there are any, so that states from before lesions had colours keep their hashes.
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    if (const auto& color = lesions[i].color) {
      writer.varint(i);
      writer.raw(std::as_bytes(std::span(*color)));
    }
  }
  return hashOf(writer);
}

Hash stateHash(const State& state) {
  std::vector<LesionSummary> lesions;
  for (const Lesion& lesion : state.lesions) {
    lesions.push_back({lesion.id, lesion.name, lesion.color, lesionVersion(lesion, state.masks.at(lesion.id))});
  }
  return stateHash(state.title, state.guideline, state.cases, std::move(lesions));
}

}  // namespace core
