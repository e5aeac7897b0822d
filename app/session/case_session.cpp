#include "session/case_session.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/name.h"

namespace session {
namespace {

core::Case caseIn(const store::ProjectFile& project, const core::CaseId& id) {
  for (core::Case& each : project.cases()) {
    if (each.id == id) {
      return std::move(each);
    }
  }
  throw core::Error(project.path().string(), "it has no case " + id.hex(), "Import the image again");
}

bool isEmpty(const core::MaskChange& change) {
  return change.set.isEmpty() && change.cleared.isEmpty();
}

}  // namespace

CaseSession::CaseSession(store::ProjectFile project, const core::CaseId& caseId, std::string track, std::string reader)
    : case_(caseIn(project, caseId)), track_(std::move(track)), reader_(std::move(reader)), heads_(project.heads()) {
  for (store::LesionRow& row : project.lesions()) {
    if (row.lesion.caseId == caseId && row.lesion.track == track_) {
      core::Mask mask = project.mask(row.lesion.id);
      committedIds_.push_back(row.lesion.id);
      lesions_.push_back({std::move(row.lesion), std::move(mask)});
    }
  }
  committer_ = std::make_unique<Committer>(std::move(project));
}

CaseSession::~CaseSession() = default;

std::optional<std::size_t> CaseSession::find(const std::string& nameOrId) const {
  const auto found = std::find_if(lesions_.begin(), lesions_.end(), [&](const OpenLesion& open) {
    return open.stands &&
           (open.lesion.name == nameOrId || (!open.lesion.id.isZero() && open.lesion.id.hex() == nameOrId));
  });
  if (found == lesions_.end()) {
    return std::nullopt;
  }
  return std::size_t(found - lesions_.begin());
}

std::size_t CaseSession::addLesion(const std::string& name, const std::string& className) {
  return addLesion(core::Lesion{.name = name, .className = className});
}

std::size_t CaseSession::addLesion(core::Lesion lesion) {
  if (lesions_.size() >= kMaxLesions) {
    throw core::Error(case_.name, "track \"" + track_ + "\" has 65,535 lesions already", "Use another track");
  }
  lesion.id = {};
  lesion.caseId = case_.id;
  lesion.track = track_;
  lesion.author = reader_;
  lesions_.push_back({std::move(lesion), {}});
  return lesions_.size() - 1;
}

core::Mask CaseSession::othersThan(std::size_t lesion) const {
  core::Mask others;
  for (std::size_t i = 0; i < lesions_.size(); ++i) {
    if (i != lesion && lesions_[i].stands) {
      others |= lesions_[i].mask;
    }
  }
  return others;
}

core::EditDraft CaseSession::creationOf(const core::Lesion& lesion, const std::vector<core::Head>& heads) const {
  return {.person = reader_,
          .caseId = case_.id,
          .track = track_,
          .body = core::LesionCreated{.name = lesion.name,
                                      .className = lesion.className,
                                      .granularity = lesion.granularity,
                                      .provenance = lesion.provenance,
                                      .model = lesion.model,
                                      .modelVersion = lesion.modelVersion,
                                      .confidence = lesion.confidence,
                                      .attributes = lesion.attributes,
                                      .color = lesion.color},
          .heads = heads};
}

void CaseSession::commitStroke(std::size_t lesion, const core::BrushStroke& stroke, core::Mask footprint,
                               std::vector<core::Head> heads, std::function<void(const Committed&)> done) {
  OpenLesion& open = lesions_[lesion];
  const std::int64_t voxels = footprint.count();
  core::MaskChange change;
  (stroke.mode == core::BrushMode::Add ? change.set : change.cleared) = std::move(footprint);
  core::apply(change, open.mask);
  open.stands = open.stands || voxels > 0;

  core::EditDraft create = creationOf(open.lesion, heads);
  core::EditDraft paint{.person = reader_, .caseId = case_.id, .track = track_, .heads = std::move(heads)};
  core::MaskChanged body{.stroke = stroke};
  body.changes.push_back(std::move(change));
  paint.body = std::move(body);
  committer_->enqueue([this, lesion, voxels, create = std::move(create), paint = std::move(paint),
                       done = std::move(done)](store::ProjectFile& project) mutable {
    committedIds_.resize(std::max(committedIds_.size(), lesion + 1));
    core::LesionId& id = committedIds_[lesion];
    Committed committed{.lesion = id, .voxels = voxels};
    if (voxels > 0) {
      core::LesionId& target = std::get<core::MaskChanged>(paint.body).changes.front().lesion;
      if (id.isZero()) {
        target = store::pendingLesion(0);
        try {
          const core::EditDraft both[] = {create, paint};
          const std::vector<core::EditId> edits = project.append(both);
          id = edits[0];
          committed.edit = edits[1];
        } catch (const store::LesionExists& taken) {
          id = taken.there();  // another process made it in the meantime: the stroke joins it
        }
      }
      if (!committed.edit) {
        target = id;
        committed.edit = project.append(paint);
      }
      committed.lesion = id;
    }
    if (done) {
      done(committed);
    }
  });
}

// Another process made a lesion of that name in the meantime: what was to create it joins it.
void CaseSession::joinLesion(const store::LesionExists& taken, const std::vector<core::EditDraft>& drafts,
                             const std::vector<std::size_t>& created) {
  for (std::size_t i = 0; i < created.size(); ++i) {
    const auto* creation = std::get_if<core::LesionCreated>(&drafts[i].body);
    if (creation != nullptr && creation->name == taken.name()) {
      committedIds_[created[i]] = taken.there();
      return;
    }
  }
  throw taken;
}

void CaseSession::commitChanges(std::vector<LesionChange> changes, std::vector<std::size_t> removed,
                                std::vector<core::Head> heads, std::string source,
                                std::function<void(const CommittedChanges&)> done) {
  std::vector<core::EditDraft> creations;  // should the lesion still be new when its turn comes
  core::EditDraft paint{.person = reader_, .caseId = case_.id, .track = track_, .heads = heads};
  core::MaskChanged body{.source = std::move(source)};
  std::vector<std::size_t> indices;
  for (LesionChange& change : changes) {
    core::check(std::find(indices.begin(), indices.end(), change.lesion) == indices.end(),
                "an operation changes a lesion once");
    OpenLesion& open = lesions_[change.lesion];
    indices.push_back(change.lesion);
    creations.push_back(creationOf(open.lesion, heads));
    body.changes.push_back({.lesion = {}, .set = std::move(change.set), .cleared = std::move(change.cleared)});
    core::apply(body.changes.back(), open.mask);
    open.stands = open.stands || !isEmpty(body.changes.back());
  }
  for (const std::size_t lesion : removed) {
    core::check(std::find(indices.begin(), indices.end(), lesion) == indices.end(),
                "an operation changes no lesion that it takes out");
    lesions_[lesion].stands = false;
  }
  paint.body = std::move(body);
  committer_->enqueue([this, indices = std::move(indices), removed = std::move(removed),
                       creations = std::move(creations), paint = std::move(paint),
                       done = std::move(done)](store::ProjectFile& project) mutable {
    CommittedChanges committed{.edit = {}, .lesions = std::vector<core::LesionId>(indices.size())};
    for (const std::vector<std::size_t>* named : {&indices, &removed}) {
      for (const std::size_t index : *named) {
        committedIds_.resize(std::max(committedIds_.size(), index + 1));
      }
    }
    std::vector<core::LesionId>& out = std::get<core::MaskChanged>(paint.body).removed;
    for (const std::size_t index : removed) {
      if (!committedIds_[index].isZero()) {  // else no edit has made it
        out.push_back(committedIds_[index]);
      }
    }
    while (!committed.edit) {
      std::vector<core::EditDraft> drafts;
      std::vector<std::size_t> created;  // the lesion's index, by draft
      core::EditDraft changing = paint;
      std::vector<core::MaskChange>& changed = std::get<core::MaskChanged>(changing.body).changes;
      for (std::size_t i = 0; i < indices.size(); ++i) {
        changed[i].lesion = committedIds_[indices[i]];
        if (changed[i].lesion.isZero() && !isEmpty(changed[i])) {
          changed[i].lesion = store::pendingLesion(drafts.size());
          drafts.push_back(creations[i]);
          created.push_back(indices[i]);
        }
      }
      std::erase_if(changed, isEmpty);
      if (changed.empty() && out.empty()) {
        break;
      }
      drafts.push_back(std::move(changing));
      try {
        const std::vector<core::EditId> edits = project.append(drafts);
        for (std::size_t i = 0; i < created.size(); ++i) {
          committedIds_[created[i]] = edits[i];
        }
        committed.edit = edits.back();
      } catch (const store::LesionExists& taken) {
        joinLesion(taken, drafts, created);
      }
    }
    for (std::size_t i = 0; committed.edit && i < indices.size(); ++i) {
      committed.lesions[i] = committedIds_[indices[i]];
    }
    if (done) {
      done(committed);
    }
  });
}

void CaseSession::changeLesion(std::size_t lesion, core::LesionChanged change) {
  core::check(!change.isEmpty(), "a lesion is changed in something");
  OpenLesion& open = lesions_[lesion];
  if (change.name) {
    core::requireName(*change.name, open.lesion.name, "the name of a lesion");
    if (const auto other = find(*change.name); other && *other != lesion) {
      throw core::Error(open.lesion.name, "another lesion is called \"" + *change.name + "\"", "Choose another name");
    }
  }
  if (change.className) {
    core::requireName(*change.className, open.lesion.name, "the class of a lesion");
  }
  core::Lesion changed = open.lesion;
  core::apply(change, changed);
  if (changed == open.lesion) {
    return;
  }
  open.lesion = std::move(changed);
  core::EditDraft draft{
      .person = reader_, .caseId = case_.id, .track = track_, .body = std::move(change), .heads = heads_};
  committer_->enqueue([this, lesion, draft = std::move(draft)](store::ProjectFile& project) mutable {
    committedIds_.resize(std::max(committedIds_.size(), lesion + 1));
    if (committedIds_[lesion].isZero()) {
      return;  // no edit has made it: the one that will says all this
    }
    auto& body = std::get<core::LesionChanged>(draft.body);
    body.lesion = committedIds_[lesion];
    const std::string wanted = body.name.value_or("");
    for (int number = 2;; ++number) {
      try {
        project.append(draft);
        return;
      } catch (const store::LesionExists&) {
        body.name = wanted + " " + std::to_string(number);  // another process took the name in the meantime
      }
    }
  });
}

}  // namespace session
