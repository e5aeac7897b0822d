#include "session/case_session.h"

#include <algorithm>
#include <utility>

#include "core/error.h"

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
    return open.lesion.name == nameOrId || (!open.lesion.id.isZero() && open.lesion.id.hex() == nameOrId);
  });
  if (found == lesions_.end()) {
    return std::nullopt;
  }
  return std::size_t(found - lesions_.begin());
}

std::size_t CaseSession::addLesion(const std::string& name, const std::string& className) {
  if (lesions_.size() >= kMaxLesions) {
    throw core::Error(case_.name, "track \"" + track_ + "\" has 65,535 lesions already", "Use another track");
  }
  core::Lesion lesion{.name = name, .className = className, .caseId = case_.id, .track = track_, .author = reader_};
  lesions_.push_back({std::move(lesion), {}});
  return lesions_.size() - 1;
}

core::Mask CaseSession::othersThan(std::size_t lesion) const {
  core::Mask others;
  for (std::size_t i = 0; i < lesions_.size(); ++i) {
    if (i != lesion) {
      others |= lesions_[i].mask;
    }
  }
  return others;
}

void CaseSession::commitStroke(std::size_t lesion, const core::BrushStroke& stroke, core::Mask footprint,
                               std::vector<core::Head> heads, std::function<void(const Committed&)> done) {
  OpenLesion& open = lesions_[lesion];
  const std::int64_t voxels = footprint.count();
  core::MaskChange change;
  (stroke.mode == core::BrushMode::Add ? change.set : change.cleared) = std::move(footprint);
  core::apply(change, open.mask);

  core::EditDraft create{.person = reader_,
                         .caseId = case_.id,
                         .track = track_,
                         .body = core::LesionCreated{.name = open.lesion.name, .className = open.lesion.className},
                         .heads = heads};
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
        const core::EditDraft both[] = {std::move(create), std::move(paint)};
        const std::vector<core::EditId> edits = project.append(both);
        id = edits[0];
        committed.edit = edits[1];
      } else {
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

}  // namespace session
