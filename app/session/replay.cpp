#include "session/replay.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/edit_codec.h"
#include "core/fold.h"
#include "session/own_history.h"

namespace session {
namespace {

constexpr std::size_t kAtOnce = 512;  // edits that are read together

const core::EditId* targetOf(const core::EditBody& body) {
  if (const auto* undone = std::get_if<core::Undone>(&body)) {
    return &undone->target;
  }
  const auto* redone = std::get_if<core::Redone>(&body);
  return redone == nullptr ? nullptr : &redone->target;
}

void widen(std::optional<core::VoxelBox>& box, const core::Mask& mask) {
  if (const auto bounds = mask.bounds()) {
    box = box ? core::VoxelBox{glm::min(box->min, bounds->min), glm::max(box->max, bounds->max)} : *bounds;
  }
}

}  // namespace

Replay::Replay(std::vector<core::Edit> edits) : edits_(std::move(edits)) {
  for (std::size_t place = 0; place < edits_.size(); ++place) {
    byId_.emplace(edits_[place].id, place);
    trace(place);
  }
  for (std::size_t place = 0; place < edits_.size(); ++place) {
    const auto* created = std::get_if<core::LesionCreated>(&edits_[place].body);
    if (created == nullptr || created->ownStep) {  // else it is made by the stroke that follows
      name(place);
    }
  }
  goTo(size());
}

void Replay::trace(std::size_t place) {
  const core::Edit& edit = edits_[place];
  if (const auto* created = std::get_if<core::LesionCreated>(&edit.body)) {
    places_.emplace(edit.id, lesions_.size());
    created_.push_back(core::lesionOf(edit.id, edit.header, *created));
    lesions_.push_back({.lesion = created_.back(), .mask = {}});
    creations_.push_back(place);
    traces_.emplace_back();
  } else if (const core::MaskChanged* changed = core::footprintOf(edit.body)) {
    for (const core::MaskChange& change : changed->changes) {
      if (const auto lesion = places_.find(change.lesion); lesion != places_.end()) {
        traces_[lesion->second].changes.push_back(place);
      }
    }
    for (const core::LesionId& removed : changed->removed) {
      if (const auto lesion = places_.find(removed); lesion != places_.end()) {
        traces_[lesion->second].removals.push_back(place);
      }
    }
  } else if (const auto* described = std::get_if<core::LesionChanged>(&edit.body)) {
    if (const auto lesion = places_.find(described->lesion); lesion != places_.end()) {
      traces_[lesion->second].described.push_back(place);
    }
  }
}

// What the moment that ends with this edit is called.
void Replay::name(std::size_t place) {
  const core::Edit& edit = edits_[place];
  ReplayMoment moment{.person = edit.header.person, .wallClockMs = edit.header.wallClockMs};
  const core::Edit* deed = &edit;
  if (const core::EditId* target = targetOf(edit.body)) {
    const auto acted = byId_.find(*target);
    if (acted == byId_.end()) {
      return;  // on something in another case or track
    }
    deed = &edits_[acted->second];
    moment.what = std::holds_alternative<core::Undone>(edit.body) ? "Undone: " : "Redone: ";
  }
  moment.what += inWords(deed->body);
  std::optional<core::LesionId> lesion;
  if (const core::MaskChanged* changed = core::footprintOf(deed->body)) {
    for (const core::MaskChange& change : changed->changes) {
      widen(moment.where, change.set);
      widen(moment.where, change.cleared);
    }
    lesion = !changed->changes.empty()   ? std::optional(changed->changes.front().lesion)
             : !changed->removed.empty() ? std::optional(changed->removed.front())
                                         : std::nullopt;
  } else if (const auto* described = std::get_if<core::LesionChanged>(&deed->body)) {
    lesion = described->lesion;
  } else if (std::holds_alternative<core::LesionCreated>(deed->body)) {
    lesion = deed->id;
  }
  stops_.push_back(place + 1);
  if (const auto known = lesion ? places_.find(*lesion) : places_.end(); known != places_.end()) {
    moment.lesion = known->second;
  }
  moments_.push_back(std::move(moment));
}

void Replay::goTo(std::size_t moments) {
  at_ = std::min(moments, size());
  const std::size_t edits = at_ == 0 ? 0 : stops_[at_ - 1];
  core::UndoneSet undone;
  for (std::size_t place = 0; place < edits; ++place) {
    if (const core::EditId* target = targetOf(edits_[place].body)) {
      const auto acted = byId_.find(*target);
      if (acted != byId_.end() && core::mayUndo(edits_[place].header.person, edits_[acted->second].header.person)) {
        undone.apply(edits_[place].body);
      }
    }
  }
  for (std::size_t lesion = 0; lesion < lesions_.size(); ++lesion) {
    show(lesion, edits, undone);
  }
}

// As the first `edits` of them make it. Forwards, only what is new is applied.
void Replay::show(std::size_t lesion, std::size_t edits, const core::UndoneSet& undone) {
  Trace& trace = traces_[lesion];
  ReplayedLesion& shown = lesions_[lesion];
  const auto effective = [&](const std::vector<std::size_t>& places) {
    std::vector<std::size_t> result;
    for (const std::size_t place : places) {
      if (place < edits && !undone.contains(edits_[place].id)) {
        result.push_back(place);
      }
    }
    return result;
  };
  const auto changeIn = [&](std::size_t place) -> const core::MaskChange& {
    const std::vector<core::MaskChange>& changes = core::footprintOf(edits_[place].body)->changes;
    return *std::find_if(changes.begin(), changes.end(),
                         [&](const core::MaskChange& change) { return change.lesion == shown.lesion.id; });
  };
  std::vector<std::size_t> changes = effective(trace.changes);
  const bool goesOn =
      changes.size() >= trace.applied.size() && std::equal(trace.applied.begin(), trace.applied.end(), changes.begin());
  if (!goesOn) {
    shown.mask = {};
    trace.applied.clear();
  }
  for (std::size_t i = trace.applied.size(); i < changes.size(); ++i) {
    core::apply(changeIn(changes[i]), shown.mask);
  }
  core::LesionTies ties;
  const core::Edit& creation = edits_[creations_[lesion]];
  ties.created = creations_[lesion] < edits && !undone.contains(creation.id);
  ties.ownStep = std::get<core::LesionCreated>(creation.body).ownStep;
  for (const std::size_t place : changes) {
    if (const core::MaskChange& change = changeIn(place); !change.set.isEmpty() || !change.cleared.isEmpty()) {
      ties.touched.push_back(&edits_[place].header);
    }
  }
  for (const std::size_t place : effective(trace.removals)) {
    ties.removals.push_back(&edits_[place].header);
  }
  shown.stands = core::stands(ties);
  shown.lesion = created_[lesion];
  for (const std::size_t place : effective(trace.described)) {
    core::apply(std::get<core::LesionChanged>(edits_[place].body), shown.lesion);
  }
  trace.applied = std::move(changes);
}

Replay replayOf(const store::ProjectFile& project, const core::CaseId& caseId, const std::string& track) {
  std::vector<core::EditId> ids;
  for (const store::LogEntry& entry : project.log()) {
    if (entry.header.caseId == caseId && entry.header.track == track) {
      ids.push_back(entry.id);
    }
  }
  std::vector<core::Edit> edits;
  for (std::size_t from = 0; from < ids.size(); from += kAtOnce) {
    const std::span<const core::EditId> batch(ids.data() + from, std::min(kAtOnce, ids.size() - from));
    for (store::ForeignEdit& edit : project.editsOf(batch)) {
      if (edit.body) {
        core::EditBody body = core::decodeBody(edit.header.kind, *edit.body);
        const bool ofLesions = core::changesVoxels(edit.header.kind) || targetOf(body) != nullptr ||
                               std::holds_alternative<core::LesionCreated>(body) ||
                               std::holds_alternative<core::LesionChanged>(body);
        if (ofLesions) {
          const core::EditId id = core::editId(edit.header);
          edits.push_back({id, std::move(edit.header), std::move(body)});
        }
      }
    }
  }
  std::sort(edits.begin(), edits.end(),
            [](const core::Edit& a, const core::Edit& b) { return core::isBefore(a.header, a.id, b.header, b.id); });
  return Replay(std::move(edits));
}

}  // namespace session
