#include "session/case_session.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/name.h"
#include "session/copy_names.h"
#include "store/test_set.h"

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

std::optional<store::RightRefused> refusalOf(const store::ProjectFile& project, const std::string& person,
                                             core::Right right) {
  try {
    project.expectRight(person, right);
    return std::nullopt;
  } catch (const store::RightRefused& refused) {
    return refused;
  }
}

bool saysSame(const std::optional<store::RightRefused>& a, const std::optional<store::RightRefused>& b) {
  return a.has_value() == b.has_value() && (!a || a->cause() == b->cause());
}

bool isEmpty(const core::MaskChange& change) {
  return change.set.isEmpty() && change.cleared.isEmpty();
}

}  // namespace

CaseSession::CaseSession(store::ProjectFile project, const core::CaseId& caseId, std::string track, std::string reader)
    : home_(project.installation().home()),
      case_(caseIn(project, caseId)),
      track_(std::move(track)),
      reader_(std::move(reader)),
      heads_(project.heads()),
      refusals_(refusalsOf(project, reader_)),
      own_(std::make_unique<OwnHistory>(reader_, caseId, track_)),
      reported_(refusals_) {
  if (store::isSequestered(project, caseId)) {
    project.expectRight(reader_, core::rightFor(core::EditKind::CaseConsulted));
  }
  for (store::LesionRow& row : project.lesions()) {
    if (row.lesion.caseId == caseId && row.lesion.track == track_) {
      core::Mask mask = project.mask(row.lesion.id);
      committedIds_.push_back(row.lesion.id);
      places_.emplace(row.lesion.id, lesions_.size());
      lesions_.push_back(
          {std::move(row.lesion), std::move(mask), true, project.contested(row.lesion.id), row.disputed});
      if (row.contested > 0 || row.disputed) {
        contested_.insert(row.lesion.id);
      }
    }
  }
  changeCounter_ = project.changeCounter();
  for (const store::Arrival& arrival : project.arrivedAfter(0)) {
    seen_ = std::max(seen_, arrival.row);
  }
  committer_ = std::make_unique<Committer>(std::move(project), [this](store::ProjectFile& file) { look(file); });
  committer_->enqueueReading([this](store::ProjectFile& file) {
    own_->read(file);
    reportHistory();
  });
}

CaseSession::~CaseSession() = default;

bool CaseSession::Refusals::operator==(const Refusals& other) const {
  return saysSame(toAnnotate, other.toAnnotate) && saysSame(toSettle, other.toSettle);
}

CaseSession::Refusals CaseSession::refusalsOf(const store::ProjectFile& project, const std::string& reader) {
  return {refusalOf(project, reader, core::Right::Annotate), refusalOf(project, reader, core::Right::Settle)};
}

void CaseSession::expectMayChange() const {
  if (refusal()) {
    throw store::RightRefused(*refusal());
  }
}

void CaseSession::goOnInCopy() {
  committer_->goOnIn(copyNames(path(), home_));
}

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
  expectMayChange();
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

core::EditDraft CaseSession::draft(core::EditBody body, std::vector<core::Head> heads) const {
  return {.person = reader_, .caseId = case_.id, .track = track_, .body = std::move(body), .heads = std::move(heads)};
}

core::EditDraft CaseSession::creationOf(const core::Lesion& lesion, const std::vector<core::Head>& heads) const {
  return draft(core::LesionCreated{.name = lesion.name,
                                   .className = lesion.className,
                                   .granularity = lesion.granularity,
                                   .provenance = lesion.provenance,
                                   .model = lesion.model,
                                   .modelVersion = lesion.modelVersion,
                                   .confidence = lesion.confidence,
                                   .attributes = lesion.attributes,
                                   .color = lesion.color},
               heads);
}

// ---- What is done at once, and again on what is taken up before its commit ----

void CaseSession::applyNowAndLater(std::size_t lesion, std::function<void(OpenLesion&)> apply) {
  apply(lesions_[lesion]);
  queued_.push_back({.ticket = ticket_ + 1, .lesion = lesion, .apply = std::move(apply)});
}

void CaseSession::enqueue(Job job) {
  const std::uint64_t ticket = ++ticket_;
  committer_->enqueue([this, ticket, job = std::move(job)](store::ProjectFile& project) {
    job(project, ticket);
    const std::lock_guard lock(mutex_);
    report_.finished = ticket;
  });
  const std::lock_guard lock(mutex_);
  if (report_.lesions.empty()) {
    dropFinished(report_.finished);
  }
}

void CaseSession::dropFinished(std::uint64_t finished) {
  while (!queued_.empty() && queued_.front().ticket <= finished) {
    queued_.pop_front();
  }
}

// ---- Strokes, operations, descriptions ----

void CaseSession::commitStroke(std::size_t lesion, const core::BrushStroke& stroke, core::Mask footprint,
                               std::vector<core::Head> heads, std::function<void(const Committed&)> done) {
  const std::int64_t voxels = footprint.count();
  core::MaskChange change;
  (stroke.mode == core::BrushMode::Add ? change.set : change.cleared) = std::move(footprint);
  LesionChange named{.lesion = lesion, .set = std::move(change.set), .cleared = std::move(change.cleared)};
  std::vector<LesionChange> changes;
  changes.push_back(std::move(named));
  commitBody(std::move(changes), {}, core::MaskChanged{.stroke = stroke}, std::move(heads),
             [voxels, done = std::move(done)](const CommittedChanges& committed) {
               if (done) {
                 done({.edit = committed.edit, .lesion = committed.lesions.front(), .voxels = voxels});
               }
             });
}

void CaseSession::commitChanges(std::vector<LesionChange> changes, std::vector<std::size_t> removed,
                                std::vector<core::Head> heads, std::string source,
                                std::function<void(const CommittedChanges&)> done) {
  commitBody(std::move(changes), std::move(removed), core::MaskChanged{.source = std::move(source)}, std::move(heads),
             std::move(done));
}

void CaseSession::commitBody(std::vector<LesionChange> changes, std::vector<std::size_t> removed,
                             core::MaskChanged body, std::vector<core::Head> heads,
                             std::function<void(const CommittedChanges&)> done) {
  expectMayChange();
  std::vector<core::EditDraft> creations;  // should the lesion still be new when its turn comes
  std::vector<std::size_t> indices;
  for (LesionChange& change : changes) {
    const std::size_t lesion = joined(change.lesion);
    core::check(std::find(indices.begin(), indices.end(), lesion) == indices.end(),
                "an operation changes a lesion once");
    indices.push_back(lesion);
    creations.push_back(creationOf(lesions_[lesion].lesion, heads));
    body.changes.push_back({.lesion = {}, .set = std::move(change.set), .cleared = std::move(change.cleared)});
    if (!isEmpty(body.changes.back())) {
      auto shared = std::make_shared<const core::MaskChange>(body.changes.back());
      applyNowAndLater(lesion, [shared](OpenLesion& open) {
        core::apply(*shared, open.mask);
        open.contested -= shared->set;  // who paints over it, seeing it, has chosen
        open.contested -= shared->cleared;
        open.stands = true;
      });
    }
  }
  for (std::size_t& lesion : removed) {
    lesion = joined(lesion);
    core::check(std::find(indices.begin(), indices.end(), lesion) == indices.end(),
                "an operation changes no lesion that it takes out");
    applyNowAndLater(lesion, [](OpenLesion& open) { open.stands = false; });
  }
  core::EditDraft paint = draft(std::move(body), std::move(heads));
  enqueue([this, indices = std::move(indices), removed = std::move(removed), creations = std::move(creations),
           paint = std::move(paint), done = std::move(done)](store::ProjectFile& project, std::uint64_t ticket) {
    CommittedChanges committed{.edit = {}, .lesions = std::vector<core::LesionId>(indices.size())};
    while (!committed.edit) {
      std::vector<core::EditDraft> drafts;
      std::vector<std::size_t> made;  // the lesion's index, by draft
      core::EditDraft changing = paint;
      auto& changed = std::get<core::MaskChanged>(changing.body);
      for (const std::size_t index : removed) {
        if (const core::LesionId id = committedId(index); !id.isZero()) {  // else no edit has made it
          changed.removed.push_back(id);
        }
      }
      for (std::size_t i = 0; i < indices.size(); ++i) {
        core::MaskChange& change = changed.changes[i];
        change.lesion = committedId(indices[i]);
        if (change.lesion.isZero() && !isEmpty(change)) {
          change.lesion = store::pendingLesion(drafts.size());
          drafts.push_back(creations[i]);
          made.push_back(indices[i]);
        }
      }
      std::erase_if(changed.changes, isEmpty);
      if (changed.changes.empty() && changed.removed.empty()) {
        break;
      }
      drafts.push_back(std::move(changing));
      try {
        const std::vector<core::EditId> edits = project.append(drafts);
        for (std::size_t i = 0; i < made.size(); ++i) {
          created(made[i], edits[i]);
        }
        committed.edit = edits.back();
        did(project, {edits.back()});
        for (const std::size_t index : indices) {
          if (const core::LesionId id = committedId(index); contested_.contains(id)) {
            report(project, id, ticket);  // a stroke may have settled it
          }
        }
      } catch (const store::LesionExists& taken) {
        joinLesion(project, taken, drafts, made, ticket);
      }
    }
    for (std::size_t i = 0; i < indices.size(); ++i) {
      committed.lesions[i] = committedId(indices[i]);
    }
    if (done) {
      done(committed);
    }
  });
}

void CaseSession::changeLesion(std::size_t lesion, core::LesionChanged change) {
  core::check(!change.isEmpty(), "a lesion is changed in something");
  expectMayChange();
  lesion = joined(lesion);
  const core::Lesion& before = lesions_[lesion].lesion;
  if (change.name) {
    core::requireName(*change.name, before.name, "the name of a lesion");
    if (const auto other = find(*change.name); other && *other != lesion) {
      throw core::Error(before.name, "another lesion is called \"" + *change.name + "\"", "Choose another name");
    }
  }
  if (change.className) {
    core::requireName(*change.className, before.name, "the class of a lesion");
  }
  core::Lesion after = before;
  core::apply(change, after);
  if (after == before) {
    return;
  }
  applyNowAndLater(lesion, [change](OpenLesion& open) { core::apply(change, open.lesion); });
  enqueue(
      [this, lesion, changing = draft(std::move(change), heads_)](store::ProjectFile& project, std::uint64_t ticket) {
        core::EditDraft draft = changing;
        auto& body = std::get<core::LesionChanged>(draft.body);
        body.lesion = committedId(lesion);
        if (body.lesion.isZero()) {
          return;  // no edit has made it: the one that will says all this
        }
        const std::string wanted = body.name.value_or("");
        for (int number = 2;; ++number) {
          try {
            did(project, {project.append(draft)});
            break;
          } catch (const store::LesionExists&) {
            body.name = wanted + " " + std::to_string(number);  // another process took the name in the meantime
          }
        }
        if (body.name.value_or("") != wanted) {
          report(project, body.lesion, ticket);
        }
      });
}

void CaseSession::settle(std::size_t lesion, Settlement choice) {
  if (refusals_.toSettle) {
    throw store::RightRefused(*refusals_.toSettle);
  }
  lesion = joined(lesion);
  const OpenLesion& open = lesions_[lesion];
  const bool keep = choice == Settlement::Keep;
  core::MaskChange change{.lesion = open.lesion.id, .set = {}, .cleared = {}};
  core::MaskChanged outcome{.changes = {}, .stroke = {}, .source = keep ? "kept" : "let go", .removed = {}};
  if (open.disputed && !keep) {
    outcome.removed = {open.lesion.id};
  } else if (open.disputed) {
    change.set = open.mask;  // who says that it stays says so of all of it
    change.set |= open.contested;
  } else {
    (keep ? change.set : change.cleared) = open.contested;
  }
  if (!isEmpty(change)) {
    outcome.changes.push_back(change);
  } else if (outcome.removed.empty()) {
    return;
  }
  applyNowAndLater(lesion, [change, goes = !outcome.removed.empty()](OpenLesion& there) {
    core::apply(change, there.mask);
    there.stands = !goes;
    there.contested = {};
    there.disputed = false;
  });
  enqueue([this, settled = draft(core::ContestSettled{std::move(outcome)}, heads_), id = change.lesion](
              store::ProjectFile& project, std::uint64_t ticket) {
    did(project, {project.append(settled)});
    report(project, id, ticket);
  });
}

void CaseSession::commitOther(std::function<void(store::ProjectFile&)> work, bool isTakenUp) {
  enqueue([this, work = std::move(work), isTakenUp](store::ProjectFile& project, std::uint64_t) {
    work(project);
    looksAnyway_ = looksAnyway_ || isTakenUp;
    reportRights(project);  // it may have been about people
  });
}

void CaseSession::noteConsultation(std::string purpose) {
  enqueue([this, noted = draft(core::CaseConsulted{std::move(purpose)}, heads_)](store::ProjectFile& project,
                                                                                 std::uint64_t) {
    if (store::isSequestered(project, case_.id)) {
      project.append(noted);
    }
  });
}

// ---- The committing thread ----

core::LesionId CaseSession::committedId(std::size_t lesion) {
  const std::lock_guard lock(mutex_);
  return lesion < committedIds_.size() ? committedIds_[lesion] : core::LesionId{};
}

void CaseSession::created(std::size_t lesion, const core::LesionId& id) {
  const std::lock_guard lock(mutex_);
  committedIds_.resize(std::max(committedIds_.size(), lesion + 1));
  committedIds_[lesion] = id;
  report_.made.emplace_back(lesion, id);
}

// Another process made a lesion of that name in the meantime: what was to create it joins it.
void CaseSession::joinLesion(store::ProjectFile& project, const store::LesionExists& taken,
                             const std::vector<core::EditDraft>& drafts, const std::vector<std::size_t>& made,
                             std::uint64_t ticket) {
  for (std::size_t i = 0; i < made.size(); ++i) {
    const auto* creation = std::get_if<core::LesionCreated>(&drafts[i].body);
    if (creation != nullptr && creation->name == taken.name()) {
      created(made[i], taken.there());
      report(project, taken.there(), ticket - 1);  // as it is before the stroke that joins it
      return;
    }
  }
  throw taken;
}

// After a commit, as below.
bool CaseSession::reportRights(const store::ProjectFile& project) {
  try {
    const Refusals now = refusalsOf(project, reader_);
    if (now == reported_) {
      return false;
    }
    reported_ = now;
    const std::lock_guard lock(mutex_);
    report_.refusals = now;
    return true;
  } catch (const core::Error&) {
    return false;
  }
}

// After a commit, so a failure must not let its job run a second time: then the lesion stays as it is in memory.
void CaseSession::report(store::ProjectFile& project, const core::LesionId& lesion, std::uint64_t ticket) {
  try {
    if (auto row = project.lesion(lesion)) {
      if (row->contested > 0 || row->disputed) {
        contested_.insert(lesion);
      } else {
        contested_.erase(lesion);
      }
      Stored stored{
          ticket,
          {std::move(row->lesion), project.mask(lesion), row->stands, project.contested(lesion), row->disputed}};
      const std::lock_guard lock(mutex_);
      report_.lesions.insert_or_assign(lesion, std::move(stored));
    }
  } catch (const core::Error&) {
  }
}

}  // namespace session
